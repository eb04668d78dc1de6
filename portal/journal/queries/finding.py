"""An exchange and its name, for one of its two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, literal, select, union_all
from sqlalchemy.orm import aliased

from portal.curriculum.models import Lesson, LessonDocument, Module, Revision, RevisionLesson
from portal.curriculum.queries import DOCUMENT_SHA256
from portal.curriculum.rules import Strand
from portal.journal.models import Addition, Exchange, Hearing, Reflection, Reply
from portal.journal.queries.reflections import is_known_to
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair


@dataclass(frozen=True, slots=True)
class LessonTitle:
    """The lesson that an exchange is about, as it was when the exchange began."""

    module: str
    lesson: str
    title: str
    strand: Strand
    module_title: str


_MODULE_TITLE = case(
    (bindparam("language") == "fr", Revision.texts[("fr", "title")].as_string()),
    else_=Revision.texts[("en", "title")].as_string(),
)
_NAMED = (
    Module.slug.label("module"),
    Lesson.slug.label("lesson"),
    LessonDocument.title,
    Revision.strand,
    _MODULE_TITLE.label("module_title"),
)


def _named(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same exchanges with the name of their lesson in the bound `language`, where they have one."""
    return (
        statement.outerjoin(Lesson, Lesson.id == Exchange.lesson_id)
        .outerjoin(Module, Module.id == Lesson.module_id)
        .outerjoin(Revision, Revision.id == Exchange.revision_id)
        .outerjoin(
            RevisionLesson, and_(RevisionLesson.revision_id == Revision.id, RevisionLesson.lesson_id == Lesson.id)
        )
        .outerjoin(LessonDocument, LessonDocument.sha256 == DOCUMENT_SHA256)
    )


def _title(row: Any) -> LessonTitle | None:
    if row.title is None:
        return None
    return LessonTitle(row.module, row.lesson, row.title, row.strand, row.module_title)


_TITLES = _named(select(Exchange.id, *_NAMED)).where(Exchange.id.in_(bindparam("exchanges", expanding=True)))


def lesson_titles(exchange_ids: Sequence[str], language: str) -> dict[str, LessonTitle | None]:
    """By exchange."""
    rows = db.session.execute(_TITLES, {"exchanges": list(exchange_ids), "language": language})
    return {row.id: _title(row) for row in rows}


@dataclass(frozen=True, slots=True)
class ExchangeFound:
    """An exchange, for one of its two, by one of its reflections that this person may know of."""

    pair: MyPair
    exchange: Exchange
    reflections: tuple[Reflection, ...]
    """Of both, known to the reader or not."""
    reflection: Reflection
    """The one that was asked for."""
    title: LessonTitle | None


_siblings = aliased(Reflection)
_FOUND = _named(select(Reflection, Exchange, *_NAMED).join(Exchange, Exchange.id == Reflection.exchange_id)).where(
    Exchange.pair_id == bindparam("pair"),
    Exchange.id.in_(select(_siblings.exchange_id).where(_siblings.id == bindparam("reflection"))),
)


def find_exchange(actor: Actor, *, pair: str, reflection: str, language: str) -> ExchangeFound | None:
    """By one's own reflection, or by the partner's once it was handed over; None for every other."""
    mine = my_pair(actor, pair=pair)
    if mine is None:
        return None
    rows = db.session.execute(_FOUND, {"pair": pair, "reflection": reflection, "language": language}).all()
    asked = next((row for row in rows if row[0].id == reflection and is_known_to(mine, row[0])), None)
    if asked is None:
        return None
    return ExchangeFound(mine, asked[1], tuple(row[0] for row in rows), asked[0], _title(asked))


_ALL = _named(select(Reflection, Exchange, *_NAMED).join(Exchange, Exchange.id == Reflection.exchange_id)).where(
    Exchange.pair_id == bindparam("pair")
)


def all_exchanges(pair: MyPair, language: str) -> list[ExchangeFound]:
    """Every exchange that the reader of this pair may know of, the oldest first, in one statement."""
    by_exchange: dict[str, list[Any]] = {}
    for row in db.session.execute(_ALL, {"pair": pair.id, "language": language}):
        by_exchange.setdefault(row[1].id, []).append(row)
    found = [one for rows in by_exchange.values() if (one := _known(pair, rows)) is not None]
    return sorted(found, key=lambda one: (one.reflection.saved_at, one.exchange.id))


def _known(pair: MyPair, rows: Sequence[Any]) -> ExchangeFound | None:
    """By the reflection that was saved last."""
    known = [row for row in rows if is_known_to(pair, row[0])]
    if not known:
        return None
    newest = max(known, key=lambda row: row[0].saved_at)
    return ExchangeFound(pair, newest[1], tuple(row[0] for row in rows), newest[0], _title(newest))


_CONTAINING = union_all(
    select(Reflection.id).where(Reflection.id == bindparam("text")),
    *(select(kind.reflection_id).where(kind.id == bindparam("text")) for kind in (Hearing, Addition, Reply)),
)


def reflection_of(text_id: str) -> str | None:
    """The reflection that this row is, or that it was said about."""
    return db.session.scalar(_CONTAINING, {"text": text_id})


@dataclass(frozen=True, slots=True)
class HearingFound:
    """One round of what was heard in a reflection."""

    exchange: ExchangeFound
    hearing_id: str
    is_clarified: bool
    """In words that stand."""


_HEARING = select(Hearing.clarification_cipher.is_not(None)).where(
    Hearing.id == bindparam("hearing"), Hearing.reflection_id == bindparam("reflection")
)


def find_hearing(actor: Actor, *, pair: str, reflection: str, hearing: str, language: str) -> HearingFound | None:
    found = find_exchange(actor, pair=pair, reflection=reflection, language=language)
    asked = {"hearing": hearing, "reflection": reflection}
    is_clarified = db.session.scalar(_HEARING, asked) if found is not None else None
    return HearingFound(found, hearing, is_clarified) if found is not None and is_clarified is not None else None


@dataclass(frozen=True, slots=True)
class WordsFound:
    """What somebody said under a reflection: what they heard, an addition or a reply."""

    exchange: ExchangeFound
    kind: str
    """The name of its table."""
    words_id: str
    author_id: str
    withdrawn_at: datetime | None


_WORDS = union_all(
    *(
        select(literal(kind.__tablename__).label("kind"), kind.id, author.label("author_id"), kind.withdrawn_at).where(
            kind.id == bindparam("words"), kind.reflection_id == bindparam("reflection")
        )
        for kind, author in (
            (Hearing, Hearing.hearer_id),
            (Addition, Addition.author_id),
            (Reply, Reply.author_id),
        )
    )
)


def find_words(actor: Actor, *, pair: str, reflection: str, words: str, language: str) -> WordsFound | None:
    found = find_exchange(actor, pair=pair, reflection=reflection, language=language)
    row = db.session.execute(_WORDS, {"words": words, "reflection": reflection}).one_or_none() if found else None
    return WordsFound(found, *row) if found is not None and row is not None else None
