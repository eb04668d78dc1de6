"""A new master key while the portal runs: everything still opens, everywhere, and the old one can go."""

import secrets
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from unittest.mock import Mock

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.app import create_app
from portal.kernel import secrecy
from portal.kernel.database import db, new_id
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import DataKey, Owner, Place, Rewrapped, rotation, texts
from portal.kernel.secrecy.keyring import Keyring
from portal.kernel.transaction import transaction
from portal.settings import Settings

pytestmark = pytest.mark.both_databases

PLACE = Place("reflection", "text_cipher", new_id())
MAITE = Owner(new_id(), new_id())
IBRAHIM = replace(MAITE, person_id=new_id())
PATIENCE = 10
TEXT = "J’ai cru que le silence voulait dire oui."


def close(app: Flask, owner: Owner = MAITE) -> bytes:
    with app.app_context(), transaction():
        return secrecy.close(owner, PLACE, TEXT)


def opens(app: Flask, cipher: bytes, owner: Owner = MAITE) -> bool:
    with app.app_context():
        return secrecy.open_one(owner, PLACE, cipher) == TEXT


def rotate(app: Flask) -> Rewrapped:
    with app.app_context():
        secrecy.add_key()
        return secrecy.rewrap()


def drop(app: Flask) -> int:
    with app.app_context():
        return secrecy.drop_old()


def versions(app: Flask) -> set[int]:
    with app.app_context():
        return set(db.session.scalars(select(DataKey.master_version)))


def lines(settings: Settings) -> list[str]:
    return settings.master_key_path().read_text().split()


def test_everything_opens_afterwards_in_every_portal_that_runs(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "_OLDER", rotation._OLDER.limit(2))  # noqa: SLF001 (several transactions)
    owners = [replace(MAITE, pair_id=new_id()) for _ in range(5)]
    ciphers = [close(app, owner) for owner in owners]
    running, first = create_app(settings), lines(settings)[0]
    assert rotate(app) == Rewrapped(done=5, stuck=0)
    assert versions(app) == {2}
    assert lines(settings)[0] == first
    for portal in (app, running, create_app(settings)):
        assert all(opens(portal, cipher, owner) for cipher, owner in zip(ciphers, owners, strict=True))


def test_the_old_key_goes_and_its_line_keeps_its_number(app: Flask, settings: Settings) -> None:
    cipher, running = close(app), create_app(settings)
    rotate(app)
    assert drop(app) == 1
    assert lines(settings)[0] == "-"
    assert drop(app) == 0
    rotate(app)
    assert drop(app) == 1
    assert lines(settings)[:2] == ["-", "-"]
    later = close(running, IBRAHIM)
    assert versions(app) == {3}
    for portal in (app, running, create_app(settings)):
        assert opens(portal, cipher)
        assert opens(portal, later, IBRAHIM)


def test_a_key_that_is_needed_is_not_dropped(app: Flask, settings: Settings) -> None:
    cipher, before = close(app), lines(settings)
    with app.app_context():
        secrecy.add_key()
    with pytest.raises(Refusal, match="still need"):
        drop(app)
    assert lines(settings)[:1] == before
    assert opens(create_app(settings), cipher)


def test_what_does_not_open_stays_and_is_counted(app: Flask, settings: Settings) -> None:
    close(app)
    mine = close(app, IBRAHIM)
    with app.app_context(), transaction():
        db.session.execute(
            update(DataKey).where(DataKey.person_id == MAITE.person_id).values(wrapped_cipher=b"\x01 spoiled, wholly")
        )
    assert rotate(app) == Rewrapped(done=1, stuck=1)
    assert versions(app) == {1, 2}
    assert opens(app, mine, IBRAHIM)
    with pytest.raises(Refusal):
        drop(app)


def test_a_key_made_while_the_master_key_changes_is_under_the_new_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever drops the old one would miss it."""
    insert = texts.insert_if_new

    def late(*args: object, **values: object) -> bool:
        if not rotated:
            rotated.append(secrecy.add_key())
        return insert(*args, **values)  # type: ignore[arg-type]

    rotated: list[int] = []
    monkeypatch.setattr(texts, "insert_if_new", late)
    cipher = close(app)
    assert rotated == [2]
    assert versions(app) == {2}
    drop(app)
    assert opens(app, cipher)


def test_whoever_drops_the_old_one_waits_for_a_key_that_is_being_made(app: Flask, settings: Settings) -> None:
    made, goes_on, ciphers = Event(), Event(), []

    def make() -> None:
        with app.app_context(), transaction():
            ciphers.append(secrecy.close(MAITE, PLACE, TEXT))
            made.set()
            goes_on.wait(PATIENCE)

    def change() -> None:
        rotate(app)
        with suppress(Refusal):
            drop(app)

    making, changing = Thread(target=make), Thread(target=change)
    making.start()
    assert made.wait(PATIENCE)
    changing.start()
    changing.join(timeout=1)
    goes_on.set()
    for thread in (making, changing):
        thread.join()
    assert opens(create_app(settings), ciphers[0])


def test_a_file_that_cannot_be_read_for_a_moment_is_read_later(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        keys = texts.keyring()
    other = Keyring(settings.master_key_path())
    with app.app_context():
        secrecy.add_key()
    for broken in (OSError("not now"), FileNotFoundError("between two")):
        with monkeypatch.context() as failing:
            failing.setattr(Path, "read_text", Mock(side_effect=broken))
            assert other.version == 1
    assert other.version == keys.version == 2


def test_the_file_stays_as_private_as_it_was(app: Flask, settings: Settings) -> None:
    path = settings.master_key_path()
    path.chmod(0o640)
    rotate(app)
    assert path.stat().st_mode & 0o777 == 0o640
    assert {found.name for found in path.parent.iterdir()} >= {"master.key"}
    assert not list(path.parent.glob(".*.half"))


def test_a_link_to_the_file_stays_a_link(app: Flask, settings: Settings, tmp_path: Path) -> None:
    path, elsewhere = settings.master_key_path(), tmp_path / "elsewhere.key"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    rotate(app)
    assert path.is_symlink()
    assert len(elsewhere.read_text().split()) == 2


def test_without_a_master_key_none_is_added(app: Flask, settings: Settings) -> None:
    cipher, path = close(app), settings.master_key_path()
    right = path.read_text()
    path.unlink()
    with pytest.raises(Refusal, match="put it back"):
        rotate(app)
    assert not path.exists()
    path.write_text(right)
    assert opens(app, cipher)


def test_a_wrong_master_key_rotates_nothing(app: Flask, settings: Settings) -> None:
    cipher, path = close(app), settings.master_key_path()
    right = path.read_text()
    path.write_text(secrets.token_hex(32) + "\n")
    assert rotate(create_app(settings)) == Rewrapped(done=0, stuck=1)
    path.write_text(right)
    assert opens(create_app(settings), cipher)
