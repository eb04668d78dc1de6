"""A mark in every kind of text is in its readers' responses, and in no file, log, job, address or other page."""

import logging
import re
import subprocess
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, func, select

from portal.kernel import clock, ledger, schema
from portal.kernel.database import Base, db
from portal.meetings.rules import TextKind
from portal.meetings.service import save_text
from portal.settings import Settings
from tests.builders import TwoPeople
from tests.databases import Databases, sqlite_path
from tests.meetings.acting import agreed, do
from tests.processes import PORTAL, environment
from tests.proofs.walks.pages import CRASH, words
from tests.proofs.walks.town import Town
from tests.proofs.walks.visiting import Visit
from tests.proofs.walks.walking import Step

pytestmark = [
    pytest.mark.proof,
    pytest.mark.both_databases,
    pytest.mark.timeout(1800),
    pytest.mark.filterwarnings("ignore:.*expression-based index"),
]

CANARY = "Des mots écrits"
"""With which everything written in a walk goes on after its mark."""
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)

NO_WORDS = {"data_key.wrapped_cipher", "account_link.way_cipher", "sitting.answers_cipher"}
"""Keys, the address of the page that somebody was on their way to, and which options of a situation were chosen."""
OF_LESSONS = {"remark.text_cipher", "remark.answer_cipher"}
"""Between a reader and the authors of a lesson: no partner's. tests/remarks looks after them."""

FIRST, SECOND = "Maïté", "Ibrahim"
HANDLER = "Rosalie"
"""In the open programme the administrators handle reports."""


def step(act: str, who: str, text: int = 0, pick: int = 0) -> Step:
    return Step(act, who, 0, text, pick)


FIRST_MOMENT = 4
# Texts 0 and 1 are on one lesson, 2 and 3 on another, 4 and 5 on the first moment. An odd pick shares and hands over.
EVERY_KIND = (
    step("write", FIRST),
    step("note", FIRST, pick=1),
    step("note", SECOND, pick=0),
    step("fill sheet", FIRST, pick=1),
    step("fill sheet", SECOND, pick=1),
    step("propose", FIRST),
    step("enter", FIRST),
    step("keep entry", SECOND),
    step("share entry", FIRST),
    step("seal", FIRST),
    step("seal", SECOND),
    step("hear", SECOND),
    step("clarify", FIRST),
    step("hear", SECOND),
    step("confirm", FIRST),
    step("reply", SECOND),
    step("reply", FIRST),
    step("add", FIRST),
    step("hear", FIRST, text=1),
    step("write", SECOND, text=2),
    step("pass", SECOND, text=2),
    step("seal", FIRST, text=2),
    step("keep", FIRST, text=2),
    step("write", SECOND, text=3),
    step("unsay", SECOND, pick=0),
    step("write", FIRST, text=FIRST_MOMENT),
    step("show", FIRST, text=1),
    step("take", HANDLER),
    step("answer", HANDLER),
)

ACTS_A_LOOK = 20
"""The walks look after each; here what counts is what was logged and kept meanwhile."""


@pytest.fixture
def settings(tmp_path: Path, databases: Databases) -> Settings:
    """A portal at the newest migration: a backup is of one."""
    address = databases.new(empty=True)
    made = Settings(
        data=tmp_path / "data", base_url="http://localhost", database_url=address, argon2_memory=8, worker=False
    )
    made.make_keys()
    ledger.begin(made.ledger_path())
    schema.upgrade(made.database_url)
    return made


@pytest.fixture
def visit(app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Visit:
    """Everything is written, through the pages; everybody looks everywhere now and then, and at the end."""
    caplog.set_level(logging.DEBUG)
    taken = Visit(Town(app, tmp_path / "lessons"))
    keep_for_a_meeting(taken.town)
    for number, one in enumerate(EVERY_KIND, start=1):
        taken.go(one, looks=number % ACTS_A_LOOK == 0 or number == len(EVERY_KIND))
    return taken


def keep_for_a_meeting(town: Town) -> None:
    """The mark is in all that the two keep for it; no walk goes there."""
    couple = town.couples[0]
    two = TwoPeople(couple.id, town.people[FIRST], town.people[SECOND], couple.program)
    with clock.at(town.now):
        meeting = agreed(town.app, two, place=CANARY)
        for kind in (TextKind.AGENDA, TextKind.DECISIONS):
            do(town.app, two, two.first, partial(save_text, meeting_id=meeting, kind=kind, text=CANARY, version=0))


def ciphers() -> set[str]:
    """Every column that is encrypted, by the name it must have."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_cipher")
    }


def test_a_mark_is_in_every_kind_of_text_and_nowhere_but_with_its_readers(
    settings: Settings, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    every_kind_has_one_and_no_row_holds_it(visit.town.app)
    no_file_and_no_backup_holds_it(settings)
    logged = [record.getMessage() for phase in ("setup", "call") for record in caplog.get_records(phase)]
    assert not [line for line in logged if holds(line)]
    with visit.town.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Base.metadata.tables["outbox"]))
    no_title_and_no_address_tells_it(visit)


def every_kind_has_one_and_no_row_holds_it(app: Flask) -> None:
    """A new column that is encrypted is to be written in EVERY_KIND."""
    written = set()
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.name.endswith("_cipher") and db.session.scalar(select(func.count(column))):
                    written.add(f"{table.name}.{column.name}")
            for row in db.session.execute(select(table)):
                assert not [value for value in row if holds(value)], f"a word in {table.name}"
    assert ciphers() - written <= NO_WORDS | OF_LESSONS


def no_file_and_no_backup_holds_it(settings: Settings) -> None:
    env = environment(settings.data, database_url=settings.database_url)
    backup = settings.data / "portal.backup"
    subprocess.run([PORTAL, "backup", str(backup)], env=env, check=True, capture_output=True)
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    database = sqlite_path(settings.database_url)
    if database is not None:
        files += database.parent.glob(f"{database.name}*")
        assert database in files
    assert {backup, settings.jobs_path} <= set(files)
    assert [path for path in files if holds(path.read_bytes())] == []


def no_title_and_no_address_tells_it(visit: Visit) -> None:
    with clock.at(visit.town.now):
        for who in visit.town.people:
            for address in visit.pages(0):
                answer = visit.visitors.clients[who].get(address)
                assert answer.status_code != CRASH
                told = "".join(f"{name}: {value}" for name, value in answer.headers)
                assert not holds(address + told + "".join(TITLE.findall(words(answer))))


def holds(value: object) -> bool:
    """Whether a word of what was written is in it."""
    found = value if isinstance(value, bytes | bytearray | memoryview) else str(value).encode()
    return CANARY.encode() in bytes(found)


def test_what_is_binary_is_encrypted_or_no_text() -> None:
    """A binary column by another name would not be looked at."""
    binary = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert binary - ciphers() == {"picture.content", "module_import.archive"}, "lessons are written for everyone"
