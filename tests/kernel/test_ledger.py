"""The erasure ledger: nothing that was erased is missed, nothing that was not is named, and it can be followed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.journal.models import Hearing, Reflection, Reply
from portal.kernel import clock, ledger, outbox, secrecy
from portal.kernel.database import db, new_id
from portal.kernel.ledger import Erasure
from portal.kernel.outbox import Outgoing
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import DataKey, Owner, Place
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests import builders
from tests.journal.acting import Two, lesson

MOMENT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def erase(app: Flask, kind: str = "text", *ids: str) -> tuple[str, ...]:
    ids = ids or (new_id(),)
    with app.app_context(), clock.at(MOMENT), transaction():
        ledger.record(kind, ids)
    return ids


def written(settings: Settings) -> list[Erasure]:
    return ledger.read(settings.ledger_path()) if settings.ledger_path().exists() else []


def undone(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Outgoing).where(Outgoing.done_at.is_(None))).all())


def replay(app: Flask, *erasures: Erasure) -> None:
    with app.app_context(), transaction():
        ledger.replay(erasures)


@contextmanager
def out_of_reach(settings: Settings) -> Iterator[None]:
    """Where the ledger should be there is a folder."""
    path = settings.ledger_path()
    kept = path.rename(path.with_suffix(".kept")) if path.exists() else None
    path.mkdir()
    try:
        yield
    finally:
        path.rmdir()
        if kept:
            kept.rename(path)


@pytest.mark.both_databases
class TestRecording:
    def test_what_was_committed_is_there_at_once(self, app: Flask, settings: Settings) -> None:
        ids = erase(app, "text", new_id(), new_id())
        assert written(settings) == [Erasure(MOMENT, "text", ids)]
        assert undone(app) == 0

    def test_what_was_not_committed_is_not_there(self, app: Flask, settings: Settings) -> None:
        with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
            ledger.record("text", [new_id()])
            _ = 1 / 0
        with app.app_context():
            outbox.drain()
        assert written(settings) == []

    def test_a_crash_between_the_commit_and_the_line_is_made_good(
        self, app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as crashing:
            crashing.setattr(ledger, "_append_now", lambda: None)
            ids = erase(app)
        assert written(settings) == []
        with app.app_context():
            outbox.drain()
        assert written(settings) == [Erasure(MOMENT, "text", ids)]

    def test_a_crash_after_the_line_writes_it_twice_and_it_counts_once(self, app: Flask, settings: Settings) -> None:
        ids = erase(app)
        ledger.append(settings.ledger_path(), Erasure(MOMENT, "text", ids))
        assert written(settings) == [Erasure(MOMENT, "text", ids)]

    def test_a_ledger_out_of_reach_keeps_nobody_from_erasing(self, app: Flask, settings: Settings) -> None:
        with out_of_reach(settings):
            ids = erase(app)
            with app.app_context(), pytest.raises(Refusal, match="cannot be written"):
                ledger.catch_up()
        assert undone(app) == 1
        with app.app_context():
            ledger.catch_up()
        assert written(settings) == [Erasure(MOMENT, "text", ids)]
        assert undone(app) == 0

    def test_a_line_that_the_worker_gave_up_is_caught_up_with(self, app: Flask, settings: Settings) -> None:
        with out_of_reach(settings):
            ids = erase(app)
            for day in range(1, outbox.TRIES + 1):
                with app.app_context(), clock.at(MOMENT + timedelta(days=day)):
                    outbox.drain()
        with app.app_context():
            assert outbox.failed() == 1
            ledger.catch_up()
            assert outbox.failed() == 0
        assert written(settings) == [Erasure(MOMENT, "text", ids)]

    def test_nothing_erased_writes_nothing(self, app: Flask, settings: Settings) -> None:
        with app.app_context(), transaction():
            ledger.record("text", [])
        assert undone(app) == 0
        assert written(settings) == []


class TestTheFile:
    def test_only_its_owner_reads_it(self, tmp_path: Path) -> None:
        ledger.begin(tmp_path / "apart" / "ledger")
        assert (tmp_path / "apart" / "ledger").stat().st_mode & 0o777 == 0o600

    def test_it_holds_moments_kinds_and_ids_and_begins_with_an_id_of_its_own(self, tmp_path: Path) -> None:
        for name in "ab":
            ledger.begin(tmp_path / name)
            ledger.begin(tmp_path / name)
            ledger.append(tmp_path / name, Erasure(MOMENT, "account", ("somebody",)))
        first, second = ([json.loads(line) for line in (tmp_path / name).read_text().splitlines()] for name in "ab")
        assert first[1:] == [{"at": MOMENT.isoformat(), "kind": "account", "ids": ["somebody"]}]
        assert [line["kind"] for line in first] == ["ledger", "account"]
        assert first[0]["ids"] != second[0]["ids"]

    def test_a_line_that_a_power_cut_left_half_gives_way(self, tmp_path: Path) -> None:
        path, whole, half = tmp_path / "ledger", Erasure(MOMENT, "text", ("a",)), Erasure(MOMENT, "text", ("b",))
        ledger.append(path, whole)
        with path.open("a") as file:
            file.write('{"at":"2026-')
        with pytest.raises(Refusal, match="cut off"):
            ledger.read(path)
        ledger.append(path, half)
        assert ledger.read(path) == [whole, half]

    @pytest.mark.parametrize("line", ["", "{}", "[]", "null", "word", '{"at":"today","kind":"text","ids":[]}', "\0"])
    def test_a_line_that_is_none_is_named(self, tmp_path: Path, line: str) -> None:
        path = tmp_path / "ledger"
        ledger.append(path, Erasure(MOMENT, "text", ("a",)))
        with path.open("a") as file:
            file.write(line + "\n")
        with pytest.raises(Refusal, match="line 3"):
            ledger.read(path)

    def test_none_is_not_an_empty_one(self, tmp_path: Path) -> None:
        with pytest.raises(Refusal, match="no erasure ledger"):
            ledger.read(tmp_path / "none")

    def test_it_continues_itself_and_no_other(self, tmp_path: Path) -> None:
        path, other = tmp_path / "ledger", tmp_path / "other"
        ledger.begin(path)
        ledger.begin(other)
        early = ledger.extent(path)
        ledger.append(path, Erasure(MOMENT, "text", ("a",)))
        late = ledger.extent(path)
        copy = tmp_path / "copy"
        copy.write_bytes(path.read_bytes()[: early.length])
        assert ledger.continues(path, early)
        assert ledger.continues(path, late)
        assert ledger.continues(copy, early)
        assert not ledger.continues(copy, late), "an older copy"
        assert not ledger.continues(other, early)
        assert not ledger.continues(tmp_path / "none", early)


@pytest.mark.both_databases
class TestReplaying:
    def test_an_account_loses_its_keys_and_nobody_else_does(self, app: Flask) -> None:
        mine, theirs, place = Owner(new_id(), new_id()), Owner(new_id()), Place("entry", "text", new_id())
        with app.app_context(), transaction():
            ciphers = [secrecy.close(owner, place, "word") for owner in (mine, theirs)]
        replay(app, Erasure(MOMENT, "account", (mine.person_id,)))
        with app.app_context():
            assert db.session.scalars(select(DataKey.person_id)).all() == [theirs.person_id]
            assert secrecy.open_one(theirs, place, ciphers[1]) == "word"

    def test_a_text_is_erased_again_wherever_it_lies(self, app: Flask) -> None:
        two = Two(app, builders.pair(app), lesson(app))
        mine, theirs = two.both_open()
        hearing = two.second.hear(mine)
        two.first.clarify(mine, hearing)
        heard = two.first.hear(theirs)
        two.second.confirm(theirs, heard)
        said, kept = two.second.reply(theirs), two.first.reply(theirs)
        replay(app, Erasure(MOMENT, "text", (mine, said)), Erasure(MOMENT, "clarification", (hearing,)))
        with app.app_context():
            gone, stays = (db.session.get_one(Reflection, row_id) for row_id in (mine, theirs))
            assert (gone.text_cipher, gone.withdrawn_at) == (None, MOMENT)
            assert (stays.text_cipher is None, stays.withdrawn_at) == (False, None)
            replies = [db.session.get_one(Reply, row_id).text_cipher is None for row_id in (said, kept)]
            assert replies == [True, False]
            answered = db.session.get_one(Hearing, hearing)
            assert (answered.text_cipher is None, answered.withdrawn_at) == (False, None)
            assert answered.clarification_cipher is None

    def test_it_can_be_followed_twice(self, app: Flask) -> None:
        two = Two(app, builders.pair(app), lesson(app))
        row = two.first.save_and_seal(two.about)
        erasures = [Erasure(MOMENT, "text", (row,)), Erasure(MOMENT, "account", (two.pair.first.id,))]
        replay(app, *erasures)
        replay(app, *erasures)
        with app.app_context():
            assert db.session.get_one(Reflection, row).text_cipher is None

    def test_a_kind_that_nobody_knows_stops_it(self, app: Flask) -> None:
        with pytest.raises(Refusal, match="unheard"):
            replay(app, Erasure(MOMENT, "unheard", (new_id(),)))

    def test_who_registered_erases_as_well_and_writes_no_line_again(
        self, app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ledger, "_again", {})
        seen: list[Erasure] = []

        @ledger.replays("account")
        def again(erasure: Erasure) -> None:
            seen.append(erasure)
            ledger.record("account", erasure.ids)

        erasure = Erasure(MOMENT, "account", (new_id(),))
        replay(app, erasure)
        assert seen == [erasure]
        assert undone(app) == 0
        assert written(settings) == []
