"""Fills a database with pairs: quickly, and as full of facts as a programme that has run for some weeks.

Every pair has its roles, its agreement and its keys, and is somewhere on its path: steps, answers, reflections,
hearings, replies. A few pairs are *visited*: they are all as far, their texts really open, and their first person
is signed in. The ciphers of the others are as long, and random.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from portal.accounts.models import Consent, Person, SignInSession
from portal.accounts.rules import CONSENTS
from portal.curriculum.models import Lesson, LessonDocument, Module, Revision, RevisionLesson
from portal.curriculum.rules import Strand
from portal.curriculum.service import read_tree, sync
from portal.journal.models import Exchange, Hearing, Reflection, Reply
from portal.journal.rules import ExchangeKind, GuidingRole, HearingAnswer
from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.database import Base, db, new_id
from portal.kernel.identity import new_token, token_hash
from portal.kernel.secrecy import DataKey, Owner, Place
from portal.kernel.transaction import transaction
from portal.pairs.models import (
    Agreement,
    AgreementCopy,
    AgreementSheet,
    AgreementSignature,
    Pair,
    PairLesson,
    PairPerson,
    PairWeek,
    StrandRole,
)
from portal.pairs.rules import people_key
from portal.pairs.rules.template import TEMPLATE_VERSION
from portal.programs.models import Enrolment
from portal.programs.rules import EnrolmentRole
from portal.programs.service import ensure_open_program
from portal.progress.models import CheckAnswer, LessonDone, StepDone
from portal.shipped import shipped

TEXT = (
    "Quand elle a demandé qui, dans l’organisation, avait le droit de changer d’avis, j’ai cherché longtemps. "
    "Nous répondons vite, avec soin, et rien ne bouge. Je croyais que le ton suffisait. Jeudi, nous relirons "
    "les cinq publications avec cette seule question en tête."
)
NOTE = "Publication 3 : six questions, deux réponses exactes, aucun changement visible."
OVERHEAD = 29
"""Bytes that encryption adds to a text."""

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORTEST_DATUM = 8
"""Shorter texts are keys and words that also stand elsewhere."""

VISITED_LESSON = "conversation/du-porte-voix-a-la-conversation"
DONE_BEFORE = 3
"""Lessons that a visited pair has finished before the one it is in."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is signed in, in one of the visited pairs."""

    pair_id: str
    person_id: str
    token: str
    csrf_secret: str


@dataclass(frozen=True, slots=True)
class _Lesson:
    name: str
    id: str
    revision_id: str
    strand: Strand
    step_keys: Sequence[str]
    right_options: Sequence[int]
    """Of the questions of its first check, in order."""


def fill(app: Flask, pairs: int, visited: int) -> list[Visit]:
    """Make so many pairs in an empty database, and take the lessons in. The visited ones lie among the others."""
    with app.app_context():
        publication = sync(read_tree(shipped("lessons")))
        with transaction():
            publication.publish()
        with transaction():
            _give_room()
            writer = _Writer(ensure_open_program().id, _lessons())
            step = pairs // visited
            visits = [visit for number in range(pairs) if (visit := writer.pair(number, number % step == 0))]
            writer.flush()
    return visits[:visited]


