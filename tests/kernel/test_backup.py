"""A backup: one file, on either database, that is whole or refused; and a place that takes it in and erases again."""

import fcntl
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text, update

from portal.accounts.models import Person
from portal.app import create_app
from portal.journal.models import Reflection
from portal.kernel import backup, clock, ledger, schema, secrecy
from portal.kernel.backup import writing
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import DataKey, Keyring, Owner, Place
from portal.kernel.secrecy.frames import Damaged
from portal.kernel.transaction import transaction
from portal.privacy.service import delete_account
from portal.settings import Settings
from tests import builders
from tests.cli.conftest import run
from tests.conftest import BOTH
from tests.databases import Databases, Remembered
from tests.journal.acting import OTHER_TEXT, TEXT, Two, Writer, lesson
from tests.migrations.describing import connected, fill, rows_in

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")

CANARY = f"canary-{secrets.token_hex(8)}"
PLACE = Place("entry", "text", new_id())


@dataclass(frozen=True)
class House:
    """A portal at the newest migration, with its keys and its ledger."""

    settings: Settings
    app: Flask

    def back_up(self, path: Path) -> Path:
        with self.app.app_context():
            backup.write(path)
        return path

    def erase(self, kind: str, *ids: str) -> None:
        with self.app.app_context(), transaction():
            ledger.record(kind, ids)


@pytest.fixture
def house(tmp_path: Path, databases: Databases) -> House:
    return made_house(tmp_path / "house", databases.new(empty=True))


def made_house(folder: Path, address: str, revision: str = "head") -> House:
    settings = Settings(data=folder, base_url="http://localhost", database_url=address, argon2_memory=8)
    settings.make_keys()
    ledger.begin(settings.ledger_path())
    schema.upgrade(address, revision)
    return House(settings, create_app(settings))


@pytest.fixture
def elsewhere(tmp_path: Path, databases: Databases, house: House) -> "Elsewhere":
    """An empty place that has the master key and the ledger."""
    there = Elsewhere(tmp_path / "elsewhere", databases.new(empty=True))
    there.folder.mkdir()
    shutil.copy(house.settings.master_key_path(), there.folder)
    there.bring_ledger(house)
    return there


@dataclass(frozen=True)
class Elsewhere:
    folder: Path
    address: str

    def bring_ledger(self, house: House) -> None:
        shutil.copy(house.settings.ledger_path(), self.folder)

    def restore(self, path: Path, *words: str) -> Result:
        return run(self.folder, "restore", str(path), *words, database_url=self.address)

    def refused(self, path: Path, *words: str) -> str:
        """What the command says instead; nothing is there afterwards."""
        result = self.restore(path, *words)
        assert result.exit_code == 1, result.output
        assert result.stderr.startswith("Error: "), result.stderr
        with connected(self.address) as connection:
            assert schema.current(connection) is None
        return result.stderr

    def app(self) -> Flask:
        return create_app(
            Settings(data=self.folder, base_url="http://localhost", database_url=self.address, argon2_memory=8)
        )


def fill_all(house: House) -> None:
    """A row in every table; the data key is a real one."""
    fill(house.settings.database_url)
    with house.app.app_context(), transaction():
        row = db.session.scalars(select(DataKey)).one()
        row.master_version, row.wrapped_cipher = secrecy.keyring().close(
            secrecy.new_key(), Owner(row.person_id, row.pair_id).bound()
        )


