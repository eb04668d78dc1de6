"""Finding the portal, making an account, becoming two."""

from playwright.sync_api import expect

from tests.browser.running import RunningPortal
from tests.browser.visitor import Visitor


class Arriving(Visitor):
    def looks_around(self) -> None:
        """What anybody can read, and a question of a lesson answered in passing."""
        self.goes_to("/")
        for place in ("Help", "Privacy", "Contact"):
            self.follows(place, inside="footer")
        self.goes_to("/")
        self.follows("Read the lessons without an account")
        self.opens("main h2 a[href='/lessons/conversation']")
        self.opens("main ol a >> nth=0")
        self.page.locator("form.check input[type=radio]").first.check()
        self._moves_by(self.page.locator("form.check button").first)
        expect(self.page.locator(".feedback").first).to_be_visible()

    def signs_up(self) -> None:
        self.goes_to("/")
        self.follows("Start a pair")
        self.presses("Create my account", refused=422)
        expect(self.page.locator("#errors")).to_be_focused()
        self.fills("Your name", self.name)
        self.fills("Your email address", self.who.email)
        self.fills("A password", self.who.password)
        self.page.get_by_role("radio", name={"fr": "Français", "en": "English"}[self.words.language]).check()
        self.ticks("I am 14 or older")
        self.ticks("I know who may see what, and what is kept, and I agree")
        self.presses("Create my account")
        self.sees("If the address you gave is the right one, an email with a link is on its way to it.")

    def confirms_the_address(self, portal: RunningPortal) -> None:
        """By the link in the mail, which the demo shows on a page of its own."""
        link = portal.link_mailed_to(self.who.email)
        self.follows("Demo: read the emails here")
        self.opens("main .ruled a >> nth=0")
        self.opens(f"main a[href='{link}']")
        self.sees(
            "Welcome, %(name)s. One press confirms %(address)s and signs you in.",
            name=self.name,
            address=self.who.email,
        )
        self.presses("Confirm and sign in")
        self.sees("Invite the person you want to learn with")

    def signs_in(self) -> None:
        self.goes_to("/login")
        self.fills("Your email address", self.who.email)
        self.fills("Your password", self.who.password)
        self.presses("Sign in")

    def signs_out(self) -> None:
        self.presses("Sign out", inside="header")

    def invites(self, other: Visitor) -> None:
        self.goes_to("/today")
        self.follows("Start a pair")
        self.fills("Their email address", other.who.email)
        self.presses("Make the invitation")
        self.sees("The invitation is on its way.")

    def accepts_the_invitation(self, portal: RunningPortal, inviter: Visitor) -> None:
        """With a new account: the link came to the address, so the address is confirmed."""
        self.goes_to(portal.link_mailed_to(self.who.email))
        self.sees("%(name)s invites you to learn from each other", name=inviter.name)
        self.fills("Your name", self.name)
        self.fills("A password", self.who.password)
        self.ticks("I am 14 or older")
        self.ticks("I know who may see what, and what is kept, and I agree")
        self.presses("Accept and start")
        self.sees("You are a pair. Here is where you learn together.")
        self.sees("You and %(name)s", name=inviter.name)
