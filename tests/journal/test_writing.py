"""Writing apart, sealing, taking back, opening: on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from portal.journal import service
from portal.journal.models import Reflection
from portal.journal.rules import LONGEST_TEXT, ReflectionState
from portal.journal.service import StaleText, writing
from portal.journal.signals import ExchangeOpened, OpenedAlone, ReflectionSealed, ReflectionSettled, SealTakenBack
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from tests import builders
from tests.journal.acting import OTHER_TEXT, PROMPT, TEXT, Two, Writer, assignment, reflection

pytestmark = pytest.mark.both_databases

DRAFT, SEALED, OPEN = ReflectionState.DRAFT, ReflectionState.SEALED, ReflectionState.OPEN


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the journal announces, in order, and to nobody."""
    events: list[object] = []
    monkeypatch.setattr(writing, "announce", events.append)
    return events


@pytest.fixture
def first(two: Two) -> Writer:
    return two.first


@pytest.fixture
def second(two: Two) -> Writer:
    return two.second


def my_side(writer: Writer, reflection_id: str) -> service.Side:
    seen = writer.read(reflection_id)
    assert seen is not None
    assert seen.mine is not None
    return seen.mine


def test_a_draft_is_kept_with_what_it_answers(two: Two, first: Writer) -> None:
    mine = my_side(first, first.save(two.about))
    assert (mine.state, mine.text, mine.version) == (DRAFT, TEXT, 1)
    assert (mine.prompt, mine.role, mine.language) == ((PROMPT,), "learner", "en")


def test_a_lesson_reads_ones_own_text_without_its_conversation(app: Flask, two: Two) -> None:
    mine, _ = two.heard()
    with app.app_context():
        side = service.read_side(two.first.pair(), db.session.get_one(Reflection, mine))
    assert (side.text, side.state, side.hearings) == (TEXT, OPEN, ())


def test_a_draft_goes_on_from_the_version_it_was_made_from(two: Two, first: Writer) -> None:
    row = first.save(two.about)
    assert first.save(two.about, "And then?", version=1) == row
    assert my_side(first, row).text == "And then?"


@pytest.mark.parametrize("text", ["", "x" * LONGEST_TEXT, "é 👩🏽‍🏫\n\n« … »"])
def test_any_text_comes_back_as_it_was(two: Two, first: Writer, text: str) -> None:
    assert my_side(first, first.save(two.about, text)).text == text


def test_a_stale_draft_overwrites_nothing(two: Two, first: Writer) -> None:
    row = first.save(two.about)
    first.save(two.about, "From the phone.", version=1)
    with pytest.raises(StaleText) as stale:
        first.save(two.about, "From the laptop.", version=1)
    assert (stale.value.version, stale.value.field) == (2, "text")
    assert my_side(first, row).text == "From the phone."


def test_a_draft_from_nowhere_is_stale(two: Two, first: Writer) -> None:
    with pytest.raises(StaleText):
        first.save(two.about, TEXT, version=3)
    assert first.lines() == set()


def test_the_same_text_sent_twice_is_kept_once(two: Two, first: Writer) -> None:
    row = first.save(two.about)
    assert first.save(two.about) == row
    assert my_side(first, row).version == 1


def test_sealing_twice_from_two_tabs_is_sealing_once(two: Two, first: Writer, told: list[object]) -> None:
    assert first.save_and_seal(two.about) == first.save_and_seal(two.about)
    assert [type(event) for event in told] == [ReflectionSealed]


def test_a_sealed_text_takes_no_other(two: Two, first: Writer) -> None:
    row = first.save_and_seal(two.about)
    with pytest.raises(Refusal):
        first.save(two.about, "Another one altogether.", version=1)
    assert my_side(first, row).text == TEXT


def test_too_little_is_not_sealed(two: Two, first: Writer) -> None:
    row = first.save(two.about, "Too short.")
    with pytest.raises(Refusal) as refusal:
        first.seal(row, "Too short.")
    assert refusal.value.field == "text"
    assert my_side(first, row).state is DRAFT


def test_the_second_seal_opens_both_at_one_moment(two: Two, first: Writer, second: Writer, told: list[object]) -> None:
    mine = first.save_and_seal(two.about)
    assert my_side(first, mine).state is SEALED
    theirs = second.save(two.about, OTHER_TEXT)
    assert second.seal(theirs, OTHER_TEXT) is OPEN
    for writer in (first, second):
        seen = writer.read(mine)
        assert seen is not None
        assert seen.mine is not None
        assert seen.theirs is not None
        assert {seen.mine.text, seen.theirs.text} == {TEXT, OTHER_TEXT}
        assert seen.opened_at == seen.mine.opened_at == seen.theirs.opened_at
        assert seen.opened_together
        assert [seen.mine.opened_first, seen.mine.after_other, seen.theirs.after_other] == [False] * 3
    assert [type(event) for event in told] == [ReflectionSealed, ReflectionSealed, ExchangeOpened]


def test_sealing_what_is_open_changes_nothing(two: Two, told: list[object]) -> None:
    mine, _ = two.both_open()
    before = my_side(two.first, mine)
    told.clear()
    assert two.first.seal(mine) is OPEN
    assert my_side(two.first, mine) == before
    assert told == []


def test_two_who_seal_at_the_same_instant_open_once(two: Two, told: list[object]) -> None:
    texts = [(two.first, TEXT), (two.second, OTHER_TEXT)]
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda each: each[0].save_and_seal(two.about, each[1]), texts * 2))
    assert len(set(rows)) == 2
    assert {my_side(writer, row).state for writer, row in zip((two.first, two.second), rows, strict=False)} == {OPEN}
    assert sorted(type(event).__name__ for event in told) == ["ExchangeOpened", "ReflectionSealed", "ReflectionSealed"]


