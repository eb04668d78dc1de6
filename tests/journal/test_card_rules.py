"""An assumption card, decided without a database: its one text, and how near a prediction was."""

from itertools import product

import pytest
from flask import Flask

from portal.curriculum.rules import CardKind
from portal.journal.rules import (
    SCALE,
    Act,
    CardWords,
    ExchangeKind,
    ExchangeLine,
    Nearness,
    Predicted,
    ReflectionState,
    Tally,
    after,
    in_words,
    picked,
    predicted,
    refuse_empty,
    tally,
)
from portal.kernel.clock import now
from portal.kernel.i18n import LANGUAGES
from portal.kernel.refusal import Refusal

CHOICES = {"1": "Reply", "3": "Check the facts: twice", "2": "Wait"}
WORDS = ["", "Mastodon", "Why: because.", "1. Reply", "4", "«\u00a0Oui\u00a0: non\u00a0»", "§1§ and a mark", "a: b: c"]


@pytest.fixture(params=LANGUAGES)
def language(app: Flask, request: pytest.FixtureRequest) -> object:
    with app.test_request_context(f"/?lang={request.param}"):
        yield request.param


@pytest.mark.parametrize(("answer", "prediction"), [*product(WORDS, repeat=2)])
def test_both_come_back_from_the_one_text(language: str, answer: str, prediction: str) -> None:
    words = CardWords(answer, prediction)
    again = CardWords.read(words.as_text)
    assert again == CardWords(" ".join(answer.split()), " ".join(prediction.split()))
    assert again.as_text == words.as_text


def test_the_text_reads_as_it_is(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert CardWords("Because\r\n\r\nof\tit", "2. Wait").as_text == (
            "My answer: Because of it\n\nMy prediction of your answer: 2. Wait"
        )


@pytest.mark.parametrize("text", [None, "", "Anything else", "One: two", "\n\n\n\n", "a: b\n\nc: d\n\ne: f"])
def test_any_text_is_read(text: str | None) -> None:
    assert isinstance(CardWords.read(text).prediction, str)


@pytest.mark.parametrize("number", CHOICES)
def test_a_choice_carries_its_number_and_its_words(number: str) -> None:
    assert picked(in_words(number, CHOICES)) == number
    assert CHOICES[number] in in_words(number, CHOICES)
    assert picked(in_words(number, {})) == number


@pytest.mark.parametrize("words", ["", "words", "12", "12. x", "²", "-1", ".", "x. 1"])
def test_what_is_no_number_is_none(words: str) -> None:
    assert picked(words) is None


@pytest.mark.parametrize(("mine", "theirs"), [*product(SCALE, repeat=2)])
def test_a_scale_tells_the_distance(mine: int, theirs: int) -> None:
    apart = abs(mine - theirs)
    nearness = Nearness.EXACT if apart == 0 else Nearness.NEAR if apart == 1 else Nearness.FAR
    found = predicted(CardKind.SCALE, str(mine), str(theirs), Nearness.NEAR)
    assert (found.nearness, found.apart) == (nearness, apart)


@pytest.mark.parametrize(("mine", "theirs"), [*product(CHOICES, repeat=2)])
def test_a_choice_is_the_same_or_another(mine: str, theirs: str) -> None:
    """Whatever the words and their order: the two may write in two languages, and from a file that was reordered."""
    in_french = {"1": "Un", "2": "Deux", "3": "Trois"}
    found = predicted(CardKind.CHOICE, in_words(mine, CHOICES), in_words(theirs, in_french), None)
    assert found.nearness is (Nearness.EXACT if mine == theirs else Nearness.FAR)
    assert found.apart is None


@pytest.mark.parametrize("said", [None, *Nearness])
def test_of_a_few_words_who_was_predicted_says_it(said: Nearness | None) -> None:
    for words in ("3", "the same", ""):
        assert predicted(CardKind.OPEN, words, words, said).nearness is said


def test_the_tally_counts_every_card_once() -> None:
    found = [Predicted("", "", nearness) for nearness in (None, *Nearness, Nearness.EXACT)]
    assert tally(found) == Tally(exact=2, near=1, far=1, unsaid=1)
    assert tally(found).of == len(found)


def test_what_was_written_after_reading_predicted_nothing() -> None:
    assert tally([Predicted("", "", Nearness.EXACT, after_reading=True)]) == Tally()


@pytest.mark.parametrize(
    ("answer", "prediction", "field"), [("", "", "answer"), ("", "x", "answer"), ("x", "", "prediction")]
)
def test_a_card_is_handed_over_with_both(answer: str, prediction: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_empty(ExchangeKind.CARD, CardWords(answer, prediction).as_text)
    assert refused.value.field == field
    refuse_empty(ExchangeKind.CARD, CardWords("x", "y").as_text)


@pytest.mark.parametrize("kind", [kind for kind in ExchangeKind if kind is not ExchangeKind.CARD])
def test_every_other_exchange_asks_for_a_sentence(kind: ExchangeKind) -> None:
    with pytest.raises(Refusal):
        refuse_empty(kind, "x" * 19)
    refuse_empty(kind, "x" * 20)


@pytest.mark.parametrize(("state", "act"), [*product(ReflectionState, Act)])
def test_a_card_moves_as_every_exchange_does(state: ReflectionState, act: Act) -> None:
    """Its states have no table of their own; in none of them does it wait for what was heard."""
    line = ExchangeLine(*["x"] * 5, state, *[now()] * 3, 0, None, *[None] * 4, card="card", kind=ExchangeKind.CARD)  # type: ignore[arg-type]
    assert not line.waits_for_hearing
    try:
        moved = after(state, act)
    except Refusal:
        return
    assert not line._replace(state=moved).waits_for_hearing
    assert line._replace(state=moved, kind=ExchangeKind.LESSON).waits_for_hearing is (moved is ReflectionState.OPEN)