def _give_room() -> None:
    """Let SQLite keep what it fills in memory: ids are random, and rows land all over the file."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size=-400000")


def _lessons() -> list[_Lesson]:
    rows = db.session.execute(
        select(Module.slug, Lesson.slug, Lesson.id, Revision.id, Revision.strand, LessonDocument)
        .join(Lesson, Lesson.module_id == Module.id)
        .join(RevisionLesson, RevisionLesson.lesson_id == Lesson.id)
        .join(Revision, Revision.id == RevisionLesson.revision_id)
        .join(LessonDocument, LessonDocument.sha256 == RevisionLesson.fr_sha256)
        .order_by(Revision.position, RevisionLesson.position)
    ).all()
    return [
        _Lesson(f"{module}/{slug}", lesson_id, revision_id, strand, document.step_keys, _right_options(document))
        for module, slug, lesson_id, revision_id, strand, document in rows
    ]


def _right_options(document: LessonDocument) -> list[int]:
    questions = [question for step in document.rendered["steps"] for question in step["questions"]]
    return [next(n for n, option in enumerate(one["options"]) if option["right"]) for one in questions]


class _Writer:
    """Gathers rows by table and sends them by the thousand."""

    def __init__(self, program_id: str, lessons: Sequence[_Lesson]) -> None:
        self._program_id = program_id
        self._before = lessons[:DONE_BEFORE]
        self._visited = next(lesson for lesson in lessons if lesson.name == VISITED_LESSON)
        self._rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._now = now().replace(microsecond=0)

    def pair(self, number: int, is_visited: bool) -> Visit | None:
        made = _MadePair(self, is_visited)
        made.people()
        made.agreement()
        far = DONE_BEFORE if is_visited else number % (DONE_BEFORE + 1)
        for place, lesson in enumerate(self._before[:far]):
            made.finished_lesson(lesson, self.ago(28 - 7 * place), waits=place == 1)
        if is_visited or number % 2:
            made.lesson_under_way(self._visited, self.ago(3))
        if len(self._rows[Pair]) >= 500:
            self.flush()
        return made.visit if is_visited else None

    def ago(self, days: float) -> datetime:
        return self._now - timedelta(days=days)

    def put(self, model: type[Base], **values: Any) -> None:
        self._rows[model].append(values)

    def flush(self) -> None:
        for table in Base.metadata.sorted_tables:
            model = next((one for one in self._rows if one.__table__ is table), None)
            if model is not None and self._rows[model]:
                db.session.execute(insert(table), self._rows.pop(model))

    @property
    def program_id(self) -> str:
        return self._program_id


class _MadePair:
    """One pair, written row by row."""

    def __init__(self, writer: _Writer, is_visited: bool) -> None:
        self._put, self._ago, self._program_id = writer.put, writer.ago, writer.program_id
        self._is_visited = is_visited
        self._id, self._first, self._second = new_id(), new_id(), new_id()
        self.visit = Visit(self._id, self._first, new_token(), new_token())

    @property
    def _both(self) -> tuple[str, str]:
        return self._first, self._second

    def people(self) -> None:
        begun = self._ago(35)
        for person_id, name in zip(self._both, ("Maïté", "Ibrahim"), strict=True):
            self._person(person_id, name, begun)
        key = people_key(*self._both)
        self._put(Pair, id=self._id, program_id=self._program_id, people_key=key, created_at=begun, version=1)
        for seat, person_id in enumerate(self._both, start=1):
            self._put(PairPerson, pair_id=self._id, person_id=person_id, seat=seat, joined_at=begun)
            for week in range(4):
                on = self._ago(7 * week).date()
                self._put(PairWeek, pair_id=self._id, person_id=person_id, week_on=on - timedelta(days=on.weekday()))
        for strand, guide_id in ((Strand.CULTURE, self._second), (Strand.STRATEGY, self._first)):
            self._role(strand, guide_id)

    def agreement(self) -> None:
        for person_id in self._both:
            row_id = new_id()
            cipher = self._cipher(person_id, Place("agreement_sheet", "text_cipher", row_id), TEXT)
            values = {"saved_at": self._ago(30), "handed_at": self._ago(30), "text_cipher": cipher, "version": 1}
            self._put(AgreementSheet, id=row_id, pair_id=self._id, author_id=person_id, **values)
        row_id = new_id()
        self._put(
            Agreement,
            id=row_id,
            pair_id=self._id,
            number=1,
            author_id=self._first,
            template_version=TEMPLATE_VERSION,
            language="fr",
            proposed_at=self._ago(29),
            version=1,
        )
        for person_id in self._both:
            cipher = self._cipher(person_id, Place("agreement_copy", "text_cipher", row_id), TEXT)
            self._put(AgreementCopy, agreement_id=row_id, person_id=person_id, text_cipher=cipher)
            self._put(AgreementSignature, agreement_id=row_id, person_id=person_id, signed_at=self._ago(28))

    def finished_lesson(self, lesson: _Lesson, at: datetime, *, waits: bool) -> None:
        """Done by both, both reflections open and heard; one hearing waits for its answer where `waits`."""
        self._begin(lesson, at, done_together_at=at + timedelta(hours=4))
        for person_id in self._both:
            for key in lesson.step_keys:
                self._step(lesson, person_id, key, at)
            self._answers(lesson, person_id, at)
            self._put(LessonDone, id=new_id(), **self._done_by(person_id, lesson), done_at=at + timedelta(hours=3))
        exchange_id = self._exchange(lesson, at, opened_at=at + timedelta(hours=4))
        for author_id, hearer_id in (self._both, self._both[::-1]):
            opened = {"sealed_at": at, "opened_at": at + timedelta(hours=4)}
            row_id = self._reflection(exchange_id, author_id, at, **opened)
            unanswered = waits and author_id == self._first
            self._hearing(row_id, hearer_id, at, answer=None if unanswered else HearingAnswer.CONFIRMED)
            if not unanswered:
                self._reply(row_id, hearer_id, at)

    def lesson_under_way(self, lesson: _Lesson, at: datetime) -> None:
        """The first has a draft; the second has sealed."""
        self._begin(lesson, at)
        for key in lesson.step_keys[:-1]:
            self._step(lesson, self._first, key, at)
        for key in lesson.step_keys:
            self._step(lesson, self._second, key, at, note=key.startswith("try"))
        for person_id in self._both:
            self._answers(lesson, person_id, at)
        self._put(LessonDone, id=new_id(), **self._done_by(self._second, lesson), done_at=at)
        exchange_id = self._exchange(lesson, at)
        self._reflection(exchange_id, self._first, at)
        self._reflection(exchange_id, self._second, at, sealed_at=at)

    def _person(self, person_id: str, name: str, begun: datetime) -> None:
        self._put(
            Person,
            id=person_id,
            name=name,
            email=f"{person_id}@example.org",
            email_confirmed_at=begun,
            language="fr",
            time_zone="America/Toronto",
            created_at=begun,
            seen_until=self._ago(5),
            is_demo=True,
            version=1,
        )
        is_visitor = person_id == self._first
        self._put(
            SignInSession,
            id=new_id(),
            token_sha256=token_hash(self.visit.token if is_visitor else new_token()),
            person_id=person_id,
            csrf_secret=self.visit.csrf_secret if is_visitor else new_token(),
            device="Firefox",
            created_at=self._ago(5),
            last_act_at=self._ago(5),
        )
        for purpose, version in CONSENTS.items():
            given = {"purpose": purpose, "text_version": version, "given_at": begun}
            self._put(Consent, id=new_id(), person_id=person_id, **given)
        enrolled = {"role": EnrolmentRole.PARTICIPANT, "joined_at": begun}
        self._put(Enrolment, id=new_id(), program_id=self._program_id, person_id=person_id, **enrolled)
        if not self._is_visited:
            key = {"wrapped_cipher": secrets.token_bytes(61), "master_version": 1, "created_at": begun}
            self._put(DataKey, id=new_id(), person_id=person_id, pair_id=self._id, **key)

    def _role(self, strand: Strand, guide_id: str) -> None:
        self._put(
            StrandRole,
            id=new_id(),
            pair_id=self._id,
            strand=strand,
            guide_id=guide_id,
            proposed_by_id=self._first,
            proposed_at=self._ago(34),
            agreed_at=self._ago(33),
        )

    def _begin(self, lesson: _Lesson, at: datetime, done_together_at: datetime | None = None) -> None:
        self._put(
            PairLesson,
            pair_id=self._id,
            lesson_id=lesson.id,
            revision_id=lesson.revision_id,
            begun_by_id=self._first,
            begun_at=at,
            guide_id=self._first if lesson.strand is Strand.TOGETHER else None,
            done_together_at=done_together_at,
            version=1,
        )

    def _done_by(self, person_id: str, lesson: _Lesson) -> dict[str, str]:
        return {
            "pair_id": self._id,
            "person_id": person_id,
            "lesson_id": lesson.id,
            "revision_id": lesson.revision_id,
        }

    def _step(self, lesson: _Lesson, person_id: str, key: str, at: datetime, *, note: bool = False) -> None:
        row_id = new_id()
        cipher = self._cipher(person_id, Place("step_done", "note_cipher", row_id), NOTE) if note else None
        self._put(
            StepDone,
            id=row_id,
            **self._done_by(person_id, lesson),
            step_key=key,
            done_at=at,
            note_cipher=cipher,
            note_shared_at=at if note else None,
        )

    def _answers(self, lesson: _Lesson, person_id: str, at: datetime) -> None:
        """The second question wrongly at first."""
        for number, right in enumerate(lesson.right_options, start=1):
            tries = [1 - min(right, 1), right] if number == 2 else [right]
            for try_number, option in enumerate(tries, start=1):
                self._put(
                    CheckAnswer,
                    id=new_id(),
                    **self._done_by(person_id, lesson),
                    step_key="check-1",
                    question=number,
                    try_number=try_number,
                    option=option,
                    right=option == right,
                    answered_at=at,
                )

    def _exchange(self, lesson: _Lesson, at: datetime, opened_at: datetime | None = None) -> str:
        row_id = new_id()
        self._put(
            Exchange,
            id=row_id,
            pair_id=self._id,
            kind=ExchangeKind.LESSON,
            lesson_id=lesson.id,
            revision_id=lesson.revision_id,
            created_at=at,
            opened_at=opened_at,
            version=1,
        )
        return row_id

    def _reflection(self, exchange_id: str, author_id: str, at: datetime, **moments: datetime) -> str:
        row_id = new_id()
        self._put(
            Reflection,
            id=row_id,
            exchange_id=exchange_id,
            author_id=author_id,
            role=GuidingRole.LEARNER if author_id == self._first else GuidingRole.GUIDE,
            prompt=["<p>Nommez une décision de votre travail.</p>"],
            language="fr",
            text_cipher=self._cipher(author_id, Place("reflection", "text_cipher", row_id), TEXT),
            saved_at=at,
            opened_first=False,
            after_other=False,
            version=1,
            **{"sealed_at": None, "opened_at": None, **moments},
        )
        return row_id

    def _hearing(self, reflection_id: str, hearer_id: str, at: datetime, answer: HearingAnswer | None) -> None:
        row_id = new_id()
        self._put(
            Hearing,
            id=row_id,
            reflection_id=reflection_id,
            hearer_id=hearer_id,
            round=1,
            text_cipher=self._cipher(hearer_id, Place("hearing", "text_cipher", row_id), TEXT),
            offered_at=at + timedelta(hours=5),
            answered_at=at + timedelta(hours=6) if answer else None,
            answer=answer,
        )

    def _reply(self, reflection_id: str, author_id: str, at: datetime) -> None:
        row_id = new_id()
        cipher = self._cipher(author_id, Place("reply", "text_cipher", row_id), NOTE)
        values = {"text_cipher": cipher, "written_at": at + timedelta(hours=7)}
        self._put(Reply, id=row_id, reflection_id=reflection_id, author_id=author_id, **values)

    def _cipher(self, author_id: str, place: Place, text: str) -> bytes:
        if self._is_visited:
            return secrecy.close(Owner(author_id, self._id), place, text)
        return secrets.token_bytes(len(text.encode()) + OVERHEAD)


def cookie_of(app: Flask, visit: Visit) -> str:
    """The value of the session cookie of somebody who is signed in."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    held: Mapping[str, Any] = {
        "_user_id": visit.token,
        "_fresh": True,
        "csrf_token": visit.csrf_secret,
        "_permanent": True,
    }
    value: str = serializer.dumps(dict(held))
    return value


def data_of(app: Flask) -> list[str]:
    """What the pages of visited pairs show out of the database: texts of lessons, what was written, days."""
    with app.app_context():
        documents = db.session.scalars(select(LessonDocument).where(LessonDocument.language == "fr")).all()
        texts = db.session.scalars(select(Revision.texts)).all()
        lessons = [text for document in documents for text in _strings(document.rendered)]
    modules = [str(text["fr"]["title"]) for text in texts]
    days = [f"{day} {month}" for month in MONTHS for day in range(1, 32)]
    return [text for text in (*lessons, *modules, TEXT, NOTE, *days) if len(text) >= SHORTEST_DATUM]


def _strings(stored: object) -> Iterator[str]:
    if isinstance(stored, str):
        yield stored
    for part in stored.values() if isinstance(stored, dict) else stored if isinstance(stored, list) else ():
        yield from _strings(part)
