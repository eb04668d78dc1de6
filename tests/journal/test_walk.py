"""Two people act at random; after each act, everyone reads exactly what a model of thirty lines says they may."""

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


@dataclass
class Text:
    """One person's text, as the model knows it."""

    words: str = ""
    version: int = 0
    state: str = "none"
    rounds: list[str] = field(default_factory=list)
    """Of what the other heard in it: "waits", "clarified" or "confirmed"."""
    said: list[str] = field(default_factory=list)
    """Everything in its conversation, in order."""
    waiting_id: str = ""
    row: str = ""

    @property
    def last(self) -> str:
        return self.rounds[-1] if self.rounds else "unheard"


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
        self.people[who].seal(mine.row, mine.words)
        if mine.state == "draft":
            mine.state = "sealed"
        if mine.state == "sealed" and theirs.state in ("sealed", "open"):
            mine.state = theirs.state = "open"

    @rule(who=st.sampled_from((0, 1)))
    def take_back(self, who: int) -> None:
        mine = self.texts[who]
        if mine.state == "open":
            with pytest.raises(Refusal):
                self.people[who].take_back(mine.row)
        elif mine.state != "none":
            self.people[who].take_back(mine.row)
            mine.state = "draft"

    @rule(who=st.sampled_from((0, 1)))
    def open_mine(self, who: int) -> None:
        mine = self.texts[who]
        if mine.state == "draft":
            with pytest.raises(Refusal):
                self.people[who].open_mine(mine.row)
        elif mine.state != "none":
            self.people[who].open_mine(mine.row)
            mine.state = "open"

    @rule(who=st.sampled_from((0, 1)))
    def hear(self, who: int) -> None:
        theirs, words = self.texts[1 - who], self.words()
        if theirs.state == "none":
            return
        if theirs.state != "open" or theirs.last not in ("unheard", "clarified"):
            with pytest.raises(Refusal):
                self.people[who].hear(theirs.row, words)
            return
        theirs.waiting_id = self.people[who].hear(theirs.row, words)
        theirs.rounds.append("waits")
        theirs.said.append(words)

    @rule(who=st.sampled_from((0, 1)), right=st.booleans())
    def answer(self, who: int, right: bool) -> None:
        mine = self.texts[who]
        if mine.last != "waits":
            return
        words = None if right else self.words()
        self.people[who].clarify(mine.row, mine.waiting_id, words)
        mine.rounds[-1] = "confirmed" if words is None else "clarified"
        mine.said += [words] if words else []

    @rule(who=st.sampled_from((0, 1)), of=st.sampled_from((0, 1)))
    def reply(self, who: int, of: int) -> None:
        text, words = self.texts[of], self.words()
        if text.state == "none":
            return
        if text.last != "confirmed":
            with pytest.raises(Refusal):
                self.people[who].reply(text.row, words)
            return
        self.people[who].reply(text.row, words)
        text.said.append(words)

    @invariant()
    def each_reads_what_the_model_says(self) -> None:
        for who, reader in enumerate(self.people):
            mine, theirs = self.texts[who], self.texts[1 - who]
            known = {text.row for text in (mine, theirs) if text is mine or text.state in ("sealed", "open")} - {""}
            assert reader.lines() == known
            assert (seen_by(reader, theirs) is not None) is (theirs.row in known)
            if mine.row:
                assert seen_by(reader, mine) == {mine.row: contents(mine)} | (
                    {theirs.row: contents(theirs) if theirs.state == "open" else []} if theirs.row in known else {}
                )

    @invariant()
    def a_stranger_reads_nothing(self) -> None:
        assert self.stranger.lines() == set()
        for text in self.texts:
            assert not text.row or self.stranger.read(text.row) is None


def contents(text: Text) -> list[str]:
    return [text.words, *text.said]


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
