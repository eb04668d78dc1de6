"""Every decision about a free entry, over all there is to decide."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from portal.journal.rules import (
    EntryAct,
    EntryMoments,
    EntryState,
    asks_for_password,
    entry_after,
    entry_state,
    is_entry_known,
    is_fresh,
    may_rewrite,
)
from portal.kernel.refusal import Refusal

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

# What becomes of a state by each act; a dash is a refusal. Nothing leads from private to shared.
ANSWERS = """
            save    share   keep    add     erase
draft       draft   shared  private -       erased
private     private -       private -       erased
shared      -       shared  -       shared  withdrawn
withdrawn   -       -       -       -       withdrawn
erased      -       -       -       -       erased
"""


def table() -> list[tuple[str, str, str]]:
    head, *rows = [line.split() for line in ANSWERS.strip().splitlines()]
    return [(state, act.upper(), answer) for state, *answers in rows for act, answer in zip(head, answers, strict=True)]


def test_the_table_has_every_state_and_act() -> None:
    assert sorted((s, a) for s, a, _ in table()) == sorted((s.value, a.name) for s, a in product(EntryState, EntryAct))


@pytest.mark.parametrize(("state", "act", "answer"), table())
def test_every_act_in_every_state_has_its_answer(state: str, act: str, answer: str) -> None:
    if answer != "-":
        assert entry_after(EntryState(state), EntryAct[act]) is EntryState(answer)
        return
    with pytest.raises(Refusal) as refusal:
        entry_after(EntryState(state), EntryAct[act])
    assert str(refusal.value.sentence).endswith(".")


def test_no_row_of_acts_leads_from_private_to_the_partner() -> None:
    reached = {EntryState.PRIVATE}
    for _ in EntryState:
        reached |= {
            EntryState(answer) for state, _, answer in table() if EntryState(state) in reached and answer != "-"
        }
    assert not any(is_entry_known(state, is_author=False) for state in reached)


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        ({}, "draft"),
        ({"kept_at"}, "private"),
        ({"shared_at"}, "shared"),
        ({"shared_at", "withdrawn_at"}, "withdrawn"),
        ({"kept_at", "withdrawn_at"}, "erased"),
        ({"withdrawn_at"}, "erased"),
    ],
)
def test_the_moments_tell_the_state(moments: set[str], state: str) -> None:
    told = EntryMoments(**dict.fromkeys(moments, NOON))
    assert entry_state(told) == state
    assert entry_state(told, in_closed_pair=True) == ("private" if state == "draft" else state)


@pytest.mark.parametrize("state", EntryState)
def test_who_knows_of_it(state: EntryState) -> None:
    assert is_entry_known(state, is_author=True) is (state != "erased")
    assert is_entry_known(state, is_author=False) is (state in ("shared", "withdrawn"))
    assert may_rewrite(state) is (state in ("draft", "private"))


@pytest.mark.parametrize("state", EntryState)
@pytest.mark.parametrize(("minutes", "away"), [(0, False), (14.9, False), (15, True), (60, True), (None, True)])
def test_a_private_entry_asks_who_is_there_after_a_quarter_of_an_hour(
    state: EntryState, minutes: float | None, away: bool
) -> None:
    unlocked_at = None if minutes is None else NOON - timedelta(minutes=minutes)
    assert asks_for_password(state, unlocked_at, NOON) is (away and state == "private")


@pytest.mark.parametrize("state", EntryState)
def test_what_the_partner_shared_lately_is_told_first(state: EntryState) -> None:
    shared = state is EntryState.SHARED
    just_then, too_long_ago = NOON - timedelta(days=14, seconds=-1), NOON - timedelta(days=14)
    assert is_fresh(state, just_then, NOON, is_author=False) is shared
    assert not is_fresh(state, just_then, NOON, is_author=True)
    assert not is_fresh(state, too_long_ago, NOON, is_author=False)
