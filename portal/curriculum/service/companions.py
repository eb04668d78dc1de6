"""What goes with the lessons, as it was taken in: nothing where an installation has none. One statement each."""

from functools import lru_cache

from sqlalchemy import select

from portal.curriculum.models import CompanionFile
from portal.curriculum.rules import Agenda, Assessment, Card, Companion, read_agendas, read_assessment, read_cards
from portal.kernel.database import db


def assessment() -> Assessment:
    return _assessment(_source(Companion.ASSESSMENT))


def cards() -> tuple[Card, ...]:
    return _cards(_source(Companion.CARDS))


def agendas() -> tuple[Agenda, ...]:
    return _agendas(_source(Companion.AGENDAS))


def _source(companion: Companion) -> str:
    return db.session.scalar(select(CompanionFile.source).where(CompanionFile.name == companion)) or ""


@lru_cache(maxsize=1)
def _assessment(source: str) -> Assessment:
    return read_assessment(source)[0]


@lru_cache(maxsize=1)
def _cards(source: str) -> tuple[Card, ...]:
    return read_cards(source)[0]


@lru_cache(maxsize=1)
def _agendas(source: str) -> tuple[Agenda, ...]:
    return read_agendas(source)[0]
