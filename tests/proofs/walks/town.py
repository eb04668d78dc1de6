"""Nine people: three pairs with a person in common, a coordinator, an instructor, an administrator, a stranger."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import Person
from portal.accounts.passwords import hash_password
from portal.accounts.rules import SiteRole
from portal.kernel import clock
from portal.kernel.database import Base, db
from portal.kernel.identity import Actor
from portal.kernel.transaction import transaction
from portal.programs.rules import OPEN_PROGRAM_SLUG, EnrolmentRole
from tests import builders
from tests.journal.carding import take_in_cards
from tests.learning.conftest import take_in, write_lessons
from tests.proofs.walks.model import Pair, Piece

PAIRS = (("Maïté", "Ibrahim"), ("Maïté", "Solange"), ("Noor", "Benoît"))
PROGRAMS = (OPEN_PROGRAM_SLUG, "jumelage", OPEN_PROGRAM_SLUG)
"""Of each pair. The coordinator has both; reports of the open one go to the administrator."""
ROLES = {"Thu": (SiteRole.INSTRUCTOR,), "Rosalie": (SiteRole.ADMINISTRATOR,)}
COORDINATOR, ADMINISTRATOR, STRANGER = "Camille", "Rosalie", "Yannick"
NAMES = (*dict.fromkeys(name for two in PAIRS for name in two), COORDINATOR, *ROLES, STRANGER)
PASSWORD = "plume-lilas-boussole"
LESSONS = ("premiere", "deuxieme")
ONCE = ("first", "midway", "last")
CARD = "first-network"
DISAGREEMENT = "disagreement"
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
    asked: set[str] = field(default_factory=set)
    """Of a text: what was asked about it by a button alone. More, advice, to talk about it in person."""

    @property
    def moment(self) -> str:
        """Of a text: what it is about, where that is no lesson and no card."""
        return "" if self.on in LESSONS or self.is_on_card else str(self.on).partition(" ")[0]

    @property
    def is_on_card(self) -> bool:
        return self.on == CARD


class Couple(Pair):
    """A pair of the model, and the pair of the portal that it stands for."""

    def __init__(self, pair_id: str, program: str, *two: str) -> None:
        super().__init__(*two)
        self.id, self.program = pair_id, program
        self.closes_at: datetime | None = None
        self.finished: set[str] = set()
        self._disagreements = 0
        for occasion in (*LESSONS, *ONCE, CARD):
            self._begin(occasion)
        self._may_disagree()

    def do(self, act: str, text: Piece) -> None:
        super().do(act, text)
        for one in self.written("text"):
            one.was_open = one.was_open or one.state == "open"
        self._may_disagree()

    def written(self, kind: str, on: object = None) -> list[Written]:
        """The pieces of a kind, on an occasion or a text where one is given; oldest first."""
        return [one for one in self.pieces if one.kind == kind and (on is None or one.on is on)]

    def twins(self, text: Written) -> list[Written]:
        """Both texts of an occasion."""
        return self.written("text", text.on)

    def own(self, who: str, text: Written) -> Written:
        """One’s own text where one writes; of a disagreement, in the newest one, if one may know of neither."""
        mine = next(one for one in self.twins(text) if one.author == who)
        if text.moment != DISAGREEMENT or any(one.row and self.knows(who, one) for one in self.twins(text)):
            return mine
        again = [one for one in self.written("text") if one.moment == DISAGREEMENT and one.author == who]
        return next((one for one in reversed(again[:-1]) if self._goes_on(one)), again[-1])

    def _goes_on(self, mine: Written) -> bool:
        """What was opened, passed or withdrawn is over, for whoever has not written in it."""
        (theirs,) = (one for one in self.twins(mine) if one is not mine)
        return mine.state == "draft" or (mine.state == "none" and theirs.state in ("draft", "sealed"))

    def _begin(self, occasion: str) -> None:
        self.pieces += [Written("text", name, occasion, state="none") for name in self.two]

    def _may_disagree(self) -> None:
        """There is always a disagreement that nobody has begun."""
        last = self.written("text")[-1]
        if last.moment != DISAGREEMENT or any(one.state != "none" for one in self.twins(last)):
            self._disagreements += 1
            self._begin(f"{DISAGREEMENT} {self._disagreements}")


class Town:
    """The nine, their pairs, and the time of day."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        write_lessons(folder)
        take_in(app, folder)
        take_in_cards(app)
        self.people = {name: builders.person(app, name, roles=ROLES.get(name, ())) for name in NAMES}
        self.actors = {name: _actor(someone.id, name) for name, someone in self.people.items()}
        self._programs = {slug: self._program(slug) for slug in dict.fromkeys(PROGRAMS)}
        self._pair_ids = [
            builders.pair(app, *(self.people[name] for name in two), program_id=self._programs[slug]).id
            for two, slug in zip(PAIRS, PROGRAMS, strict=True)
        ]
        self._give_passwords()
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

    @property
    def present(self) -> list[str]:
        """Who has an account."""
        return [name for name in NAMES if name not in self.gone]

    def of(self, who: str) -> list[Couple]:
        return [couple for couple in self.couples if who in couple.two]

    def handler_in(self, couple: Couple) -> str:
        """Who handles what is reported there from now on."""
        return ADMINISTRATOR if couple.program == OPEN_PROGRAM_SLUG or COORDINATOR in self.gone else COORDINATOR

    def _rest(self) -> None:
        self.now = MORNING
        self.couples = [
            Couple(pair_id, slug, *two) for pair_id, slug, two in zip(self._pair_ids, PROGRAMS, PAIRS, strict=True)
        ]
        self.gone = set[str]()
        self.blocks = set[tuple[str, str]]()
        self.programs = {name: {couple.program for couple in self.of(name)} for name in NAMES}

    def _program(self, slug: str) -> str:
        """With its coordinator and those who take part."""
        row_id = builders.open_program(self.app) if slug == OPEN_PROGRAM_SLUG else builders.program(self.app, slug)
        builders.enrol(self.app, self.people[COORDINATOR], row_id, EnrolmentRole.COORDINATOR)
        there = (name for two, other in zip(PAIRS, PROGRAMS, strict=True) if other == slug for name in two)
        for name in dict.fromkeys(there):
            builders.enrol(self.app, self.people[name], row_id)
        return row_id

    def _give_passwords(self) -> None:
        with self.app.app_context():
            kept = hash_password(PASSWORD)
            with transaction(is_act=False):
                db.session.execute(update(Person).values(password_hash=kept))

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
