"""Two people act at random; after each act, everyone reads exactly what a small model says they may."""

from dataclasses import dataclass, field

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.kernel.refusal import Refusal
from tests import builders
from tests.journal.acting import LessonAt, Two, Writer, lesson

EXAMPLES = 300
STEPS = 25


# What becomes of a text by each act of its author; anything else is refused and changes nothing.
MOVES = {
    "take_back": {"draft": "draft", "sealed": "draft"},
    "open_mine": {"sealed": "open", "open": "open"},
    "pass_draft": {"draft": "passed", "passed": "passed"},
    "write_after_all": {"draft": "draft", "passed": "draft"},
    "keep": {"sealed": "kept", "kept": "kept"},
    "withdraw": dict.fromkeys(("sealed", "open", "kept", "withdrawn"), "withdrawn"),
}


@dataclass
class Round:
    """What the other heard: it waits, was clarified or confirmed, or was left there."""

    row: str
    heard: str
    clarified: str = ""
    stands: str = "waits"


@dataclass
class Text:
    """One person's text, as the model knows it."""

    words: str = ""
    version: int = 0
    state: str = "none"
    private: bool = False
    additions: list[str] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    row: str = ""

    @property
    def may_be_heard(self) -> bool:
        stands = self.rounds[-1].stands if self.rounds else "clarified"
        unsaid = bool(self.rounds) and stands == "waits" and not self.rounds[-1].heard
        return self.state == "open" and (stands == "clarified" or unsaid)

    @property
    def known(self) -> bool:
        return self.state in ("sealed", "open", "passed", "withdrawn") and not self.private

    @property
    def contents(self) -> list[str]:
        rounds = [words for one in self.rounds for words in (one.heard, one.clarified)]
        return [words for words in (self.words, *self.additions, *rounds, *self.replies) if words]


