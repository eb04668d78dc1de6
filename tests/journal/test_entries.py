"""Free entries through the services: whose they are, what becomes of them, and what the other learns."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.journal.models import Entry
from portal.journal.service import StaleText
from portal.kernel import ledger
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.refusal import Refusal
from tests.journal.acting import OTHER_TEXT, TEXT, Two, in_database

pytestmark = pytest.mark.both_databases


def erased(app: Flask) -> set[str]:
    """The ids that the ledger names."""
    with app.app_context():
        return {row_id for line in ledger.read(ledger.ledger_path()) for row_id in line.ids}


def test_a_draft_is_its_authors_alone(two: Two) -> None:
    row = two.first.note()
    assert (two.first.notes()[row].state, two.first.notes()[row].text) == ("draft", TEXT)
    assert two.second.notes() == {}


def test_what_is_shared_is_read_by_both_with_its_day(two: Two) -> None:
    row = two.first.share_note()
    seen = two.second.notes()[row]
    assert (seen.state, seen.text, seen.shared_at) == ("shared", TEXT, two.first.notes()[row].shared_at)
    assert seen.shared_at is not None


def test_what_is_private_is_never_shared(two: Two) -> None:
    row = two.first.keep_note()
    with pytest.raises(Refusal, match="private for good"):
        two.first.share_note(OTHER_TEXT, version=1, key=row)
    assert two.first.notes()[row].text == TEXT, "a refusal changes nothing"
    two.first.note(OTHER_TEXT, version=1, key=row)
    assert (two.first.notes()[row].state, two.first.notes()[row].text) == ("private", OTHER_TEXT)
    assert two.second.notes() == {}


def test_what_is_shared_is_not_rewritten(two: Two) -> None:
    row = two.first.share_note()
    for write in (two.first.note, two.first.share_note, two.first.keep_note):
        with pytest.raises(Refusal, match="not rewritten"):
            write(OTHER_TEXT, version=1, key=row)
    assert two.second.notes()[row].text == TEXT


def test_a_second_save_from_an_older_page_overwrites_nothing(two: Two) -> None:
    row = two.first.note()
    two.first.note(OTHER_TEXT, version=1, key=row)
    with pytest.raises(StaleText):
        two.first.note("From another tab.", version=1, key=row)
    assert two.first.notes()[row].text == OTHER_TEXT


def test_the_same_form_sent_twice_makes_one(two: Two) -> None:
    key = new_id()
    for _ in range(2):
        assert two.first.share_note(key=key) == key
    (seen,) = two.second.notes().values()
    assert seen.version == 1


def test_a_key_of_somebody_elses_is_no_key(two: Two) -> None:
    mine, shared = two.first.note(), two.first.share_note()
    for key in (mine, shared, "short"):
        with pytest.raises(Refusal, match="out of date"):
            two.second.note(OTHER_TEXT, version=1, key=key)
    added = two.first.add_to_note(shared)
    with pytest.raises(Refusal, match="out of date"):
        two.first.note(OTHER_TEXT, version=1, key=added)


def test_an_empty_note_is_none(two: Two) -> None:
    for write in (two.first.note, two.first.share_note, two.first.keep_note):
        with pytest.raises(Refusal, match="Write something"):
            write(" \n ")
    assert two.first.notes() == {}


def test_it_is_added_to_and_not_from_within(two: Two) -> None:
    row = two.first.share_note()
    added = two.first.add_to_note(row, "Added.")
    two.first.add_to_note(added, "Added to what was added.")
    assert [one.text for one in two.second.notes()[row].additions] == ["Added.", "Added to what was added."]
    assert set(two.second.notes()) == {row}


@pytest.mark.parametrize("write", ["note", "keep_note"])
def test_only_what_is_shared_is_added_to(two: Two, write: str) -> None:
    row = getattr(two.first, write)()
    with pytest.raises(Refusal):
        two.first.add_to_note(row)


def test_nobody_writes_under_the_others_entry(two: Two) -> None:
    row = two.first.share_note()
    with pytest.raises(RuntimeError):
        two.second.add_to_note(row)
    with pytest.raises(RuntimeError):
        two.second.erase_note(row)


def test_withdrawing_erases_it_with_what_was_added(app: Flask, two: Two) -> None:
    row = two.first.share_note()
    added = two.first.add_to_note(row)
    two.first.erase_note(row)
    seen = two.second.notes()[row]
    assert (seen.state, seen.text, [one.text for one in seen.additions]) == ("withdrawn", None, [None])
    assert seen.withdrawn_at is not None
    kept = in_database(app, lambda: [one.text_cipher for one in db.session.query(Entry)])
    assert kept == [None, None]
    assert {row, added} <= erased(app)


def test_one_addition_is_withdrawn_and_the_rest_stays(app: Flask, two: Two) -> None:
    row = two.first.share_note()
    added = two.first.add_to_note(row)
    two.first.erase_note(added)
    seen = two.second.notes()[row]
    assert (seen.text, [one.text for one in seen.additions]) == (TEXT, [None])
    assert erased(app) == {added}


@pytest.mark.parametrize("write", ["note", "keep_note"])
def test_what_nobody_read_is_erased_without_a_trace(app: Flask, two: Two, write: str) -> None:
    row = getattr(two.first, write)()
    two.first.erase_note(row)
    two.first.erase_note(row)
    assert two.first.notes() == two.second.notes() == {}
    assert row in erased(app)
    with pytest.raises(Refusal, match="erased"):
        two.first.note(OTHER_TEXT, version=1, key=row)


def test_during_a_pause_each_writes_for_themselves(two: Two) -> None:
    shared = two.first.share_note()
    two.set_state(paused_at=now())
    two.first.note()
    two.first.keep_note()
    for act in (two.first.share_note, lambda: two.first.add_to_note(shared)):
        with pytest.raises(Refusal, match="on pause"):
            act()
    two.first.erase_note(shared)
    assert two.second.notes()[shared].state == "withdrawn"


def test_a_closing_pair_still_shares(two: Two) -> None:
    two.set_state(closing_at=now())
    row = two.first.share_note()
    assert set(two.second.notes()) == {row}


def test_in_a_closed_pair_drafts_are_private_and_nothing_is_added(two: Two) -> None:
    draft, kept, shared = two.first.note(), two.first.keep_note(), two.first.share_note()
    two.set_state(closing_at=now() - timedelta(days=31))  # it closed by itself
    assert {row: seen.state for row, seen in two.first.notes().items()} == {
        draft: "private",
        kept: "private",
        shared: "shared",
    }
    assert two.first.notes()[draft].text == TEXT
    assert set(two.second.notes()) == {shared}
    for act in (
        two.first.note,
        two.first.share_note,
        two.first.keep_note,
        lambda: two.first.note(OTHER_TEXT, version=1, key=draft),
        lambda: two.first.add_to_note(shared),
    ):
        with pytest.raises(Refusal, match="closed"):
            act()
    for row in (draft, kept, shared):
        two.first.erase_note(row)
    assert two.first.notes().keys() == {shared}
