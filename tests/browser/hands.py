"""What somebody works a page with: a mouse, or the keyboard alone."""

from typing import Protocol

from playwright.sync_api import FilePayload, Locator

FARTHEST = 400
"""Stops from one thing on a page to another, those of the pages within it among them."""
IS_FOCUSED = "e => e === document.activeElement"


class Hand(Protocol):
    def presses(self, what: Locator) -> None: ...
    def writes(self, what: Locator, text: str) -> None: ...
    def ticks(self, what: Locator) -> None: ...
    def chooses(self, what: Locator) -> None: ...
    def sends(self, what: Locator, file: FilePayload) -> None: ...
    def uses(self, tool: Locator) -> None: ...


class Mouse:
    def presses(self, what: Locator) -> None:
        what.click()

    def writes(self, what: Locator, text: str) -> None:
        what.fill(text)

    def ticks(self, what: Locator) -> None:
        what.check()

    def chooses(self, what: Locator) -> None:
        """One of several."""
        what.check()

    def sends(self, what: Locator, file: FilePayload) -> None:
        what.set_input_files(file)

    def uses(self, tool: Locator) -> None:
        """One of a toolbar's."""
        tool.click()


class Keys:
    """Nothing is pressed but what the Tab key leads to."""

    def presses(self, what: Locator) -> None:
        self._reaches(what)
        what.page.keyboard.press("Enter")

    def writes(self, what: Locator, text: str) -> None:
        self._reaches(what)
        what.page.keyboard.press("ControlOrMeta+a")
        what.page.keyboard.insert_text(text)

    def ticks(self, what: Locator) -> None:
        self._reaches(what)
        what.page.keyboard.press("Space")

    def chooses(self, what: Locator) -> None:
        """They are one stop; arrows lead through them."""
        if not what.is_checked():
            self._reaches(what.page.locator(f"[name={what.get_attribute('name')}]:checked"))
        while not what.is_checked():
            what.page.keyboard.press("ArrowRight")

    def sends(self, what: Locator, file: FilePayload) -> None:
        with what.page.expect_file_chooser() as chooser:  # from before the way there: it is heard a moment later
            self._reaches(what)
            what.page.keyboard.press("Enter")
        chooser.value.set_files(file)

    def uses(self, tool: Locator) -> None:
        """A toolbar is one stop; arrows lead through it."""
        bar = tool.locator("xpath=ancestor::*[@role='toolbar']")
        self._reaches(bar.locator("button[tabindex='0']"))
        while not tool.evaluate(IS_FOCUSED):
            tool.page.keyboard.press("ArrowRight")
        tool.page.keyboard.press("Enter")

    def _reaches(self, what: Locator) -> None:
        for _stop in range(FARTHEST):
            if what.evaluate(IS_FOCUSED):
                return
            what.page.keyboard.press("Tab")
        raise AssertionError(f"out of reach: {what}")
