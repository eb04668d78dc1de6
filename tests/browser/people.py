"""Who comes: each in a browser of their own."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

from portal.demo.people import PASSWORD, Cast
from tests.browser.arriving import Arriving
from tests.browser.glass import DESK, Glass
from tests.browser.running import RunningPortal
from tests.browser.visitor import Name
from tests.browser.words import Words
from tests.browser.writing import Writing

PATIENCE = 20_000
"""Milliseconds until something that should show, or move, is missed."""

LOCALES = {"fr": "fr-CA", "en": "en-CA"}


class Someone(Arriving, Writing):
    """A person and everything they can do."""


@dataclass
class People:
    """Lets people in, all looked at through one glass or through none."""

    portal: RunningPortal
    browser: Browser
    glass: Glass | None = None
    here: list[Someone] = field(default_factory=list)

    def arrives(self, name: str, email: str, language: str, *, script: bool = True) -> Someone:
        return self._let_in(Name(name, email), language, script=script)

    def comes_back(self, one: Cast, *, script: bool = True, **screen: Any) -> Someone:
        """One of the demo's people, signed in. `screen`: what else their browser is set to."""
        someone = self._let_in(Name(one.name, one.email, PASSWORD), one.language, script=script, **screen)
        someone.signs_in()
        return someone

    def _let_in(self, who: Name, language: str, *, script: bool, **screen: Any) -> Someone:
        setting = {"viewport": DESK, "locale": LOCALES[language], "java_script_enabled": script} | screen
        context = self.browser.new_context(base_url=self.portal.address, **setting)
        context.set_default_timeout(PATIENCE)
        someone = Someone(context, who, Words(language), self.glass, script=script)
        self.here.append(someone)
        return someone

    def complaints(self) -> list[str]:
        """What was wrong with any page, in any browser, or on the server."""
        theirs = [told for someone in self.here for told in someone.complaints]
        return (self.glass.faults if self.glass else []) + theirs + self.portal.complaints()

    def leave(self) -> None:
        for someone in self.here:
            someone.page.context.close()
