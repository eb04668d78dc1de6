"""How many statements the pages of the journal take: few, and the same for one exchange and for fifty."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from portal.kernel.database import db
from tests.journal.acting import Browser, Two, lesson

MANY = 50
MOST = 6


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What is asked of the database meanwhile, without the words that begin and end a transaction."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def asked(app: Flask, browser: Browser, path: str) -> int:
    with statements(app) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def more_exchanges(two: Two, count: int) -> None:
    for _ in range(count):
        Two(two.app, two.pair, lesson(two.app)).both_open()


def test_the_list_takes_no_more_for_fifty_exchanges(app: Flask, two: Two, maite: Browser) -> None:
    two.heard()
    one = asked(app, maite, "")
    more_exchanges(two, MANY - 1)
    assert len(maite.page().query("article")) == MANY
    assert asked(app, maite, "") == one <= MOST


@pytest.mark.parametrize("state", ["draft", "sealed", "open", "heard"])
def test_an_exchange_takes_no_more_among_fifty(app: Flask, two: Two, maite: Browser, state: str) -> None:
    if state in ("open", "heard"):
        row = two.heard()[0] if state == "heard" else two.both_open()[0]
    else:
        row = two.first.save(two.about) if state == "draft" else two.first.save_and_seal(two.about)
    alone = asked(app, maite, f"/{row}")
    more_exchanges(two, 3)
    assert asked(app, maite, f"/{row}") == alone <= MOST


def test_an_exchange_takes_no_more_for_a_long_talk(app: Flask, two: Two, maite: Browser) -> None:
    mine, theirs = two.both_open()
    for reader, writer, row in ((two.first, two.second, theirs), (two.second, two.first, mine)):
        for number in range(3):
            writer.clarify(row, reader.hear(row, f"Round {number}"))
        writer.confirm(row, reader.hear(row))
    two.first.reply(mine)
    short = asked(app, maite, f"/{mine}")
    for number in range(10):
        two.second.reply(mine, f"Reply {number}")
    assert asked(app, maite, f"/{mine}") == short <= MOST


def test_the_list_takes_no_more_for_fifty_notes(app: Flask, two: Two, maite: Browser) -> None:
    two.heard()
    two.first.add_to_note(two.first.share_note())
    one = asked(app, maite, "")
    for _ in range(MANY // 2):
        two.first.keep_note()
        two.second.share_note()
    assert asked(app, maite, "") == one <= MOST


def test_a_note_takes_no_more_for_many_additions(app: Flask, two: Two, maite: Browser) -> None:
    row = two.first.share_note()
    two.first.add_to_note(row)
    one = asked(app, maite, f"/entries/{row}")
    for number in range(10):
        two.first.add_to_note(row, f"And {number}.")
    assert asked(app, maite, f"/entries/{row}") == one <= MOST
