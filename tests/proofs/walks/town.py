"""Nine people: three pairs with a person in common, a coordinator, an instructor, an administrator, a stranger."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.accounts.rules import SiteRole
from portal.kernel import clock
from portal.kernel.database import Base, db
from portal.kernel.identity import Actor
from portal.kernel.transaction import transaction
from portal.programs.rules import EnrolmentRole
from tests import builders
from tests.learning.conftest import take_in, write_lessons
from tests.proofs.walks.model import Pair, Piece

PAIRS = (("Maïté", "Ibrahim"), ("Maïté", "Solange"), ("Noor", "Benoît"))
ROLES = {"Thu": (SiteRole.INSTRUCTOR,), "Rosalie": (SiteRole.ADMINISTRATOR,)}
COORDINATOR, STRANGER = "Camille", "Yannick"
NAMES = (*dict.fromkeys(name for two in PAIRS for name in two), COORDINATOR, *ROLES, STRANGER)
LESSONS = ("premiere", "deuxieme")
MODULE = "conversation"
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLOSING_LASTS = timedelta(days=30)


@dataclass
class Written(Piece):
    """A piece, and where the portal keeps it."""

    row: str = ""
    version: int = 0
    done: bool = True
    """Of a note: its step was not taken back since."""
    was_open: bool = False


class Couple(Pair):
    """A pair of the model, and the pair of the portal that it stands for."""

    def __init__(self, pair_id: str, *two: str) -> None:
        super().__init__(*two)
        self.id = pair_id
        self.pieces = [Written("text", name, lesson, state="none") for lesson in LESSONS for name in two]
        self.closes_at: datetime | None = None
        self.finished: set[str] = set()

    def do(self, act: str, text: Piece) -> None:
        super().do(act, text)
        for one in self.written("text"):
            one.was_open = one.was_open or one.state == "open"

    def written(self, kind: str, on: object = None) -> list[Written]:
        """The pieces of a kind, on a lesson or a text where one is given; oldest first."""
        return [one for one in self.pieces if one.kind == kind and (on is None or one.on is on)]


class Town:
    """The nine, their pairs, and the time of day."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        write_lessons(folder)
        take_in(app, folder)
        self.people = {name: builders.person(app, name, roles=ROLES.get(name, ())) for name in NAMES}
        self.actors = {name: _actor(someone.id, name) for name, someone in self.people.items()}
        self._pair_ids = [builders.pair(app, *(self.people[name] for name in two)).id for two in PAIRS]
        builders.enrol(app, self.people[COORDINATOR], builders.open_program(app), EnrolmentRole.COORDINATOR)
        self._rows = self._everything()
        self._rest()

    def begin_again(self) -> None:
        """As on the first day: nobody has written a word."""
        with self.app.app_context(), transaction(is_act=False):
            for table in reversed(Base.metadata.sorted_tables):
                db.session.execute(table.delete())
            for table, rows in self._rows.items():
                db.session.execute(Base.metadata.tables[table].insert(), rows)
        self._rest()

    @contextmanager
    def open(self) -> Iterator[None]:
        """The portal, at this moment."""
        with self.app.app_context(), clock.at(self.now):
            yield

    def pass_time(self, time: timedelta) -> None:
        """A pair that is closing closes by itself after thirty days."""
        self.now += time
        for couple in self.couples:
            if couple.closes_at is not None and self.now >= couple.closes_at:
                couple.close()

    def _rest(self) -> None:
        self.now = MORNING
        self.couples = [Couple(pair_id, *two) for pair_id, two in zip(self._pair_ids, PAIRS, strict=True)]

    def _everything(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of every table that has any, parents first."""
        with self.app.app_context():
            found = {
                table.name: [dict(row) for row in db.session.execute(select(table)).mappings()]
                for table in Base.metadata.sorted_tables
            }
        return {name: rows for name, rows in found.items() if rows}


def _actor(person_id: str, name: str) -> Actor:
    return Actor(id=person_id, name=name, language="fr", time_zone="America/Toronto", session_id="", csrf_secret="")