class Walk(RuleBasedStateMachine):
    """Person 0 and person 1 of a pair, and a stranger."""

    app: Flask
    about: LessonAt

    @initialize()
    def meet(self) -> None:
        self.two = Two(self.app, builders.pair(self.app), self.about)
        strangers = builders.pair(self.app, builders.person(self.app, "Noor"), builders.person(self.app, "Benoît"))
        self.stranger = Writer(self.app, strangers, strangers.first)
        self.people = (self.two.first, self.two.second)
        self.texts = (Text(), Text())
        self.count = 0

    def words(self) -> str:
        self.count += 1
        return f"These words are the words of act number {self.count}."

    @rule(who=st.sampled_from((0, 1)))
    def save(self, who: int) -> None:
        mine, words = self.texts[who], self.words()
        if mine.state not in ("none", "draft"):
            with pytest.raises(Refusal):
                self.people[who].save(self.about, words, mine.version)
            return
        mine.row = self.people[who].save(self.about, words, mine.version)
        mine.words, mine.version, mine.state = words, mine.version + 1, "draft"

    @rule(who=st.sampled_from((0, 1)))
    def save_from_a_page_that_is_out_of_date(self, who: int) -> None:
        mine = self.texts[who]
        if mine.version:
            with pytest.raises(Refusal):
                self.people[who].save(self.about, self.words(), mine.version - 1)

    @rule(who=st.sampled_from((0, 1)))
    def seal(self, who: int) -> None:
        mine, theirs = self.texts[who], self.texts[1 - who]
        if mine.state == "none":
            return
        if mine.state not in ("draft", "sealed", "open") or not mine.words:
            with pytest.raises(Refusal):
                self.people[who].seal(mine.row, mine.words)
            return
        self.people[who].seal(mine.row, mine.words)
        if mine.state == "draft":
            mine.state = "sealed"
            if theirs.state in ("sealed", "open"):
                mine.state = theirs.state = "open"

    @rule(who=st.sampled_from((0, 1)), act=st.sampled_from(tuple(MOVES)))
    def act_on_ones_own(self, who: int, act: str) -> None:
        mine = self.texts[who]
        if mine.state == "none":
            return
        becomes = MOVES[act].get(mine.state)
        if becomes is None:
            with pytest.raises(Refusal):
                getattr(self.people[who], act)(mine.row)
            return
        getattr(self.people[who], act)(mine.row)
        mine.state, mine.private = becomes, mine.private or becomes == "kept"
        if becomes == "withdrawn":
            mine.words, mine.additions = "", []
            for one in mine.rounds:
                one.clarified = ""

    @rule(who=st.sampled_from((0, 1)))
    def pass_with_nothing_written(self, who: int) -> None:
        mine = self.texts[who]
        if mine.state == "none":
            mine.row, mine.state = self.people[who].pass_over(self.about), "passed"

    @rule(who=st.sampled_from((0, 1)))
    def add(self, who: int) -> None:
        mine, words = self.texts[who], self.words()
        if mine.state == "open":
            self.people[who].add(mine.row, words)
            mine.additions.append(words)
        elif mine.state != "none":
            with pytest.raises(Refusal):
                self.people[who].add(mine.row, words)

    @rule(who=st.sampled_from((0, 1)))
    def hear(self, who: int) -> None:
        theirs, words = self.texts[1 - who], self.words()
        if theirs.may_be_heard:
            theirs.rounds.append(Round(self.people[who].hear(theirs.row, words), words))
        elif theirs.state != "none":
            with pytest.raises(Refusal):
                self.people[who].hear(theirs.row, words)

    @rule(who=st.sampled_from((0, 1)), right=st.booleans())
    def answer(self, who: int, right: bool) -> None:
        mine = self.texts[who]
        if not mine.rounds or mine.rounds[-1].stands != "waits":
            return
        words, last = None if right else self.words(), mine.rounds[-1]
        if mine.state != "open" or not last.heard:
            with pytest.raises(Refusal):
                self.people[who].clarify(mine.row, last.row, words)
            return
        self.people[who].clarify(mine.row, last.row, words)
        last.stands, last.clarified = ("clarified", words) if words else ("confirmed", "")

    @rule(who=st.sampled_from((0, 1)), of=st.sampled_from((0, 1)))
    def leave(self, who: int, of: int) -> None:
        text = self.texts[of]
        if text.state != "open" or not text.rounds or text.rounds[-1].stands == "left":
            return
        last = text.rounds[-1]
        if last.stands == "confirmed" or not last.heard:
            with pytest.raises(Refusal):
                self.people[who].leave(text.row)
            return
        self.people[who].leave(text.row)
        last.stands = "left"

    @rule(who=st.sampled_from((0, 1)))
    def unsay(self, who: int) -> None:
        """Withdraw the last thing one heard, whatever became of the text."""
        theirs = self.texts[1 - who]
        if theirs.rounds:
            self.people[who].unsay("hearing", theirs.rounds[-1].row)
            theirs.rounds[-1].heard = ""

    @rule(who=st.sampled_from((0, 1)), of=st.sampled_from((0, 1)))
    def reply(self, who: int, of: int) -> None:
        text, words = self.texts[of], self.words()
        if text.state == "none":
            return
        if text.state != "open" or not any(one.stands == "confirmed" for one in text.rounds):
            with pytest.raises(Refusal):
                self.people[who].reply(text.row, words)
            return
        self.people[who].reply(text.row, words)
        text.replies.append(words)

    @invariant()
    def each_reads_what_the_model_says(self) -> None:
        for who, reader in enumerate(self.people):
            mine, theirs = self.texts[who], self.texts[1 - who]
            known = {text.row for text in (mine, theirs) if text is mine or text.known} - {""}
            assert reader.lines() == known
            assert (seen_by(reader, theirs) is not None) is (theirs.row in known)
            if mine.row:
                shown = theirs.contents if theirs.state in ("open", "withdrawn") else []
                assert seen_by(reader, mine) == {mine.row: mine.contents} | (
                    {theirs.row: shown} if theirs.row in known else {}
                )

    @invariant()
    def a_stranger_reads_nothing(self) -> None:
        assert self.stranger.lines() == set()
        for text in self.texts:
            assert not text.row or self.stranger.read(text.row) is None


def seen_by(reader: Writer, text: Text) -> dict[str, list[str]] | None:
    """By reflection: everything that this person reads of it, in order."""
    seen = reader.read(text.row) if text.row else None
    if seen is None:
        return None
    sides = [side for side in (seen.mine, seen.theirs) if side is not None]
    return {
        side.id: [
            words
            for words in (
                side.text,
                *(addition.text for addition in side.additions),
                *(part for hearing in side.hearings for part in (hearing.text, hearing.clarification)),
                *(reply.text for reply in side.replies),
            )
            if words is not None
        ]
        for side in sides
    }


@pytest.mark.proof
@pytest.mark.timeout(1800)
def test_at_every_moment_each_reads_what_is_theirs_to_read(app: Flask, share: float) -> None:
    about = lesson(app)
    walk = type("WalkHere", (Walk,), {"app": app, "about": about})
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=round(EXAMPLES * share),
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
