"""Encryption at rest: a text opens at its place, with its author's key, and nowhere else."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from portal.accounts.models import AccountLink
from portal.accounts.rules import LinkPurpose
from portal.app import create_app
from portal.kernel import secrecy
from portal.kernel.database import db, new_id
from portal.kernel.secrecy import DataKey, KeysUnavailable, Opener, Owner, Place
from portal.kernel.transaction import transaction
from portal.settings import Settings

pytestmark = pytest.mark.both_databases

TEXT = "Ce que j’ai entendu : « vous » 😀\n\n\0 même ça"
PLACE = Place("reflection", "text_cipher", new_id(), 3)
MAITE = Owner(new_id(), new_id())
IBRAHIM = replace(MAITE, person_id=new_id())


def close(app: Flask, owner: Owner = MAITE, place: Place = PLACE, text: str = TEXT) -> bytes:
    with app.app_context(), transaction():
        return secrecy.close(owner, place, text)


def open_one(app: Flask, cipher: bytes, owner: Owner = MAITE, place: Place = PLACE) -> str:
    with app.app_context():
        return secrecy.open_one(owner, place, cipher)


def add_master_key(settings: Settings) -> None:
    with settings.master_key_path().open("a") as file:
        file.write(secrets.token_hex(32) + "\n")


def versions(app: Flask) -> list[int]:
    with app.app_context():
        return sorted(db.session.scalars(select(DataKey.master_version)))


@pytest.mark.parametrize("text", [TEXT, "", "a" * 100_000])
def test_a_text_comes_back_whole(app: Flask, text: str) -> None:
    assert open_one(app, close(app, text=text)) == text


def test_the_same_text_is_never_closed_alike(app: Flask) -> None:
    assert close(app) != close(app)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, table="reply"),
        replace(PLACE, column="note_cipher"),
        replace(PLACE, row_id=new_id()),
        replace(PLACE, version=2),
    ],
    ids=["table", "column", "row", "version"],
)
def test_moved_anywhere_else_it_does_not_open(app: Flask, elsewhere: Place) -> None:
    cipher = close(app)
    with pytest.raises(KeysUnavailable):
        open_one(app, cipher, place=elsewhere)


@pytest.mark.parametrize(
    "other", [IBRAHIM, replace(MAITE, pair_id=new_id()), replace(MAITE, pair_id="")], ids=["partner", "pair", "none"]
)
def test_another_owners_key_does_not_open_it(app: Flask, other: Owner) -> None:
    cipher = close(app)
    with pytest.raises(KeysUnavailable):
        open_one(app, cipher, owner=other)
    close(app, owner=other)
    with pytest.raises(KeysUnavailable):
        open_one(app, cipher, owner=other)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda cipher: cipher[:-1] + bytes([cipher[-1] ^ 1]),
        lambda cipher: cipher[:1] + bytes([cipher[1] ^ 1]) + cipher[2:],
        lambda cipher: b"\x02" + cipher[1:],
        lambda cipher: cipher[:-1],
        lambda cipher: cipher[:13],
        lambda cipher: cipher[:5],
        lambda _cipher: b"",
    ],
    ids=["text", "nonce", "format", "short", "no text", "no nonce", "nothing"],
)
def test_spoiled_it_does_not_open(app: Flask, spoil: Callable[[bytes], bytes]) -> None:
    cipher = close(app)
    with pytest.raises(KeysUnavailable):
        open_one(app, spoil(cipher))


def test_each_owner_has_one_key(app: Flask) -> None:
    for owner in (MAITE, IBRAHIM, replace(MAITE, pair_id=""), MAITE):
        close(app, owner=owner)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(DataKey)) == 3


def test_without_a_persons_keys_their_words_are_gone_in_every_pair_and_nobody_elses(app: Flask) -> None:
    owners = [MAITE, replace(MAITE, pair_id=new_id()), replace(MAITE, pair_id="")]
    mine, theirs = [close(app, owner=owner) for owner in owners], close(app, owner=IBRAHIM)
    with app.app_context(), transaction():
        secrecy.destroy_keys(MAITE.person_id)
    for owner, cipher in zip(owners, mine, strict=True):
        with pytest.raises(KeysUnavailable):
            open_one(app, cipher, owner=owner)
    assert open_one(app, theirs, owner=IBRAHIM) == TEXT
    assert versions(app) == [1]


def test_two_devices_that_write_first_at_once_share_one_key(app: Flask) -> None:
    ready = Barrier(4)

    def write(number: int) -> bytes:
        ready.wait()
        return close(app, text=str(number))

    with ThreadPoolExecutor(4) as pool:
        ciphers = list(pool.map(write, range(4)))
    assert [open_one(app, cipher) for cipher in ciphers] == ["0", "1", "2", "3"]
    assert versions(app) == [1]


def test_a_key_moved_to_another_owner_opens_nothing(app: Flask) -> None:
    cipher = close(app)
    with app.app_context(), transaction():
        db.session.scalars(select(DataKey)).one().person_id = IBRAHIM.person_id
    with pytest.raises(KeysUnavailable):
        open_one(app, cipher, owner=IBRAHIM)


def test_many_are_opened_with_one_statement(app: Flask) -> None:
    places = [replace(PLACE, row_id=new_id()) for _ in range(6)]
    owners = [MAITE, IBRAHIM] * 3
    ciphers = [close(app, owner, place, place.row_id) for owner, place in zip(owners, places, strict=True)]
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        opener = Opener(owners)
        opened = [opener.open(*one) for one in zip(owners, places, ciphers, strict=True)]
    assert opened == [place.row_id for place in places]
    assert len([statement for statement in statements if "data_key" in statement]) == 1


def test_an_opener_for_nobody_asks_nothing(app: Flask) -> None:
    with app.app_context(), pytest.raises(KeysUnavailable):
        Opener([]).open(MAITE, PLACE, b"")


def test_a_new_master_key_closes_what_is_new_and_the_old_ones_still_open(app: Flask, settings: Settings) -> None:
    old = close(app)
    add_master_key(settings)
    renewed = create_app(settings)
    new = close(renewed, owner=IBRAHIM)
    assert versions(app) == [1, 2]
    assert open_one(renewed, old) == TEXT
    assert open_one(renewed, new, owner=IBRAHIM) == TEXT
    assert open_one(app, new, owner=IBRAHIM) == TEXT, "a running portal notices the new line by itself"


def test_an_owner_keeps_their_key_when_the_master_key_is_new(app: Flask, settings: Settings) -> None:
    close(app)
    add_master_key(settings)
    cipher = close(create_app(settings))
    assert versions(app) == [1]
    assert open_one(app, cipher) == TEXT


def test_another_master_key_opens_nothing(app: Flask, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    cipher = close(app)
    settings.master_key_path().write_text(secrets.token_hex(32) + "\n")
    with pytest.raises(KeysUnavailable):
        open_one(create_app(settings), cipher)
    assert "does not open" in caplog.text


def test_without_a_master_key_the_portal_starts_and_says_so(app: Flask, settings: Settings) -> None:
    cipher = close(app)
    settings.master_key_path().unlink()
    without = create_app(settings)
    with without.app_context():
        assert not secrecy.ready()
    with pytest.raises(KeysUnavailable) as refused:
        open_one(without, cipher)
    assert refused.value.status == 503
    with pytest.raises(KeysUnavailable):
        close(without, owner=IBRAHIM)
    assert without.test_client().get("/").status_code == 200


def test_a_master_key_that_is_put_back_opens_again_without_a_restart(app: Flask, settings: Settings) -> None:
    cipher, path = close(app), settings.master_key_path()
    right = path.read_text()
    path.unlink()
    without = create_app(settings)
    with pytest.raises(KeysUnavailable):
        open_one(without, cipher)
    path.write_text(right)
    assert open_one(without, cipher) == TEXT
    with without.app_context():
        assert secrecy.ready()


def test_a_key_file_that_goes_missing_is_told_and_closes_nothing(app: Flask, settings: Settings) -> None:
    cipher = close(app)
    settings.master_key_path().unlink()
    assert open_one(app, cipher) == TEXT
    with app.app_context():
        assert not secrecy.ready()


def test_nobody_writes_under_a_master_key_that_is_not_the_right_one(app: Flask, settings: Settings) -> None:
    """What they wrote would be lost as soon as the right one is back."""
    close(app)
    settings.master_key_path().write_text(secrets.token_hex(32) + "\n")
    wrong = create_app(settings)
    with pytest.raises(KeysUnavailable):
        close(wrong, owner=IBRAHIM)
    with wrong.app_context():
        assert secrecy.ready()
        assert not secrecy.opens()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(DataKey)) == 1


def test_after_a_loss_that_is_owned_up_to_new_pairs_write_again(app: Flask, settings: Settings) -> None:
    lost = close(app)
    settings.master_key_path().write_text(f"-\n{secrets.token_hex(32)}\n")
    renewed = create_app(settings)
    assert open_one(renewed, close(renewed, owner=IBRAHIM), owner=IBRAHIM) == TEXT
    with pytest.raises(KeysUnavailable):
        open_one(renewed, lost)
    with renewed.app_context():
        assert secrecy.opens()


@pytest.mark.parametrize("spoil", [lambda _line: "ab" * 32 + "\n", lambda line: line + "half", lambda _line: "é"])
def test_a_running_portal_keeps_its_keys_when_their_file_is_spoiled(
    app: Flask, settings: Settings, caplog: pytest.LogCaptureFixture, spoil: Callable[[str], str]
) -> None:
    cipher, path = close(app), settings.master_key_path()
    path.write_text(spoil(path.read_text()), encoding="latin-1")
    new = close(app, owner=IBRAHIM)
    assert open_one(app, cipher) == TEXT
    assert open_one(app, new, owner=IBRAHIM) == TEXT
    assert "master keys" in caplog.text


@pytest.mark.parametrize("line", ["not-hexadecimal", "abcdef", "ab" * 16, "ab" * 33])
def test_a_master_key_that_is_none_is_named_at_the_start(settings: Settings, line: str) -> None:
    with settings.master_key_path().open("a") as file:
        file.write(line + "\n")
    with pytest.raises(RuntimeError, match="line 2"):
        create_app(settings)


def test_no_word_is_in_any_file_of_the_database(app: Flask, settings: Settings, database: str) -> None:
    canary, control = "canary-" + secrets.token_hex(8), "control-" + secrets.token_hex(8)
    row_id = new_id()
    with app.app_context(), transaction():
        db.session.add(
            AccountLink(
                id=row_id,
                purpose=LinkPurpose.RESET,
                email=control,
                salt="salt",
                way_cipher=secrecy.close(Owner(row_id), Place("account_link", "way_cipher", row_id), canary),
                created_at=datetime(2026, 11, 23, tzinfo=UTC),
                expires_at=datetime(2026, 11, 24, tzinfo=UTC),
            )
        )
    with app.app_context():
        written = everything(app, settings, database)
    assert control.encode() in written
    assert canary.encode() not in written


def everything(app: Flask, settings: Settings, database: str) -> bytes:
    """Every byte of the database's files with what lies beside them; on a server, every value of every row."""
    if database == "sqlite":
        path = Path(db.engine.url.database or "")
        files = [*path.parent.glob(f"{path.name}*"), *settings.data.rglob("*.sqlite3*")]
        return b"".join(file.read_bytes() for file in files)
    tables = [AccountLink, DataKey]
    rows = [row for table in tables for row in db.session.execute(select(table.__table__))]
    return b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
