"""A lesson, step by step, and where each of the two stands."""

from playwright.sync_api import Locator, expect

from tests.browser.settling import Settling
from tests.browser.visitor import Visitor


class Learning(Settling):
    def opens_the_lesson(self, lesson: str) -> None:
        """`lesson` is `module/slug`."""
        self.opens_the_pair()
        leg = self.page.locator("main .leg", has=self.page.locator(f"a[href*='/lessons/{lesson}']"))
        folded = leg.locator("details:not([open]) > summary")
        if folded.count():
            folded.click()
        self.opens(f"main .row a[href*='/lessons/{lesson}'] >> nth=0")

    def has_read(self) -> None:
        self.presses("I have read this", inside="#read-1")
        self.sees("This step is done.")

    def has_tried(self, note: str) -> None:
        """With a line for the partner."""
        self.fills("One line to remember it by", note)
        self.ticks("Show it to my partner")
        self.presses("I tried it", inside="#try-1")
        self.reads(note, inside="#try-1")

    def finds_every_answer(self) -> None:
        """Each option in turn, as somebody who does not know; a wrong answer and then a right one at least once."""
        questions = self.page.locator("form.check").count()
        wrong = sum(self._finds_the_answer(self.page.locator("form.check").nth(number)) for number in range(questions))
        assert wrong >= 1
        self.reads(self.words.beginning("Checked on %(day)s"), inside="#check-1")

    def has_talked(self) -> None:
        self.presses("We talked about it", inside="#talk-1")

    def swaps_roles(self) -> None:
        self.presses("Swap roles on this lesson")
        self.sees("The roles of this lesson are swapped. Your partner sees it too.")

    def sees_a_note_of(self, other: Visitor, note: str) -> None:
        self.sees("%(name)s, for you:", inside="#try-1", name=other.name)
        self.reads(note, inside="#try-1")

    def sees_in_both_lanes(self, lesson: str, mine: str, theirs: str) -> None:
        """How a lesson stands on the path, for each: a sentence that begins so."""
        self.opens_the_pair()
        row = self.page.locator(".row", has=self.page.locator(f"a[href*='/lessons/{lesson}']"))
        expect(row.locator(".state.me")).to_contain_text(self.words.beginning(mine))
        expect(row.locator(".state.other")).to_contain_text(self.words.beginning(theirs))

    def _finds_the_answer(self, form: Locator) -> int:
        """How many of the answers tried were wrong."""
        for option in range(form.get_by_role("radio").count()):
            form.get_by_role("radio").nth(option).check()
            self._moves_by(form.get_by_role("button", name=self.words("Answer"), exact=True))
            if form.locator(".feedback[data-kind=right]").count():
                expect(form.locator(".feedback")).to_have_count(form.get_by_role("radio").count())
                return option
            expect(form.locator(".feedback").filter(has_text=self.words("Not yet.")).first).to_be_visible()
        raise AssertionError("no answer is right")
