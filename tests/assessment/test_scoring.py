"""What answers come to, for any answers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.assessment.rules import (
    FULL,
    Answer,
    Band,
    Given,
    SittingKind,
    StrandResult,
    Sureness,
    band_of,
    changes,
    closed,
    given_in,
    growth,
    is_outdated,
    next_sheet,
    opened,
    points_by_dimension,
    results,
    sheets,
    shuffled,
    with_changes,
)
from portal.curriculum.rules import Strand
from tests.assessment.asking import STRANDS, asked

WHOLE = asked(6)
KEYS = [one.key for one in WHOLE.situations]
CULTURE = [key for key in KEYS if key.startswith("cu")]
WORTH = {"a": 3, "b": 2, "c": 1, "d": 0}

an_answer = st.builds(Given, st.sampled_from("abcd"), st.sampled_from((1, 2, 3)))
some_answers = st.dictionaries(st.sampled_from(KEYS), an_answer)
all_answers = st.fixed_dictionaries(dict.fromkeys(KEYS, an_answer))


def culture(said: dict[str, Given]) -> StrandResult:
    return next(result for result in results(WHOLE, said) if result.strand is Strand.CULTURE)


def answered(option: str, confidence: int, *, but: int = 0) -> dict[str, Given]:
    return dict.fromkeys(CULTURE[but:], Given(option, confidence))


def test_a_strand_has_twelve_situations_and_six_dimensions() -> None:
    found = results(WHOLE, {})
    assert [result.strand for result in found] == list(STRANDS.values())
    assert {(result.missing, len(result.dimensions)) for result in found} == {(12, 6)}


@pytest.mark.parametrize(
    ("points", "band"),
    [
        (0, Band.EXPLORE),
        (17, Band.EXPLORE),
        (18, Band.ON_THE_WAY),
        (25, Band.ON_THE_WAY),
        (26, Band.SOLID),
        (31, Band.SOLID),
        (32, Band.GUIDE),
        (36, Band.GUIDE),
    ],
)
def test_the_bands_begin_where_the_map_says(points: int, band: Band) -> None:
    assert band_of(points) is band


@given(all_answers)
def test_points_are_the_sum_of_what_was_chosen(said: dict[str, Given]) -> None:
    for result in results(WHOLE, said):
        mine = [key for key in KEYS if STRANDS[key[:2]] is result.strand]
        assert result.points == sum(WORTH[said[key].option] for key in mine)
        assert result.points == sum(one.points or 0 for one in result.dimensions)
        assert all(one.points is not None and 0 <= one.points <= 6 for one in result.dimensions)
        assert result.confidence == Fraction(sum(said[key].confidence - 1 for key in mine), 24)
        assert result.gap == result.confidence - Fraction(result.points, FULL)
        assert result.is_scored


@given(some_answers)
def test_what_comes_out_is_within_its_bounds(said: dict[str, Given]) -> None:
    for result in results(WHOLE, said):
        assert result.answered + result.missing == 12
        assert result.is_scored == (result.missing <= 2)
        assert 0 <= result.points <= FULL
        assert 0 <= result.confidence <= 1
        assert -1 <= result.gap <= 1
        assert result.gap_percent == result.sure_percent - result.right_percent


@given(all_answers, st.sampled_from(KEYS))
def test_what_is_missing_is_left_out_of_both_shares(said: dict[str, Given], key: str) -> None:
    """As if the strand had never asked it."""
    strand = STRANDS[key[:2]]
    result = next(one for one in results(WHOLE, {k: v for k, v in said.items() if k != key}) if one.strand is strand)
    others = [said[one] for one in KEYS if one[:2] == key[:2] and one != key]
    assert result.share == Fraction(sum(WORTH[one.option] for one in others), 33)
    assert result.confidence == Fraction(sum(one.confidence - 1 for one in others), 22)


@given(all_answers, st.sampled_from(KEYS))
def test_a_better_answer_never_lowers_anything(said: dict[str, Given], key: str) -> None:
    better = said | {key: Given("a", said[key].confidence)}
    for before, after in zip(results(WHOLE, said), results(WHOLE, better), strict=True):
        assert after.points >= before.points
        assert list(Band).index(after.band) >= list(Band).index(before.band)


def test_a_dimension_with_something_missing_has_no_points() -> None:
    found = culture(answered("a", 3, but=1))
    assert [one.points for one in found.dimensions] == [None, 6, 6, 6, 6, 6]
    assert set(points_by_dimension((found,))) == {f"culture-{number}" for number in range(2, 7)}


@pytest.mark.parametrize(("missing", "is_scored"), [(0, True), (2, True), (3, False), (12, False)])
def test_a_strand_with_more_than_two_missing_is_not_scored(missing: int, is_scored: bool) -> None:
    assert culture(answered("a", 3, but=missing)).is_scored is is_scored


def test_two_missing_count_neither_for_nor_against() -> None:
    assert culture(answered("a", 3, but=2)).points == 36
    assert culture(answered("b", 3, but=2)).points == 24


def test_an_option_that_is_there_no_more_is_no_answer() -> None:
    assert culture(answered("a", 3) | {"cu01": Given("z", 3)}).missing == 1


@pytest.mark.parametrize(
    ("option", "confidence", "sureness"),
    [
        ("a", 3, Sureness.EVEN),
        ("a", 1, Sureness.DOUBTS),
        ("d", 3, Sureness.TOO_SURE),
        ("d", 1, Sureness.EVEN),
    ],
)
def test_how_sure_against_how_right(option: str, confidence: int, sureness: Sureness) -> None:
    assert culture(answered(option, confidence)).sureness is sureness


# Growth.


@given(all_answers, all_answers)
def test_growth_is_a_rise_or_a_gap_that_closes(before: dict[str, Given], after: dict[str, Given]) -> None:
    for one in growth(results(WHOLE, before), results(WHOLE, after)):
        assert one.is_noise == (abs(one.after.points - one.before.points) <= 3)
        closed_by = abs(one.before.gap) - abs(one.after.gap)
        assert closed_by > Fraction(6, 100) or not one.has_closed, "three points of 36 close eight hundredths by chance"
        assert one.has_closed or closed_by < Fraction(11, 100) or (one.points < 0 and one.before.gap <= 0)
        assert one.points >= 0 or not one.has_grown
        assert one.has_grown == (one.points >= 4 or (one.has_closed and one.points >= 0))
        assert one.has_fallen == (one.points <= -4)
        changed = sum(change.after - change.before for change in one.dimensions)
        assert changed == (0 if one.is_noise else one.points)
        assert all(change.before != change.after for change in one.dimensions)


@given(all_answers)
def test_the_same_twice_is_no_growth(said: dict[str, Given]) -> None:
    found = results(WHOLE, said)
    assert [one.has_grown or not one.is_noise for one in growth(found, found)] == [False] * 3


@pytest.mark.parametrize(("better", "told"), [(1, []), (2, ["culture-1"])])
def test_a_change_of_three_is_noise_and_of_four_is_told_by_dimension(better: int, told: list[str]) -> None:
    """One answer from 0 to 3; and another from 2 to 3."""
    before = answered("b", 3) | {"cu01": Given("d", 3)}
    after = before | dict.fromkeys(CULTURE[:better], Given("a", 3))
    (one,) = growth((culture(before),), (culture(after),))
    assert one.points == 2 + better
    assert [change.key for change in one.dimensions] == told


def test_learning_that_one_was_too_sure_is_growth() -> None:
    (one,) = growth((culture(answered("c", 3)),), (culture(answered("c", 2)),))
    assert (one.points, one.is_noise, one.has_closed, one.has_grown) == (0, True, True, True)
    assert one.dimensions == ()


def test_a_gap_that_closes_while_points_fall_is_told_and_not_called_growth() -> None:
    fallen = answered("c", 1) | {"cu01": Given("d", 1)}
    (one,) = growth((culture(answered("c", 3)),), (culture(fallen),))
    assert one.points < 0
    assert (one.has_closed, one.has_grown) == (True, False)


def test_falling_to_where_the_doubts_were_is_no_learning() -> None:
    (one,) = growth((culture(answered("a", 1)),), (culture(answered("d", 1)),))
    assert abs(one.after.gap) < abs(one.before.gap)
    assert (one.has_closed, one.has_grown) == (False, False)


def test_what_was_left_out_is_no_part_of_the_points_that_could_be_had() -> None:
    found = culture(answered("a", 3, but=2))
    assert (found.worth, found.most, found.points) == (30, 30, 36)


def test_a_strand_that_is_not_scored_twice_is_not_compared() -> None:
    whole, partial = culture(answered("a", 3)), culture(answered("a", 3, but=3))
    assert growth((whole,), (partial,)) == growth((partial,), (whole,)) == ()


# Answers, and their pages.


@given(st.dictionaries(st.sampled_from(KEYS), st.builds(Answer, an_answer | st.just(Given()), st.integers(1, 99))))
def test_what_is_closed_opens_as_it_was(answers: dict[str, Answer]) -> None:
    assert opened(closed(answers)) == answers
    assert given_in(answers) == {key: one.given for key, one in answers.items() if one.given.option}


def test_one_answer_is_as_long_as_another() -> None:
    """Whoever sees the length of what is encrypted learns nothing of what was chosen."""
    lengths = {len(closed({"cu01": Answer(Given(option, sure), 1)})) for option in "abcd" for sure in (1, 2, 3)}
    assert len(lengths) == 1


@given(st.text(min_size=1), st.sampled_from(KEYS))
def test_the_order_of_the_options_stays(person: str, key: str) -> None:
    situation = next(one for one in WHOLE.situations if one.key == key)
    orders = [shuffled(situation, person, SittingKind.BEFORE) for _again in range(2)]
    assert orders[0] == orders[1]
    assert sorted(orders[0], key=lambda one: one.key) == list(situation.options)


def test_the_order_is_a_persons_and_a_sittings_own() -> None:
    def first(person: str, kind: SittingKind) -> list[str]:
        return [shuffled(one, person, kind)[0].key for one in WHOLE.situations]

    found = [first(person, kind) for person in ("maite", "ibrahim") for kind in SittingKind]
    assert len({tuple(one) for one in found}) == 4
    assert all(set(one) == set("abcd") for one in found)


@given(some_answers, some_answers, some_answers)
def test_a_change_elsewhere_is_never_overwritten_unseen(
    first: dict[str, Given], other: dict[str, Given], mine: dict[str, Given]
) -> None:
    """Two pages were made from the same sitting; the other is saved first."""
    kept = with_changes({}, first, 1)
    later = with_changes(kept, changes(kept, other), 2)
    meant = changes(later, mine)
    touched = set(changes(kept, other)) & set(meant)
    assert is_outdated(later, meant, 1) == bool(touched)
    assert not is_outdated(later, meant, 2)
    again = with_changes(later, meant, 3)
    assert changes(again, mine) == {}
    assert {key: again[key] for key in later if key not in mine} == {k: v for k, v in later.items() if k not in mine}


def test_leaving_out_again_is_a_change_like_another() -> None:
    kept = with_changes({}, {"cu01": Given("a", 3)}, 1)
    left_out = with_changes(kept, {"cu01": Given()}, 2)
    assert given_in(left_out) == {}
    assert is_outdated(left_out, changes(left_out, {"cu01": Given("b", 3)}), 1)


def test_every_situation_is_on_one_page_and_one_goes_on_where_something_is_left() -> None:
    found = sheets(WHOLE)
    assert [one.number for one in found] == list(range(1, 19))
    assert sorted(situation.key for one in found for situation in one.situations) == sorted(KEYS)
    said = {situation.key: Given("a", 3) for one in found[:2] for situation in one.situations}
    assert next_sheet(found, said) == found[2]
    assert next_sheet(found, dict.fromkeys(KEYS, Given("a", 3))) is None