def test_a_seal_is_taken_back_once(two: Two, first: Writer, second: Writer, told: list[object]) -> None:
    row = first.save_and_seal(two.about)
    assert second.lines() == {row}
    first.take_back(row)
    first.take_back(row)
    assert my_side(first, row).state is DRAFT
    assert second.lines() == set()
    assert second.read(row) is None
    assert [type(event) for event in told] == [ReflectionSealed, SealTakenBack]


def test_what_was_taken_back_can_be_changed_and_sealed_again(two: Two, first: Writer) -> None:
    row = first.save_and_seal(two.about)
    first.take_back(row)
    first.save(two.about, OTHER_TEXT, version=1)
    assert first.seal(row, OTHER_TEXT) is SEALED
    assert my_side(first, row).text == OTHER_TEXT


def test_nothing_is_taken_back_after_the_opening(two: Two) -> None:
    mine, _ = two.both_open()
    with pytest.raises(Refusal):
        two.first.take_back(mine)
    assert my_side(two.first, mine).state is OPEN


def test_one_may_open_without_waiting(two: Two, first: Writer, second: Writer, told: list[object]) -> None:
    row = first.save_and_seal(two.about)
    first.open_mine(row)
    first.open_mine(row)
    seen = second.read(row)
    assert seen is not None
    assert seen.theirs is not None
    assert (seen.theirs.text, seen.theirs.opened_first, seen.opened_at) == (TEXT, True, None)
    assert [type(event) for event in told] == [ReflectionSealed, ReflectionSettled, OpenedAlone]


def test_a_text_sealed_after_the_other_was_opened_says_so_and_opens(two: Two, told: list[object]) -> None:
    mine = two.first.save_and_seal(two.about)
    two.first.open_mine(mine)
    opened_at = my_side(two.first, mine).opened_at
    theirs = two.second.save_and_seal(two.about, OTHER_TEXT)
    seen = two.first.read(theirs)
    assert seen is not None
    assert seen.theirs is not None
    assert seen.mine is not None
    assert (seen.theirs.text, seen.theirs.after_other, seen.mine.after_other) == (OTHER_TEXT, True, False)
    assert seen.mine.opened_at == opened_at
    assert not seen.opened_together
    assert [type(event) for event in told].count(ExchangeOpened) == 1


def test_a_draft_is_not_opened(two: Two, first: Writer, second: Writer) -> None:
    row = first.save(two.about)
    with pytest.raises(Refusal):
        first.open_mine(row)
    assert second.read(row) is None


def test_during_a_pause_one_writes_and_takes_back_but_hands_nothing_over(two: Two, first: Writer) -> None:
    sealed = first.save_and_seal(two.about)
    draft = two.second.save(two.about, OTHER_TEXT)
    two.set_state(paused_at=now())
    with pytest.raises(Refusal):
        two.second.seal(draft, OTHER_TEXT)
    with pytest.raises(Refusal):
        first.open_mine(sealed)
    assert my_side(two.second, draft).state is DRAFT
    assert two.second.save(two.about, "Going on meanwhile.", version=1) == draft
    first.take_back(sealed)
    assert my_side(first, sealed).state is DRAFT


@pytest.mark.parametrize("ended", ["closed_at", "closing_at"])
def test_nothing_is_added_to_a_closed_pair(two: Two, first: Writer, ended: str) -> None:
    row = first.save_and_seal(two.about)
    two.set_state(**{ended: now() - timedelta(days=31)})
    for act in (
        lambda: two.second.save(two.about),
        lambda: first.take_back(row),
        lambda: first.open_mine(row),
        lambda: first.seal(row),
    ):
        with pytest.raises(Refusal):
            act()
    assert my_side(first, row).state is ReflectionState.KEPT
    assert two.second.lines() == set()
    assert two.second.read(row) is None


def test_a_pair_that_closed_behind_an_open_page_is_closed(app: Flask, two: Two, first: Writer) -> None:
    with app.app_context():
        as_the_page_had_it = first.pair()
    two.set_state(closed_at=now())
    with app.app_context(), pytest.raises(Refusal), transaction():
        service.save(as_the_page_had_it, assignment(two.about), TEXT, 0)
    assert first.lines() == set()


def test_nobody_acts_on_the_text_of_another(app: Flask, two: Two) -> None:
    row = two.first.save_and_seal(two.about)
    stranger_pair = builders.pair(app, builders.person(app, "Noor"), builders.person(app, "Benoît"))
    stranger = Writer(app, stranger_pair, stranger_pair.first)
    for act in (two.second.take_back, two.second.open_mine, stranger.open_mine):
        with pytest.raises(RuntimeError):
            act(row)
    assert my_side(two.first, row).state is SEALED


def test_what_is_kept_is_closed_under_its_authors_key_and_place(app: Flask, two: Two) -> None:
    mine, theirs = reflection(app, two.first.save(two.about)), reflection(app, two.second.save(two.about, OTHER_TEXT))
    assert mine.text_cipher is not None
    assert TEXT.encode() not in mine.text_cipher
    with app.app_context(), transaction():
        db.session.get_one(type(mine), theirs.id).text_cipher = mine.text_cipher
    with pytest.raises(Refusal) as moved:
        two.second.read(theirs.id)
    assert moved.value.status == 503
