"""The journal: written apart, opened together, heard."""

from playwright.sync_api import expect

from tests.browser.learning import Learning

MY_LEAF = "section[aria-labelledby=mine]"
THEIR_LEAF = "section[aria-labelledby=theirs]"


class Writing(Learning):
    def drafts(self, text: str) -> None:
        """Saved by the button, and there again when the page is loaded anew."""
        self.fills("Your reflection", text)
        self.presses("Save the draft", inside="#reflect-1")
        self.comes_back()
        expect(self.page.get_by_label(self.words("Your reflection"), exact=True)).to_have_value(text)

    def seals(self) -> None:
        self.presses("Seal my reflection", inside="#reflect-1")

    def opens_the_exchange(self) -> None:
        """The newest one."""
        self.opens_the_pair()
        self.follows("Journal", inside="main nav")
        self.opens(".entry h2 a >> nth=0")

    def says_what_they_heard(self, text: str) -> None:
        self.opens_the_exchange()
        self.fills("What I heard", text)
        self.presses("Send what I heard")
        self.sees("What you heard is sent.")

    def confirms(self, heard: str) -> None:
        self.opens_the_exchange()
        self.reads(heard, inside=MY_LEAF)
        self.presses("That is it")
        self.sees("You answered “That is it.”")

    def clarifies(self, heard: str, meant: str) -> None:
        self.opens_the_exchange()
        self.reads(heard, inside=MY_LEAF)
        self.unfolds("Not quite")
        self.fills("Not quite. Here is what I meant.", meant)
        self.presses("Send")
        self.sees("Your clarification is sent.")

    def replies(self, text: str) -> None:
        """Under what the other wrote."""
        self.opens_the_exchange()
        self.page.locator(THEIR_LEAF).get_by_label(self.words("Your reply"), exact=True).fill(text)
        self.presses("Send my reply", inside=THEIR_LEAF)
        self.sees("Your reply is sent.")
