"""What two people settle at the start: who guides what, and what they promise each other."""

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


class Settling(Visitor):
    def proposes_that_guides_culture(self, other: Visitor) -> None:
        self.goes_to("/today")
        self.follows("Make a proposal")
        self.ticks("%(name)s guides culture, and I guide strategy", name=other.name)
        self.presses("Propose")
        self.sees("Your proposal is made. It holds as soon as your partner accepts it.")

    def agrees_to_guide_culture(self, other: Visitor) -> None:
        self.goes_to("/today")
        self.sees("%(name)s proposes who guides what", name=other.name)
        self.follows("Look at the proposal")
        self.sees("You guide culture, and %(name)s guides strategy.", name=other.name)
        self.presses("Accept")
        self.sees("It is settled. You can swap on any lesson, whenever you like.")

    def fills_in_a_sheet(self, **lines: str) -> None:
        self.opens_the_agreement()
        for key, text in lines.items():
            self.page.locator(f"main textarea[name={key}]").fill(text)
        self.presses("Save, and finish later")
        self.sees("Your sheet is saved. Only you can read it.")

    def hands_the_sheet_over(self) -> None:
        self.opens_the_agreement()
        self.presses("Hand over my sheet")

    def writes_the_one_text(self, **lines: str) -> None:
        self.opens_the_agreement()
        self.follows("Write the one text")
        for key, text in lines.items():
            self.page.locator(f"main textarea[name={key}]").fill(text)
        self.presses("Propose and sign")
        self.sees("The text is proposed, with your signature.")

    def signs_the_text(self, other: Visitor) -> None:
        self.goes_to("/today")
        self.sees("The text of your agreement waits for your signature, with %(name)s", name=other.name)
        self.follows("Read and sign")
        self.presses("Sign this text")
        self.sees("You have signed: the agreement is in force.")

    def has_an_agreement(self, text: str) -> None:
        self.opens_the_agreement()
        self.reads(text)
        expect(self.page.locator("#in-force")).to_be_visible()

    def begins_closing(self, other: Visitor) -> None:
        self.follows("Settings", inside="main nav")
        self.follows("Close the pair")
        self.sees(
            "A pair ends without blame, whoever ends it. %(name)s reads the same neutral words as you.", name=other.name
        )
        self.presses("Begin closing")
        self.sees("The pair is closing. Take the time you need.")

    def says_it_is_done(self) -> None:
        self.opens_the_pair()
        self.follows("Settings", inside="main nav")
        self.presses("I am done here")

    def opens_the_pair(self) -> None:
        self.goes_to("/pairs/")
        self.opens("main .ruled a >> nth=0")

    def opens_the_agreement(self) -> None:
        self.opens_the_pair()
        self.follows("Agreement", inside="main nav")
