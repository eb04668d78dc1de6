"""What both pages say of a text that is not open: true in every state of the two texts and of their pair."""

import re
from itertools import product

import pytest

from portal.journal.rules import Opening, ReflectionState, how_it_opens
from portal.kernel.clock import now
from portal.kernel.database import new_id
from tests.journal.acting import OTHER_TEXT, TEXT, Browser, Two, Writer, actions, leaves, parsed, words

# How a text opens beside the other's, as far as its reader may know of that; "nothing" is also a draft, or a private
# text, of the partner's.
BESIDE = {
    "nothing": "together",
    "draft": "together",
    "sealed": "at once",
    "open": "at once",
    "passed": "after all",
    "kept": "alone",
    "withdrawn": "alone",
}
STATES = ("nothing", "draft", "sealed", "opened first", "passed", "kept", "withdrawn")
SEALS = ("sealed", "opened first", "kept", "withdrawn")
THEN = {"opened first": Writer.open_mine, "kept": Writer.keep, "withdrawn": Writer.withdraw}
PAIR_STATES = ("active", "paused", "closing", "closing and paused", "closed")

TOGETHER = re.compile(r"at the same moment|both open once")
WAITS = re.compile(r"until (the pair|it) goes on")


@pytest.mark.parametrize("other", BESIDE)
def test_how_a_text_opens_is_told_by_the_other(other: str) -> None:
    state = None if other == "nothing" else ReflectionState(other)
    assert how_it_opens(state, paused=False) is Opening(BESIDE[other])
    assert how_it_opens(state, paused=True) is Opening.PAUSED


def test_every_state_has_its_answer() -> None:
    assert set(BESIDE) == {"nothing", *ReflectionState}


def write(two: Two, who: Writer, state: str, text: str) -> str:
    """The id of what one of the two wrote; "" for nothing."""
    if state == "nothing":
        return ""
    if state == "passed":
        return who.pass_over(two.about)
    row = who.save_and_seal(two.about, text) if state in SEALS else who.save(two.about, text)
    if state in THEN:
        THEN[state](who, row)
    return row


def possible(mine: str, theirs: str) -> bool:
    """The second writes after the first: beside a text that is handed over theirs opens at once."""
    is_there = mine != "nothing" or theirs not in ("nothing", "draft", "kept")
    return is_there and not (mine in ("sealed", "opened first") and theirs in SEALS)


def set_pair(two: Two, state: str) -> None:
    moments = {"paused": "paused_at", "closing": "closing_at", "closed": "closed_at"}
    two.set_state(**{moments[word]: now() if word in state.split() else None for word in moments})


def told(browser: Browser, row: str) -> str:
    """What both leaves of a page say; "" where its reader may not know of the exchange."""
    answer = browser.get(f"/{row}")
    return " ".join(leaves(parsed(answer))) if answer.status_code == 200 else ""


@pytest.mark.parametrize(("mine", "theirs"), [one for one in product(STATES, STATES) if possible(*one)])
def test_no_page_promises_what_will_not_be(two: Two, maite: Browser, ibrahim: Browser, mine: str, theirs: str) -> None:
    first, second = write(two, two.first, mine, TEXT), write(two, two.second, theirs, OTHER_TEXT)
    for pair_state in PAIR_STATES:
        set_pair(two, pair_state)
        for browser, own, other, row in (
            (maite, mine, theirs, first or second),
            (ibrahim, theirs, mine, second or first),
        ):
            look(told(browser, row), own, other, pair_state)


def look(said: str, own: str, other: str, pair_state: str) -> None:
    """`own` and `other`: where the two texts stand, of which the reader may not know the other."""
    is_closed, is_paused = pair_state == "closed", "paused" in pair_state
    seen = "nothing" if other in ("draft", "kept") or is_closed else other
    is_sealed = "sealed" in (own, seen) and not is_closed
    may_join = {own, seen} <= {"nothing", "draft", "sealed"} or (own, seen) == ("passed", "sealed")
    assert bool(TOGETHER.search(said)) is (bool(said) and is_sealed and may_join and not is_paused), said
    assert bool(WAITS.search(said)) is (bool(said) and is_sealed and is_paused), said
    assert not (is_closed and re.search(r"\byet\b", said)), said


@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [
        ("nothing", "if Ibrahim seals theirs, both open at the same moment"),
        ("sealed", "once sealed, yours opens at once, and can no longer be taken back"),
        ("opened first", "once sealed, yours opens at once, and can no longer be taken back"),
        ("passed", "waits until you open it, unless Ibrahim writes after all"),
        ("withdrawn", "Ibrahim withdrew theirs. Once sealed, yours waits until you open it."),
    ],
)
def test_the_form_of_a_moment_says_what_sealing_does(
    two: Two, maite: Browser, ibrahim: Browser, theirs: str, sentence: str
) -> None:
    address = "/moments/midway"
    if theirs != "nothing":
        act = "pass" if theirs == "passed" else "seal"
        sent = ibrahim.post(address, key=new_id(), text=OTHER_TEXT, version="0", act=act).headers["Location"]
        row = sent.rpartition("/")[2].partition("?")[0]
        if theirs in THEN:
            THEN[theirs](two.second, row)
        address = f"/{row}/write"
    assert sentence in words(maite.page(address), "form[data-draft]")
    set_pair(two, "paused")
    form = words(maite.page(address), "form[data-draft]")
    assert sentence not in form
    assert "sealed once it goes on" in form


@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [
        ("nothing", "Ibrahim can still write."),
        ("passed", "Ibrahim can still write."),
        ("withdrawn", "Ibrahim withdrew theirs: yours opens alone."),
    ],
)
def test_opening_alone_says_what_becomes_of_the_others(two: Two, maite: Browser, theirs: str, sentence: str) -> None:
    write(two, two.second, theirs, OTHER_TEXT)
    row = two.first.save_and_seal(two.about)
    assert sentence in words(maite.page(f"/{row}/open"), "main")
    set_pair(two, "paused")
    page = maite.page(f"/{row}/open")
    assert "it opens to nobody until the pair goes on" in words(page, "main")
    assert actions(page) == set()


def test_who_was_expecting_more_sees_that_they_said_so(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row, other = two.first.save_and_seal(two.about, TEXT * 3), two.second.save_and_seal(two.about, OTHER_TEXT)
    assert "you were expecting more" not in told(maite, row)
    two.first.wish_more(row)
    for _ in range(2):
        assert re.search(r"You said on \w+ \d+ that you were expecting more\.", told(maite, row))
        assert "expecting more" not in told(ibrahim, other)
        two.second.add(other)


def test_a_journal_with_a_note_or_a_moment_is_not_called_empty(two: Two, maite: Browser) -> None:
    assert "Nothing is written yet" in words(maite.page(), "main")
    two.first.note()
    page = words(maite.page(), "main")
    assert "No reflection on a lesson yet" in page
    assert "Nothing is written yet" not in page
