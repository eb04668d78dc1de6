"""Decisions about two people, from values alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from portal.curriculum.rules import Strand
from portal.kernel.refusal import Refusal
from portal.pairs.forms import SheetForm, TextForm
from portal.pairs.rules import (
    CLOSING_LASTS,
    InvitationState,
    MyPair,
    PairAct,
    PairPersonSeen,
    PairState,
    Standing,
    closed_since,
    invitation_state,
    moved,
    opens_as_guide,
    opposite_guides,
    pair_state,
    people_key,
    standing,
)
from portal.pairs.rules.agreement import (
    LONGEST_LINE,
    LONGEST_SETTLED,
    SHARED,
    guides_in,
    laid_together,
    lines,
    text_keys,
    with_guides,
)
from portal.pairs.rules.state import MOVES
from portal.pairs.rules.template import PERSONAL, TEMPLATE_VERSION, TEMPLATES, Clause, Line

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EARLIER = NOW - timedelta(days=3)


def pair(state: PairState = PairState.ACTIVE, seat: int = 1) -> MyPair:
    return MyPair(
        id="pair",
        program_id="program",
        me=PairPersonSeen("maite", "Maïté", seat, "fr"),
        partner=PairPersonSeen("ibrahim", "Ibrahim", 3 - seat, "en"),
        state=state,
        created_at=EARLIER,
        standing=Standing(paused_at=EARLIER if state is PairState.PAUSED else None),
        closing_at=None,
        closed_at=None,
        done_by_me=False,
    )


@pytest.mark.parametrize(
    ("paused_at", "closing_at", "closed_at", "state"),
    [
        (None, None, None, PairState.ACTIVE),
        (EARLIER, None, None, PairState.PAUSED),
        (None, EARLIER, None, PairState.CLOSING),
        (EARLIER, EARLIER, None, PairState.CLOSING),
        (None, EARLIER, EARLIER, PairState.CLOSED),
        (None, NOW - CLOSING_LASTS, None, PairState.CLOSED),
        (None, NOW - CLOSING_LASTS + timedelta(seconds=1), None, PairState.CLOSING),
    ],
)
def test_moments_tell_the_state(
    paused_at: datetime | None, closing_at: datetime | None, closed_at: datetime | None, state: PairState
) -> None:
    assert pair_state(paused_at, closing_at, closed_at, NOW) is state


def test_a_pair_that_closed_by_itself_closed_when_its_time_was_over() -> None:
    begun = NOW - CLOSING_LASTS - timedelta(days=5)
    assert closed_since(begun, None, NOW) == begun + CLOSING_LASTS
    assert closed_since(begun, EARLIER, NOW) == EARLIER
    assert closed_since(EARLIER, None, NOW) is None
    assert closed_since(None, None, NOW) is None


@pytest.mark.parametrize("act", PairAct)
@pytest.mark.parametrize("state", PairState)
def test_what_no_move_allows_is_refused(state: PairState, act: PairAct) -> None:
    if (state, act) in MOVES:
        assert moved(state, act) is MOVES[state, act]
    else:
        with pytest.raises(Refusal):
            moved(state, act)


def test_nothing_reopens_a_closed_pair() -> None:
    assert {after for (state, _), after in MOVES.items() if state is PairState.CLOSED} == {PairState.CLOSED}
    assert {after for (state, _), after in MOVES.items() if state is PairState.CLOSING} == {
        PairState.CLOSING,
        PairState.CLOSED,
    }


@pytest.mark.parametrize(
    ("accepted_at", "revoked_at", "expires_at", "state"),
    [
        (None, None, NOW + timedelta(seconds=1), InvitationState.OPEN),
        (None, None, NOW, InvitationState.EXPIRED),
        (None, EARLIER, NOW + timedelta(days=1), InvitationState.REVOKED),
        (EARLIER, None, EARLIER, InvitationState.ACCEPTED),
        (EARLIER, NOW, EARLIER, InvitationState.ACCEPTED),
    ],
)
def test_moments_tell_what_became_of_an_invitation(
    accepted_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, state: InvitationState
) -> None:
    assert invitation_state(accepted_at, revoked_at, expires_at, NOW) is state


def test_two_people_have_one_key() -> None:
    assert people_key("a", "b") == people_key("b", "a") != people_key("a", "c")


def test_the_strands_have_opposite_guides() -> None:
    assert opposite_guides("maite", "ibrahim") == {Strand.CULTURE: "maite", Strand.STRATEGY: "ibrahim"}


def test_together_lessons_are_opened_in_turn() -> None:
    assert [opens_as_guide(begun, "one", "two") for begun in range(4)] == ["one", "two", "one", "two"]


@pytest.mark.parametrize("seat", [1, 2])
def test_a_pair_knows_its_two_by_id_and_by_seat(seat: int) -> None:
    mine = pair(seat=seat)
    assert (mine.name_of("maite"), mine.name_of("ibrahim")) == ("Maïté", "Ibrahim")
    assert (mine.other("maite"), mine.other("ibrahim")) == (mine.partner, mine.me)
    assert (mine.in_seat(seat), mine.in_seat(3 - seat)) == (mine.me, mine.partner)


@pytest.mark.parametrize(
    ("state", "may_write", "may_share"),
    [
        (PairState.ACTIVE, True, True),
        (PairState.PAUSED, True, False),
        (PairState.CLOSING, True, True),
        (PairState.CLOSED, False, False),
    ],
)
def test_what_may_be_done_in_each_state(state: PairState, may_write: bool, may_share: bool) -> None:
    mine = pair(state)
    assert (mine.may_write, mine.may_share) == (may_write, may_share)
    for refuse, allowed in ((mine.refuse_closed, may_write), (mine.refuse_paused, state is not PairState.PAUSED)):
        if allowed:
            refuse()
        else:
            with pytest.raises(Refusal):
                refuse()


def said(clause: Clause) -> list[str]:
    return [str(words) for words in (clause.title, clause.text, *(line.label for line in clause.lines))]


def test_the_sentences_that_were_signed_do_not_change() -> None:
    """A new wording is a new version. With no request around them, sentences are as the code has them."""
    signed = {
        version: sha256("\n".join(words for clause in clauses for words in said(clause)).encode()).hexdigest()[:16]
        for version, clauses in TEMPLATES.items()
    }
    assert signed == {1: "9dc7b8171be652e0", 2: "3b650667d518d31f"}


def test_every_line_that_was_ever_filled_in_is_still_one() -> None:
    def by_key(clauses: tuple[Clause, ...]) -> dict[str, Line]:
        return {line.key: line for clause in clauses for line in clause.lines}

    newest = by_key(TEMPLATES[TEMPLATE_VERSION])
    for clauses in TEMPLATES.values():
        assert by_key(clauses).items() <= newest.items()


@pytest.mark.parametrize("clauses", TEMPLATES.values())
def test_the_agreement_has_twelve_clauses(clauses: tuple[Clause, ...]) -> None:
    assert len(clauses) == 12


def test_each_line_is_one_persons_or_both() -> None:
    assert {line.key for line in lines()} == {*PERSONAL, *SHARED}
    assert not set(PERSONAL) & set(SHARED)


def test_the_forms_have_a_field_for_every_line() -> None:
    assert {*SheetForm.KEYS} == {line.key for line in lines()} <= set(dir(SheetForm))
    assert {*TextForm.KEYS} == set(text_keys()) <= set(dir(TextForm))


def test_two_sheets_laid_together_are_the_same_from_both_seats() -> None:
    mine = {"purpose": "to answer", "rhythm": "weekly", "speech": "tu"}
    theirs = {"purpose": "to plan", "rhythm": "monthly", "speech": "tu", "ending": "in June"}
    laid = laid_together(mine, theirs, 1)
    assert laid == laid_together(theirs, mine, 2)
    assert laid.keys() == set(text_keys())
    assert (laid["purpose_1"], laid["purpose_2"]) == ("to answer", "to plan")
    assert laid["rhythm"] == "weekly\nmonthly"
    assert laid["speech"] == "tu"
    assert laid["ending"] == "in June"
    assert laid["tools"] == ""


def test_two_full_sheets_fit_in_the_one_text() -> None:
    longest = {line.key: "x" * LONGEST_LINE for line in lines()}
    others = {line.key: "y" * LONGEST_LINE for line in lines()}
    assert max(map(len, laid_together(longest, others, 1).values())) == LONGEST_SETTLED


def test_who_guides_is_kept_in_the_text() -> None:
    guides = {Strand.CULTURE: "maite", Strand.STRATEGY: "ibrahim"}
    text = with_guides({"rhythm": "weekly"}, guides)
    assert guides_in(text) == guides
    assert text["rhythm"] == "weekly"
    assert guides_in({"rhythm": "weekly"}) == {}


def test_whatever_either_began_stands_until_they_end_it() -> None:
    assert standing((None, None), (None, None)) == Standing()
    assert standing((NOW, None), (None, None)) == Standing(NOW, paused_by_me=True)
    assert standing((None, NOW), (None, None)) == Standing(NOW, frozen_at=NOW)
    assert standing((NOW, None), (EARLIER, None)) == Standing(EARLIER, paused_by_me=True, paused_by_partner=True)


@pytest.mark.parametrize("moment", [EARLIER, NOW])
def test_a_freeze_of_the_others_is_told_as_a_pause(moment: datetime) -> None:
    assert standing((None, None), (None, moment)) == standing((None, None), (moment, None))
    assert standing((NOW, NOW), (None, moment)) == standing((NOW, NOW), (moment, None))


def test_a_pair_that_closes_on_pause_hands_nothing_over() -> None:
    closing = replace(pair(PairState.CLOSING), standing=Standing(NOW, paused_by_partner=True))
    assert (closing.may_write, closing.may_share) == (True, False)
    with pytest.raises(Refusal):
        closing.refuse_paused()
