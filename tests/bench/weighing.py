"""What pages weigh: the statements they take, and the bytes of a first visit."""

import re
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event

from portal.curriculum import queries as curriculum
from portal.kernel.database import db
from portal.learning.queries import path
from tests.bench import load

UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SET", "PRAGMA", "SAVEPOINT", "RELEASE")
PARTS = re.compile(r'<(?:link rel="stylesheet" href|script type="module" src)="([^"]+)"')


@contextmanager
def statements_of(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent within the block, but for those that begin, end and set."""
    sent: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(UNCOUNTED):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def cold_and_warm(app: Flask, client: FlaskClient, address: str) -> tuple[int, int]:
    """How many statements a page takes when this process has read no lesson yet, and when it has."""
    with patch.object(curriculum, "_documents", OrderedDict()), patch.object(path, "_revisions", OrderedDict()):
        cold, warm = (_statements(app, client, address) for _ in range(2))
    return cold, warm


def _statements(app: Flask, client: FlaskClient, address: str) -> int:
    with statements_of(app) as sent:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    return len(sent)


def first_visit(port: int, page: bytes) -> tuple[int, int]:
    """Bytes of a page with its styles and its scripts as they are sent, heads included; and those of the scripts."""
    head, body = load.one(port, page)
    whole, scripts = len(head) + len(body), 0
    for address in PARTS.findall(body.decode()):
        part = load.one(port, load.request("GET", address, port, {"Accept-Encoding": "br, gzip"}))
        size = sum(map(len, part))
        whole += size
        scripts += size if address.endswith(".js") else 0
    return whole, scripts
