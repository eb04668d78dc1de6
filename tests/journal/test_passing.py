"""Not this time: a pass, what becomes of the other's sealed text, and writing after all. On both databases."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.journal.rules import Alone, ReflectionState
from portal.journal.service import Side, passing
from portal.journal.signals import PassTakenBack, ReflectionPassed
from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.refusal import Refusal
from tests.journal.acting import OTHER_TEXT, TEXT, Two, Writer, reflection

pytestmark = pytest.mark.both_databases

DRAFT, SEALED, OPEN = ReflectionState.DRAFT, ReflectionState.SEALED, ReflectionState.OPEN
PASSED, KEPT, WITHDRAWN = ReflectionState.PASSED, ReflectionState.KEPT, ReflectionState.WITHDRAWN


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What passing announces, in order, and to nobody."""
    events: list[object] = []
    monkeypatch.setattr(passing, "announce", events.append)
    return events


def mine(writer: Writer, row: str) -> Side:
    seen = writer.read(row)
    assert seen is not None
    assert seen.mine is not None
    return seen.mine


def alone(writer: Writer, row: str) -> Alone | None:
    seen = writer.read(row)
    assert seen is not None
    return seen.alone


def test_one_passes_with_nothing_written(two: Two, told: list[object]) -> None:
    row = two.first.pass_over(two.about)
    assert two.first.pass_over(two.about) == row
    assert (mine(two.first, row).state, mine(two.first, row).text) == (PASSED, None)
    assert [type(event) for event in told] == [ReflectionPassed]


def test_one_passes_with_a_draft_that_only_its_author_reads(two: Two) -> None:
    row = two.first.save(two.about)
    two.first.pass_draft(row)
    two.first.pass_draft(row)
    assert (mine(two.first, row).state, mine(two.first, row).text) == (PASSED, TEXT)
    seen = two.second.read(row)
    assert seen is not None
    assert seen.theirs is not None
    assert (seen.theirs.state, seen.theirs.text, seen.theirs.prompt) == (PASSED, None, ())


def test_a_pass_becomes_a_draft_again_and_leaves_no_trace(two: Two, told: list[object]) -> None:
    row = two.first.save(two.about)
    two.first.pass_draft(row)
    two.first.write_after_all(row)
    two.first.write_after_all(row)
    assert (mine(two.first, row).state, mine(two.first, row).text) == (DRAFT, TEXT)
    assert two.second.read(row) is None
    assert two.second.lines() == set()
    assert [type(event) for event in told] == [ReflectionPassed, PassTakenBack]


def test_who_passed_writes_after_all_and_both_open(two: Two) -> None:
    theirs = two.second.save_and_seal(two.about, OTHER_TEXT)
    row = two.first.pass_over(two.about)
    two.first.write_after_all(row)
    two.first.save(two.about, TEXT)
    assert two.first.seal(row) is OPEN
    assert mine(two.second, theirs).state is OPEN


def test_a_pass_opens_nothing_and_leaves_the_choice_to_who_sealed(two: Two) -> None:
    theirs = two.second.save_and_seal(two.about, OTHER_TEXT)
    assert alone(two.second, theirs) is Alone.FRESH
    row = two.first.pass_over(two.about)
    assert mine(two.second, theirs).state is SEALED
    assert alone(two.second, theirs) is Alone.NOT_JOINED
    seen = two.first.read(row)
    assert seen is not None
    assert seen.theirs is not None
    assert seen.theirs.text is None


@pytest.mark.parametrize(("act", "state"), [("open_mine", OPEN), ("keep", KEPT), ("withdraw", WITHDRAWN)])
def test_each_choice_after_a_pass(two: Two, act: str, state: ReflectionState) -> None:
    theirs = two.second.save_and_seal(two.about, OTHER_TEXT)
    two.first.pass_over(two.about)
    getattr(two.second, act)(theirs)
    assert mine(two.second, theirs).state is state
    assert alone(two.second, theirs) is None


@pytest.mark.parametrize("handed", ["sealed", "open"])
def test_what_was_handed_over_is_not_passed(two: Two, handed: str) -> None:
    row = two.first.save_and_seal(two.about)
    if handed == "open":
        two.first.open_mine(row)
    with pytest.raises(Refusal):
        two.first.pass_draft(row)
    with pytest.raises(Refusal):
        two.first.write_after_all(row)


@pytest.mark.parametrize("moment", ["paused_at", "closed_at"])
def test_nobody_passes_in_a_pair_that_rests(two: Two, moment: str) -> None:
    row = two.first.save(two.about)
    two.set_state(**{moment: now()})
    with pytest.raises(Refusal):
        two.first.pass_draft(row)
    with pytest.raises(Refusal):
        two.second.pass_over(two.about)
    assert two.second.lines() == set()


def test_a_pass_becomes_a_draft_in_a_pause_and_not_in_a_closed_pair(two: Two) -> None:
    row = two.first.pass_over(two.about)
    two.set_state(paused_at=now())
    two.first.write_after_all(row)
    two.set_state(paused_at=None)
    two.first.pass_draft(row)
    two.set_state(closed_at=now())
    with pytest.raises(Refusal):
        two.first.write_after_all(row)


def test_nobody_passes_for_the_other(two: Two) -> None:
    row = two.first.save(two.about)
    for act in (two.second.pass_draft, two.second.write_after_all, two.second.keep, two.second.withdraw):
        with pytest.raises(RuntimeError):
            act(row)


def test_two_weeks_alone_offer_the_choice(app: Flask, two: Two) -> None:
    row = two.first.save_and_seal(two.about)
    assert alone(two.first, row) is Alone.FRESH
    with clock.at(now() + timedelta(days=14, minutes=1)):
        assert alone(two.first, row) is Alone.LONG
    assert reflection(app, row).opened_at is None
