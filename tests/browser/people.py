"""Who comes: each in a browser of their own."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser

from tests.browser.arriving import Arriving
from tests.browser.glass import DESK, Glass
from tests.browser.running import RunningPortal
from tests.browser.visitor import Name
from tests.browser.words import Words
from tests.browser.writing import Writing

LOCALES = {"fr": "fr-CA", "en": "en-CA"}


class Someone(Arriving, Writing):
    """A person and everything they can do."""


@dataclass
class People:
    """Lets people in, all looked at through one glass."""

    portal: RunningPortal
    browser: Browser
    glass: Glass = field(default_factory=Glass)
    here: list[Someone] = field(default_factory=list)

    def arrives(self, name: str, email: str, language: str, *, script: bool = True) -> Someone:
        return self.returns(Name(name, email), language, script=script)

    def returns(self, who: Name, language: str, *, script: bool = True) -> Someone:
        context = self.browser.new_context(
            base_url=self.portal.address, locale=LOCALES[language], viewport=DESK, java_script_enabled=script
        )
        context.set_default_timeout(20_000)
        someone = Someone(context, who, Words(language), self.glass, script=script)
        self.here.append(someone)
        return someone

    def complaints(self) -> list[str]:
        """What was wrong with any page, in any browser, or on the server."""
        theirs = [told for someone in self.here for told in someone.complaints]
        return self.glass.faults + theirs + self.portal.complaints()

    def leave(self) -> None:
        for someone in self.here:
            someone.page.context.close()