def plain(value: Any) -> Any:
    """The same on both databases: a moment in UTC without saying so."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def everything(address: str) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{column: plain(value) for column, value in row.items()} for row in rows]
        for name, rows in sorted(rows_in(address).items())
    }


def write_text(house: House, owner: Owner) -> bytes:
    with house.app.app_context(), transaction():
        return secrecy.close(owner, PLACE, CANARY)


@pytest.mark.both_databases
@pytest.mark.parametrize("target", BOTH)
def test_every_row_of_every_table_comes_back_on_either_database(
    request: pytest.FixtureRequest, house: House, elsewhere: Elsewhere, tmp_path: Path, target: str
) -> None:
    fill_all(house)
    before = everything(house.settings.database_url)
    assert all(before.values())
    path = house.back_up(tmp_path / "backup")
    others = Remembered(request.getfixturevalue(f"{target}_databases"))
    there = replace(elsewhere, address=others.new(empty=True))
    result = there.restore(path)
    assert result.exit_code == 0, result.output
    assert everything(there.address) == before
    with connected(there.address) as connection:
        assert schema.current(connection) == schema.newest()
    others.drop_all()


@pytest.mark.both_databases
def test_what_people_wrote_opens_there_and_stands_nowhere_in_the_file(
    house: House, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    someone = builders.person(house.app, name=f"Name {CANARY}"[:40])
    owner = Owner(someone.id)
    cipher = write_text(house, owner)
    path = house.back_up(tmp_path / "backup")
    assert CANARY.encode() not in path.read_bytes()
    assert someone.id.encode() not in path.read_bytes()
    for key in (house.settings.master_key_path().read_text(), house.settings.secret_key()):
        assert key.strip().encode() not in path.read_bytes()
        assert bytes.fromhex(key.strip()) not in path.read_bytes()
    assert elsewhere.restore(path).exit_code == 0
    with elsewhere.app().app_context():
        assert secrecy.open_one(owner, PLACE, cipher) == CANARY


@pytest.mark.both_databases
def test_what_was_erased_since_does_not_come_back(house: House, elsewhere: Elsewhere, tmp_path: Path) -> None:
    two = Two(house.app, builders.pair(house.app), lesson(house.app))
    gone, stays = two.both_open()
    leaver, other = Owner(builders.person(house.app).id), Owner(two.pair.second.id, two.pair.id)
    write_text(house, leaver)
    path = house.back_up(tmp_path / "backup")
    house.erase("text", gone)
    house.erase("account", leaver.person_id)
    elsewhere.bring_ledger(house)
    result = elsewhere.restore(path)
    assert "2 erasures were followed" in result.output
    with elsewhere.app().app_context():
        assert db.session.get_one(Reflection, gone).text_cipher is None
        assert db.session.get_one(Reflection, gone).withdrawn_at is not None
        assert db.session.get_one(Reflection, stays).text_cipher is not None
        people = set(db.session.scalars(select(DataKey.person_id)))
        assert leaver.person_id not in people
        assert other.person_id in people


def test_a_file_is_its_owners_alone_and_never_takes_anothers_place(house: House, tmp_path: Path) -> None:
    path = house.back_up(tmp_path / "backup")
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(Refusal, match="already"):
        house.back_up(path)
    assert path.read_bytes() == before
    with pytest.raises(Refusal, match="no folder"):
        house.back_up(tmp_path / "none" / "backup")


def knows_no_second_name(*_paths: object) -> None:
    raise PermissionError("Operation not permitted")


def test_a_disk_that_knows_no_second_name_for_a_file_holds_backups_too(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing.os, "link", knows_no_second_name)
    folder = tmp_path / "backups"
    folder.mkdir()
    path = house.back_up(folder / "backup")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size > 0
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize("links", [True, False])
def test_what_comes_to_be_while_it_is_written_stays(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    folder, check = tmp_path / "backups", writing.check
    folder.mkdir()
    if not links:
        monkeypatch.setattr(writing.os, "link", knows_no_second_name)

    def meanwhile(*args: Any) -> Any:
        (folder / "backup").write_text("another's")
        return check(*args)

    monkeypatch.setattr(writing, "check", meanwhile)
    with pytest.raises(Refusal, match="already"):
        house.back_up(folder / "backup")
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"backup": "another's"}


def test_two_that_begin_at_once_do_not_cross(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One has made its file, and does not hold it yet, when the other comes."""
    folder, hold = tmp_path / "backups", fcntl.flock
    others: list[bytes] = []
    folder.mkdir()

    def late(file: Any, how: int) -> None:
        if how == fcntl.LOCK_EX and not others and any(folder.iterdir()):
            others.append(b"")
            others[0] = house.back_up(folder / "backup").read_bytes()
        hold(file, how)

    monkeypatch.setattr(writing.fcntl, "flock", late)
    with pytest.raises(Refusal, match="Another command"):
        house.back_up(folder / "backup")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"backup": others[0]}


