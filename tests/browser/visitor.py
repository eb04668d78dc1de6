"""Somebody in front of a browser: goes, presses, fills in, and says what they see."""

import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from tests.browser.glass import Glass, listen
from tests.browser.hands import Hand, Mouse
from tests.browser.words import Words


@dataclass(frozen=True)
class Name:
    """Who somebody is."""

    name: str
    email: str
    password: str = "trois petits pas vers le fleuve"


class Visitor:
    """Everything they press or follow leads to a page, which a glass may look at. Sentences are named in English."""

    def __init__(self, context: BrowserContext, who: Name, words: Words, glass: Glass | None, *, script: bool) -> None:
        self.who = who
        self.words = words
        self.script = script
        self.hand: Hand = Mouse()
        self.complaints: list[str] = []
        self.pages_received: list[str] = []
        self._glass = glass
        listen(context, self.complaints)
        self.page: Page = context.new_page()

    @property
    def name(self) -> str:
        return self.who.name

    # Moving.

    def goes_to(self, address: str, status: int = 200) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        self._lands(answer, again=True, status=status)

    def follows(self, sentence: str, *, inside: str = "body", **names: object) -> None:
        self._moves_by(self._named("link", sentence, inside, names))

    def opens(self, selector: str) -> None:
        """Follow the one link that a selector names."""
        self._moves_by(self.page.locator(selector))

    def presses(self, sentence: str, *, inside: str = "main", refused: int | None = None, **names: object) -> None:
        self._moves_by(self._named("button", sentence, inside, names), refused)

    def comes_back(self) -> None:
        """Load the same page again."""
        self.goes_to(self.page.url.partition("#")[0].partition("?")[0])

    # Filling in.

    def fills(self, sentence: str, text: str, **names: object) -> None:
        self.hand.writes(self.page.get_by_label(self.words(sentence, **names), exact=True), text)

    def ticks(self, sentence: str, **names: object) -> None:
        self.hand.ticks(self.page.get_by_label(self.words(sentence, **names), exact=True))

    def unfolds(self, sentence: str, *, inside: str = "main", **names: object) -> None:
        self.hand.presses(self.page.locator(inside).locator("summary", has_text=self.words(sentence, **names)))

    # Seeing.

    def sees(self, sentence: str, *, inside: str = "main", **names: object) -> None:
        self.reads(self.words(sentence, **names), inside=inside)

    def reads(self, text: str, *, inside: str = "main") -> None:
        """Text that somebody wrote."""
        expect(self.page.locator(inside).get_by_text(text).filter(visible=True).first).to_be_visible()

    def does_not_see(self, sentence: str, **names: object) -> None:
        expect(self.page.get_by_text(self.words(sentence, **names))).to_have_count(0)

    def is_asked_nothing(self, sentence: str, **names: object) -> None:
        """There is no such button."""
        expect(self.page.get_by_role("button", name=self.words(sentence, **names), exact=True)).to_have_count(0)

    def has_received(self, text: str) -> bool:
        """Whether any page so far carried this text, seen or not."""
        return any(text in page for page in self.pages_received)

    def _named(self, role: str, sentence: str, inside: str, names: dict[str, object]) -> Locator:
        said = self.words(sentence, **names)
        return self.page.locator(inside).get_by_role(role, name=said, exact=True)  # type: ignore[arg-type]

    def _moves_by(self, what: Locator, refused: int | None = None) -> None:
        with self.page.expect_navigation() as moved:
            self.hand.presses(what)
        self._lands(moved.value, again=refused is None, status=refused or 200)

    def _lands(self, answer: Response, *, again: bool, status: int) -> None:
        assert answer.status == status, f"{answer.url} answers {answer.status}"
        html = answer.text()
        self.pages_received.append(html)
        assert re.search(rf'<html lang="{self.words.language}-CA">', html)
        if self._glass:
            self._glass.look(self.page, html, script=self.script, again=again and status == 200)
