"""Decisions about a report, from values alone."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.kernel.refusal import Refusal
from portal.safety.rules import (
    KEPT_AFTERWARDS,
    PROOF_HOLDS,
    REFUSALS,
    TRANSITIONS,
    Attestation,
    Found,
    Handler,
    Moments,
    ReportAct,
    ReportState,
    after,
    attest,
    fingerprint,
    is_kept_no_more,
    is_verbatim,
    may_handle,
    over_since,
    refuse_few_words,
    state_of,
    who_goes_on,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OVER = (ReportState.CLOSED, ReportState.WITHDRAWN)


@pytest.mark.parametrize("act", ReportAct)
@pytest.mark.parametrize("state", ReportState)
def test_every_act_in_every_state_has_an_answer(state: ReportState, act: ReportAct) -> None:
    if (state, act) in TRANSITIONS:
        assert after(state, act) is TRANSITIONS[state, act]
    else:
        with pytest.raises(Refusal) as refused:
            after(state, act)
        assert refused.value.sentence is REFUSALS[state]


def test_what_is_over_stays_over() -> None:
    assert all(after is state for (state, _), after in TRANSITIONS.items() if state in OVER)


def test_an_open_report_takes_every_act() -> None:
    open_states = set(ReportState) - set(OVER)
    assert {(state, act) for state in open_states for act in ReportAct} <= set(TRANSITIONS)


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        (Moments(), ReportState.SENT),
        (Moments(taken_at=NOW), ReportState.IN_HAND),
        (Moments(taken_at=NOW, closed_at=NOW), ReportState.CLOSED),
        (Moments(closed_at=NOW), ReportState.CLOSED),
        (Moments(taken_at=NOW, withdrawn_at=NOW), ReportState.WITHDRAWN),
    ],
)
def test_its_moments_tell_its_state(moments: Moments, state: ReportState) -> None:
    assert state_of(moments) is state


LATER = NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("moments", "reporter_gone_at", "over_at"),
    [
        (Moments(), None, None),
        (Moments(), NOW, None),
        (Moments(taken_at=NOW), None, None),
        (Moments(taken_at=NOW), LATER, LATER),
        (Moments(taken_at=LATER), NOW, LATER),
        (Moments(taken_at=NOW, closed_at=LATER), NOW, LATER),
        (Moments(closed_at=NOW), LATER, NOW),
        (Moments(withdrawn_at=NOW), None, NOW),
    ],
)
def test_it_is_over_once_nobody_waits_for_an_answer(
    moments: Moments, reporter_gone_at: datetime | None, over_at: datetime | None
) -> None:
    assert over_since(moments, reporter_gone_at) == over_at
    for passed, gone in ((KEPT_AFTERWARDS, False), (KEPT_AFTERWARDS + timedelta(seconds=1), True)):
        moment = (over_at or NOW) + passed
        assert is_kept_no_more(moments, reporter_gone_at, moment) is (gone and over_at is not None)


def test_one_that_is_left_behind_goes_on_alone_where_nobody_can_choose() -> None:
    listed = [Handler("a", "Camille"), Handler("b", "Yannick")]
    assert who_goes_on(listed, reporter_is_gone=True) == listed[0]
    assert who_goes_on(listed, reporter_is_gone=False) is None
    assert who_goes_on([], reporter_is_gone=True) is None


def test_nobody_handles_a_report_that_concerns_them() -> None:
    known = [Handler("anne", "Anne"), Handler("yves", "Yves")]
    assert may_handle(known, "maite", "yves") == known[:1]
    assert may_handle(known, "anne", "yves") == []


TEXT = "You never listen.\nI told you twice, and you laughed.\n\nThat is who you are."


@pytest.mark.parametrize(
    "excerpt",
    [
        TEXT,
        "You never listen.",
        "  you laughed.\n",
        "I told you twice, and you laughed.\r\n\r\nThat is who you are.",
        "listen.\rI told",
    ],
)
def test_words_as_they_stand_are_verbatim(excerpt: str) -> None:
    assert is_verbatim(excerpt, TEXT)
    assert is_verbatim(excerpt, TEXT.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    "excerpt",
    [
        "",
        "   \n ",
        "you never listen.",
        "You never listen. I told you three",
        "You never listen.\n\nThat is who you are.",
        "You never listen!",
        TEXT + " Always.",
        "You never listen.\u200b",
        "ou never listen.",  # whole words
        "You never lis",
        "Yоu never listen.",  # with a Cyrillic letter that looks alike
    ],
)
def test_anything_else_is_not(excerpt: str) -> None:
    assert not is_verbatim(excerpt, TEXT)


@pytest.mark.parametrize("excerpt", ["You never  listen.", "You\u00a0never\n listen.", "I told  you"])
def test_runs_of_blanks_count_as_one_on_both_sides(excerpt: str) -> None:
    assert is_verbatim(excerpt, TEXT)
    assert is_verbatim(excerpt, TEXT.replace(" ", "  "))


@pytest.mark.parametrize(
    ("excerpt", "cut"), [("ou never listen.", True), ("You never lis", True), ("You never laugh.", False), ("", False)]
)
def test_a_word_that_is_cut_is_told_from_words_that_stand_nowhere(excerpt: str, cut: bool) -> None:
    assert attest(excerpt, TEXT, None, NOW) == Attestation(cuts_a_word=cut)


@pytest.mark.parametrize("excerpt", ["I", "you", "That is", " laughed. "])
def test_a_word_or_two_are_not_enough(excerpt: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_few_words(excerpt, TEXT)
    assert refused.value.field == "excerpt"


@pytest.mark.parametrize(("excerpt", "text"), [("", TEXT), ("That is who", TEXT), ("Idiot.", "Idiot.\n"), ("I", None)])
def test_three_words_are_and_so_is_the_whole_text_or_one_that_is_gone(excerpt: str, text: str | None) -> None:
    refuse_few_words(excerpt, text)


LATER = NOW + timedelta(hours=1)
FOUND = Found(fingerprint("you laughed."), NOW)


@pytest.mark.parametrize(
    ("excerpt", "text", "found", "at", "settled"),
    [
        ("", TEXT, None, LATER, Attestation()),
        ("", None, FOUND, LATER, Attestation()),
        ("you laughed.", TEXT, None, LATER, Attestation(attested_at=LATER)),
        ("you laughed.", TEXT, FOUND, LATER, Attestation(attested_at=LATER)),
        ("you cried.", TEXT, FOUND, LATER, Attestation()),
        ("you laughed.", "Something else.", FOUND, LATER, Attestation(attested_at=NOW)),
        (" you laughed.\r\n", None, FOUND, LATER, Attestation(attested_at=NOW)),
        ("you cried.", None, FOUND, LATER, Attestation(gone_at=LATER)),
        ("you laughed.", None, None, LATER, Attestation(gone_at=LATER)),
        ("you laughed.", None, FOUND, NOW + PROOF_HOLDS, Attestation(gone_at=NOW + PROOF_HOLDS)),
    ],
)
def test_what_the_portal_says_of_an_excerpt(
    excerpt: str, text: str | None, found: Found | None, at: datetime, settled: Attestation
) -> None:
    assert attest(excerpt, text, found, at) == settled