@pytest.mark.parametrize("broken", ["shapes", "check"])
def test_one_that_fails_leaves_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    def fail(*_args: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(writing, broken, fail)
    with pytest.raises(OSError, match="full"):
        house.back_up(folder / "backup")
    assert list(folder.iterdir()) == []


def test_without_its_keys_or_its_ledger_none_is_made(house: House, tmp_path: Path) -> None:
    write_text(house, Owner(new_id()))
    key, lines = house.settings.master_key_path(), house.settings.ledger_path()
    right = key.read_text()
    kept = lines.rename(lines.with_suffix(".kept"))
    with pytest.raises(Refusal, match="no erasure ledger"):
        house.back_up(tmp_path / "backup")
    kept.rename(lines)
    key.unlink()
    with pytest.raises(Refusal, match="no master key"):
        house.back_up(tmp_path / "backup")
    key.write_text(secrets.token_hex(32) + "\n")
    with pytest.raises(Refusal, match="not the one"):
        House(house.settings, create_app(house.settings)).back_up(tmp_path / "backup")
    key.write_text(right)
    house.back_up(tmp_path / "backup")


def test_an_erasure_that_is_not_in_the_ledger_yet_comes_first(house: House, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as crashing:
        crashing.setattr(ledger, "_append_now", lambda: None)
        house.erase("text", "a" * 22)
    house.back_up(tmp_path / "backup")
    assert [erasure.ids for erasure in ledger.read(house.settings.ledger_path())] == [("a" * 22,)]


def test_old_ones_of_the_folder_go_and_nothing_else(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for days in (0, 29, 31, 400):
        with clock.at(now() - timedelta(days=days)):
            house.back_up(folder / f"{days}")
    (folder / ".killed.half").write_bytes((folder / "0").read_bytes()[:1000])
    (folder / ".note.half").write_text("not one of them")
    (folder / "note").write_text("not one of them")
    (folder / "link").symlink_to(folder / "29")
    (folder / "sub").mkdir()
    with house.app.app_context():
        gone = backup.delete_old(folder, 30)
    assert {path.name for path in gone} == {"31", "400", ".killed.half"}
    assert {path.name for path in folder.iterdir()} == {"0", "29", "note", ".note.half", "link", "sub"}


@pytest.mark.both_databases
def test_an_account_that_was_deleted_since_is_deleted_again(house: House, elsewhere: Elsewhere, tmp_path: Path) -> None:
    two = Two(house.app, builders.pair(house.app), lesson(house.app))
    mine, theirs = two.both_open()
    sealed = two.first.save_and_seal(lesson(house.app))
    path = house.back_up(tmp_path / "backup")
    with house.app.app_context(), transaction():
        delete_account(two.pair.first.id)
    elsewhere.bring_ledger(house)
    assert elsewhere.restore(path).exit_code == 0
    restored = elsewhere.app()
    with restored.app_context():
        gone = db.session.get_one(Person, two.pair.first.id)
        assert (gone.name, gone.email, gone.erased_at is None) == ("", None, False)
        ciphers = select(Reflection.text_cipher).where(Reflection.author_id == gone.id)
        assert set(db.session.scalars(ciphers)) == {None}
        assert db.session.scalars(select(DataKey).where(DataKey.person_id == gone.id)).all() == []
    reader = Writer(restored, two.pair, two.pair.second)
    for row in (mine, theirs):
        seen = reader.read(row)
        assert seen is not None
        assert seen.mine is not None
        assert seen.theirs is not None
        assert (seen.mine.text, seen.theirs.text) == (OTHER_TEXT, None)
    assert sealed in reader.lines()


class TestRefused:
    @pytest.mark.parametrize("content", [b"", b"PK\3\4", b"vice-versa backup 1\n", b"vice-versa backup 1\n{}\n"])
    def test_what_is_no_backup(self, elsewhere: Elsewhere, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "other").write_bytes(content)
        assert "no backup of Vice Versa" in elsewhere.refused(tmp_path / "other")

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda whole: whole[:-1],
            lambda whole: whole[: len(whole) // 2],
            lambda whole: whole + b"\0",
            lambda whole: whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:],
            lambda whole: whole.replace(b"202", b"203", 1),
        ],
        ids=["last byte", "half", "more", "changed", "head"],
    )
    def test_a_damaged_one(
        self, house: House, elsewhere: Elsewhere, tmp_path: Path, spoil: Callable[[bytes], bytes]
    ) -> None:
        builders.person(house.app)
        path = house.back_up(tmp_path / "backup")
        path.write_bytes(spoil(path.read_bytes()))
        assert "cut off or damaged" in elsewhere.refused(path)

    def test_one_of_another_master_key(self, house: House, elsewhere: Elsewhere, tmp_path: Path) -> None:
        path, key = house.back_up(tmp_path / "backup"), elsewhere.folder / "master.key"
        key.write_text(secrets.token_hex(32) + "\n")
        assert "is not the one that closed this backup" in elsewhere.refused(path)
        key.write_text("-\n" + secrets.token_hex(32) + "\n")
        assert "needs line 1" in elsewhere.refused(path)
        key.unlink()
        assert "no master key" in elsewhere.refused(path)

    def test_none_but_told_when_texts_need_another_line(
        self, house: House, elsewhere: Elsewhere, tmp_path: Path
    ) -> None:
        write_text(house, Owner(new_id()))
        with house.app.app_context():
            secrecy.add_key()
        path, new = house.back_up(tmp_path / "backup"), house.settings.master_key_path().read_text().split()[1]
        there, old = elsewhere.folder / "master.key", house.settings.master_key_path().read_text().split()[0]
        there.write_text(f"{secrets.token_hex(32)}\n{new}\n")
        assert "1 keys need another line" in elsewhere.restore(path).output
        with elsewhere.app().app_context():
            assert not secrecy.opens()
        there.write_text(f"{old}\n{new}\n")
        with elsewhere.app().app_context():
            assert secrecy.opens()

    def test_texts_whose_line_was_dropped_wait_for_it(self, house: House, elsewhere: Elsewhere, tmp_path: Path) -> None:
        write_text(house, Owner(new_id()))
        with house.app.app_context():
            secrecy.add_key()
        path, new = house.back_up(tmp_path / "backup"), house.settings.master_key_path().read_text().split()[1]
        (elsewhere.folder / "master.key").write_text(f"-\n{new}\n")
        result = elsewhere.restore(path)
        assert result.exit_code == 0, result.output
        assert "1 keys need another line" in result.output

    def test_without_the_newest_ledger_unless_told_so(self, house: House, elsewhere: Elsewhere, tmp_path: Path) -> None:
        house.erase("text", new_id())
        path, there = house.back_up(tmp_path / "backup"), elsewhere.folder / "erasures.jsonl"
        assert "older copy" in elsewhere.refused(path)
        there.unlink()
        assert "no erasure ledger" in elsewhere.refused(path)
        ledger.begin(there)
        assert "not the one" in elsewhere.refused(path)
        there.unlink()
        assert elsewhere.restore(path, "--without-ledger").exit_code == 0

    def test_where_there_are_people(self, house: House, tmp_path: Path) -> None:
        path = house.back_up(tmp_path / "backup")
        someone = builders.person(house.app)
        result = run(house.settings.data, "restore", str(path), database_url=house.settings.database_url)
        assert "There are people" in result.stderr
        assert someone.id in str(rows_in(house.settings.database_url)["person"])

    def test_one_of_a_newer_portal(self, house: House, elsewhere: Elsewhere, tmp_path: Path) -> None:
        with connected(house.settings.database_url) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert "newer portal" in elsewhere.refused(house.back_up(tmp_path / "backup"))


@pytest.mark.both_databases
def test_a_place_that_was_set_up_already_takes_one_in(house: House, tmp_path: Path) -> None:
    two = Two(house.app, builders.pair(house.app), lesson(house.app))
    mine, _ = two.both_open()
    path, address = house.back_up(tmp_path / "backup"), house.settings.database_url
    before = everything(address)
    with connected(address) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": schema.RESTORING})
    result = run(house.settings.data, "restore", str(path), database_url=address)
    assert result.exit_code == 0, result.output
    assert everything(address) == before
    with two.app.app_context():
        assert db.session.get_one(Reflection, mine).text_cipher is not None
    seen = two.first.read(mine)
    assert seen is not None
    assert TEXT in str(seen)


@pytest.mark.both_databases
def test_an_older_one_is_migrated(house: House, elsewhere: Elsewhere, tmp_path: Path, databases: Databases) -> None:
    address = databases.new(empty=True)
    schema.upgrade(address, "0004")
    fill(address)
    old = House(house.settings.model_copy(update={"database_url": address}), house.app)
    app = create_app(old.settings)
    with app.app_context(), transaction():
        db.session.execute(update(DataKey).values(wrapped_cipher=b"none", master_version=1))
        db.session.execute(text("DELETE FROM data_key"))
    path = replace(old, app=app).back_up(tmp_path / "backup")
    result = elsewhere.restore(path)
    assert result.exit_code == 0, result.output
    before, after = rows_in(address), rows_in(elsewhere.address)
    assert after["person"] == before["person"]
    assert after["lesson_document"] == before["lesson_document"]
    with connected(elsewhere.address) as connection:
        assert schema.current(connection) == schema.newest()


@pytest.mark.both_databases
def test_a_restore_that_was_cut_off_serves_nobody_and_begins_again(
    house: House, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    someone = builders.person(house.app)
    path = house.back_up(tmp_path / "backup")
    house.erase("unheard", new_id())
    elsewhere.bring_ledger(house)
    assert "unheard" in elsewhere.restore(path).stderr
    assert (
        "not at the newest migration" in run(elsewhere.folder, "users", "list", database_url=elsewhere.address).stderr
    )
    kept = ledger.read(house.settings.ledger_path())
    assert [erasure.kind for erasure in kept] == ["unheard"]
    lines = (elsewhere.folder / "erasures.jsonl").read_text().splitlines(keepends=True)
    (elsewhere.folder / "erasures.jsonl").write_text("".join(lines[:1]))
    assert elsewhere.restore(path).exit_code == 0
    assert someone.email in run(elsewhere.folder, "users", "list", database_url=elsewhere.address).output


def test_it_is_read_by_the_key_that_was_newest_then(house: House, tmp_path: Path) -> None:
    write_text(house, Owner(new_id()))
    old = house.back_up(tmp_path / "old")
    with house.app.app_context():
        secrecy.add_key()
        secrecy.rewrap()
    new, keyring = house.back_up(tmp_path / "new"), Keyring(house.settings.master_key_path())
    assert [backup.check(path, keyring).head.master_version for path in (old, new)] == [1, 2]


def test_frames_of_two_backups_do_not_mix(house: House, tmp_path: Path) -> None:
    one, two = (house.back_up(tmp_path / name).read_bytes() for name in ("one", "two"))
    head = one[: one.index(b"\n", 20) + 1]
    (tmp_path / "mixed").write_bytes(head + two[two.index(b"\n", 20) + 1 :])
    with pytest.raises(Damaged):
        backup.check(tmp_path / "mixed", Keyring(house.settings.master_key_path()))
