"""Adding to an open text, and wishing for more, once. On both databases."""

import pytest
from flask import Flask

from portal.journal.service import ExchangeView
from portal.kernel.clock import now
from portal.kernel.refusal import Refusal
from tests.journal.acting import TEXT, Two, Writer

pytestmark = pytest.mark.both_databases

SHORT = "It all went well, I should say."


def view(reader: Writer, row: str) -> ExchangeView:
    seen = reader.read(row)
    assert seen is not None
    return seen


@pytest.fixture
def uneven(two: Two) -> tuple[str, str]:
    """A full text of the first, a short one of the second: both open."""
    return two.first.save_and_seal(two.about, f"{TEXT} {TEXT}"), two.second.save_and_seal(two.about, SHORT)


def test_what_is_added_stands_under_the_text_for_both(two: Two) -> None:
    mine, _ = two.both_open()
    two.first.add(mine, "And since then I count to five.")
    two.first.add(mine, "Ten, rather.")
    for reader in (two.first, two.second):
        side = view(reader, mine).mine if reader is two.first else view(reader, mine).theirs
        assert side is not None
        assert side.text == TEXT
        assert [one.text for one in side.additions] == ["And since then I count to five.", "Ten, rather."]


@pytest.mark.parametrize("state", ["draft", "sealed", "passed", "withdrawn"])
def test_one_adds_to_an_open_text_only(two: Two, state: str) -> None:
    if state == "passed":
        row = two.first.pass_over(two.about)
    else:
        row = two.first.save(two.about) if state == "draft" else two.first.save_and_seal(two.about)
    if state == "withdrawn":
        two.first.withdraw(row)
    with pytest.raises(Refusal):
        two.first.add(row)


@pytest.mark.parametrize("moment", ["paused_at", "closed_at"])
def test_nothing_is_added_in_a_pair_that_rests(two: Two, moment: str) -> None:
    mine, _ = two.both_open()
    two.set_state(**{moment: now()})
    with pytest.raises(Refusal):
        two.first.add(mine)


def test_nobody_adds_to_the_text_of_the_other(two: Two) -> None:
    mine, _ = two.both_open()
    with pytest.raises(RuntimeError):
        two.second.add(mine)


def test_who_wrote_more_may_wish_for_more_once(two: Two, uneven: tuple[str, str]) -> None:
    mine, theirs = uneven
    assert view(two.first, mine).may_wish_more
    assert not view(two.second, mine).may_wish_more
    two.first.wish_more(mine)
    two.first.wish_more(mine)
    asked = view(two.second, theirs).mine
    assert asked is not None
    assert asked.more_wished
    assert not view(two.first, mine).may_wish_more
    two.second.add(theirs, "There was one moment.")
    answered = view(two.second, theirs).mine
    assert answered is not None
    assert not answered.more_wished
    assert not view(two.first, mine).may_wish_more


def test_who_wrote_less_wishes_for_nothing(two: Two, uneven: tuple[str, str]) -> None:
    with pytest.raises(Refusal):
        two.second.wish_more(uneven[1])


def test_nothing_is_wished_for_before_both_are_open(two: Two) -> None:
    mine = two.first.save_and_seal(two.about, f"{TEXT} {TEXT}")
    two.first.open_mine(mine)
    with pytest.raises(Refusal):
        two.first.wish_more(mine)


def test_nothing_is_wished_for_from_a_text_that_is_gone(app: Flask, two: Two, uneven: tuple[str, str]) -> None:
    two.second.withdraw(uneven[1])
    with pytest.raises(Refusal):
        two.first.wish_more(uneven[0])
    assert not view(two.first, uneven[0]).may_wish_more
