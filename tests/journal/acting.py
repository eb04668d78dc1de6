"""Two people acting in their journal: through the services, or through its pages."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from posixpath import normpath
from typing import TypeVar

from flask import Flask
from justhtml import JustHTML
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from portal.accounts.models import Person
from portal.curriculum.models import Lesson, LessonDocument, Module, Revision, RevisionLesson
from portal.curriculum.rules import LessonText, Source, Strand
from portal.curriculum.rules.stored import to_stored
from portal.journal import queries, service
from portal.journal.models import Entry, Hearing, Reflection
from portal.journal.queries import find_exchange
from portal.journal.rules import GuidingRole, ReflectionState
from portal.journal.service import Assignment, EntryView, ExchangeView
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.identity import Actor
from portal.kernel.transaction import transaction
from portal.pairs.models import Pair, PairPerson
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair
from portal.pairs.service import begin_lesson
from tests.builders import Someone, TwoPeople, csrf, sign_in

PROMPT = "<p>What will you do <em>differently</em> this week?</p>"
TEXT = "I always speak first in that meeting, and nobody has ever told me."
OTHER_TEXT = "I took the silence for agreement. It was politeness, and I had not seen it."

Result = TypeVar("Result")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class LessonAt:
    """A published lesson, as tests know it."""

    id: str
    revision_id: str
    module: str
    slug: str
    title: str


def shipped_lesson(app: Flask, module: str, slug: str) -> LessonAt:
    """One that the portal has taken in already."""
    with app.app_context():
        row = db.session.execute(
            select(Lesson.id, Revision.id)
            .join(Module, Module.id == Lesson.module_id)
            .join(Revision, Revision.module_id == Module.id)
            .where(Module.slug == module, Lesson.slug == slug, Revision.superseded_at.is_(None))
        ).one()
    return LessonAt(*row, module, slug, title=slug)


def lesson(app: Flask) -> LessonAt:
    """A lesson in a module of its own, published in both languages."""
    number = next(_numbers)
    made = LessonAt(new_id(), new_id(), f"module-{number}", f"lesson-{number}", f"Lesson {number}")
    hashes = {language: sha256(f"{language}{made.id}".encode()).hexdigest() for language in ("fr", "en")}
    module_id = new_id()
    with app.app_context(), transaction():
        db.session.add(Module(id=module_id, slug=made.module, source=Source.FILES, created_at=now()))
        db.session.flush()
        db.session.add(Lesson(id=made.id, module_id=module_id, slug=made.slug))
        db.session.add(
            Revision(
                id=made.revision_id,
                module_id=module_id,
                number=1,
                strand=Strand.CULTURE,
                position=number,
                requires=[],
                texts={language: {"title": made.module, "summary": "", "outcome": ""} for language in ("fr", "en")},
                content_sha256=hashes["fr"],
                published_at=now(),
            )
        )
        for language, title in (("fr", made.title.replace("Lesson", "Leçon")), ("en", made.title)):
            db.session.add(
                LessonDocument(
                    sha256=hashes[language],
                    language=language,
                    title=title,
                    minutes=8,
                    objective="",
                    source="",
                    step_keys=["reflect-1"],
                    rendered=to_stored(LessonText(title, 8, "", "", "", (), "")),
                )
            )
        db.session.flush()
        db.session.add(
            RevisionLesson(
                revision_id=made.revision_id,
                lesson_id=made.id,
                position=0,
                fr_sha256=hashes["fr"],
                en_sha256=hashes["en"],
            )
        )
    return made


class Writer:
    """One of a pair, acting through the services: each act is a transaction of its own."""

    def __init__(self, app: Flask, pair: TwoPeople, me: Someone) -> None:
        self.app, self.pair_id, self.me = app, pair.id, me
        self.actor = Actor(
            id=me.id, name=me.name, language="en", time_zone="America/Toronto", session_id="", csrf_secret=""
        )

    def pair(self) -> MyPair:
        """As this person's page had it. Inside an application context."""
        found = my_pair(self.actor, pair=self.pair_id)
        assert found is not None
        return found

    @contextmanager
    def writing(self) -> Iterator[MyPair]:
        with self.app.app_context():
            pair = self.pair()
            with transaction():
                yield pair

    def save(self, about: LessonAt, text: str = TEXT, version: int = 0) -> str:
        with self.writing() as pair:
            begin_lesson(pair, about.id, about.revision_id, Strand.CULTURE)
            return service.save(pair, assignment(about), text, version).id

    def seal(self, reflection_id: str, text: str = TEXT) -> ReflectionState:
        with self.writing() as pair:
            return service.seal(pair, reflection_id, text)

    def save_and_seal(self, about: LessonAt, text: str = TEXT) -> str:
        with self.writing() as pair:
            begin_lesson(pair, about.id, about.revision_id, Strand.CULTURE)
            row = service.save(pair, assignment(about), text, 0)
            service.seal(pair, row.id, text)
            return row.id

    def take_back(self, reflection_id: str) -> None:
        with self.writing() as pair:
            service.take_back(pair, reflection_id)

    def open_mine(self, reflection_id: str) -> None:
        with self.writing() as pair:
            service.open_mine(pair, reflection_id)

    def pass_over(self, about: LessonAt) -> str:
        """Pass with or without a draft."""
        with self.writing() as pair:
            begin_lesson(pair, about.id, about.revision_id, Strand.CULTURE)
            return service.pass_over(pair, assignment(about)).id

    def pass_draft(self, reflection_id: str) -> None:
        with self.writing() as pair:
            service.pass_this_time(pair, reflection_id)

    def write_after_all(self, reflection_id: str) -> None:
        with self.writing() as pair:
            service.write_after_all(pair, reflection_id)

    def keep(self, reflection_id: str) -> None:
        with self.writing() as pair:
            service.keep(pair, reflection_id)

    def withdraw(self, reflection_id: str) -> None:
        with self.writing() as pair:
            service.withdraw(pair, reflection_id, now())

    def unsay(self, kind: str, words_id: str) -> None:
        with self.writing() as pair:
            service.withdraw_words(pair, kind, words_id)

    def add(self, reflection_id: str, text: str = "And since then I count to five.") -> str:
        with self.writing() as pair:
            return service.add(pair, db.session.get_one(Reflection, reflection_id), text)

    def wish_more(self, reflection_id: str) -> None:
        """`reflection_id`: one's own, the fuller text."""
        with self.writing() as pair:
            service.wish_more(pair, reflection_id)

    def leave(self, reflection_id: str) -> None:
        with self.writing() as pair:
            service.leave_it(pair, db.session.get_one(Reflection, reflection_id))

    def talk_in_person(self, reflection_id: str) -> None:
        with self.writing() as pair:
            service.talk_in_person(pair, db.session.get_one(Reflection, reflection_id))

    def ask_advice(self, reflection_id: str) -> None:
        with self.writing() as pair:
            service.ask_advice(pair, db.session.get_one(Reflection, reflection_id))

    def hear(
        self,
        reflection_id: str,
        text: str = "What I hear is that you speak first.",
        *,
        sure: bool = False,
    ) -> str:
        with self.writing() as pair:
            return service.offer_hearing(pair, db.session.get_one(Reflection, reflection_id), text, sure=sure)

    def confirm(self, reflection_id: str, hearing_id: str, *, better: bool = False) -> None:
        with self.writing() as pair:
            row = db.session.get_one(Reflection, reflection_id)
            service.answer_hearing(pair, row, hearing_id, None, better=better)

    def clarify(self, reflection_id: str, hearing_id: str, text: str | None = "Not first: loudest.") -> None:
        with self.writing() as pair:
            service.answer_hearing(pair, db.session.get_one(Reflection, reflection_id), hearing_id, text)

    def reply(self, reflection_id: str, text: str = "Shall we count it on Tuesday?") -> str:
        with self.writing() as pair:
            return service.reply(pair, db.session.get_one(Reflection, reflection_id), text)

    def note(self, text: str = TEXT, version: int = 0, key: str = "") -> str:
        """A draft of a free entry; its id."""
        return self._entry(service.save_entry, key or new_id(), text, version)

    def share_note(self, text: str = TEXT, version: int = 0, key: str = "") -> str:
        return self._entry(service.share_entry, key or new_id(), text, version)

    def keep_note(self, text: str = TEXT, version: int = 0, key: str = "") -> str:
        return self._entry(service.keep_entry, key or new_id(), text, version)

    def _entry(self, write: Callable[..., Entry], key: str, text: str, version: int) -> str:
        with self.writing() as pair:
            return write(pair, key, text, version, now()).id

    def add_to_note(self, entry_id: str, text: str = "And since then I count to five.") -> str:
        with self.writing() as pair:
            return service.add_to_entry(pair, db.session.get_one(Entry, entry_id), text)

    def erase_note(self, entry_id: str) -> None:
        with self.writing() as pair:
            service.erase_entry(pair, entry_id, now())

    def notes(self) -> dict[str, EntryView]:
        """Every free entry that this person may know of."""
        with self.app.app_context():
            pair = self.pair()
            seen = {view.id: view for view in service.read_entries(pair)}
            assert {line.id: line.state for line in queries.entry_lines(pair)} == {
                view.id: view.state for view in seen.values()
            }
            for view in seen.values():
                assert service.read_entry(pair, db.session.get_one(Entry, view.id)) == view
            return seen

    def read(self, reflection_id: str) -> ExchangeView | None:
        """The exchange by one of its reflections; None where this person may not know of it."""
        with self.app.app_context():
            found = find_exchange(self.actor, pair=self.pair_id, reflection=reflection_id, language="en")
            if found is None:
                return None
            return service.read_exchange(found.pair, found.exchange, found.reflections)

    def lines(self) -> set[str]:
        """The reflections that the list of exchanges tells this person of."""
        with self.app.app_context():
            return {line.reflection_id for line in queries.exchange_lines(self.me.id, [self.pair_id])}


def assignment(about: LessonAt) -> Assignment:
    return Assignment(about.id, about.revision_id, GuidingRole.LEARNER, (PROMPT,), "en")


class Two:
    """A pair in front of one lesson."""

    def __init__(self, app: Flask, pair: TwoPeople, about: LessonAt) -> None:
        self.app, self.pair, self.about = app, pair, about
        self.first, self.second = Writer(app, pair, pair.first), Writer(app, pair, pair.second)

    def both_open(self) -> tuple[str, str]:
        """Both write and seal: the ids of the two open reflections, the first person's first."""
        return self.first.save_and_seal(self.about, TEXT), self.second.save_and_seal(self.about, OTHER_TEXT)

    def heard(self) -> tuple[str, str]:
        """The same, and what the second heard in the first's text is confirmed."""
        mine, theirs = self.both_open()
        self.first.confirm(mine, self.second.hear(mine))
        return mine, theirs

    def set_state(self, **moments: object) -> None:
        """Pause or close the pair, as if by its settings: a pause is the second person's."""
        with self.app.app_context(), transaction():
            if "paused_at" in moments:
                theirs = PairPerson.person_id == self.pair.second.id
                paused = update(PairPerson).where(PairPerson.pair_id == self.pair.id, theirs)
                db.session.execute(paused.values(paused_at=moments.pop("paused_at")))
            if moments:
                db.session.execute(update(Pair).where(Pair.id == self.pair.id).values(**moments))


class Browser:
    """Someone signed in, with English as the language of their account."""

    def __init__(self, app: Flask, someone: Someone, pair_id: str) -> None:
        with app.app_context(), transaction():
            db.session.execute(update(Person).where(Person.id == someone.id).values(language="en"))
        self.client = sign_in(app, someone)
        self.token = csrf(self.client, "/help")
        self.pair = f"/pairs/{pair_id}"
        self.journal = f"{self.pair}/journal"

    def get(self, path: str = "") -> TestResponse:
        return self.client.get(self._at(path))

    def page(self, path: str = "") -> JustHTML:
        answer = self.get(path)
        assert answer.status_code == 200, answer.status
        return parsed(answer)

    def post(self, path: str, **fields: str) -> TestResponse:
        return self.client.post(self._at(path), data={"csrf_token": self.token, **fields})

    def _at(self, path: str) -> str:
        """In the journal; or beside it, as `/../cards`."""
        return normpath(f"{self.journal}{path}")


def parsed(answer: TestResponse) -> JustHTML:
    return JustHTML(answer.text, sanitize=False, collect_errors=True)


def words(page: JustHTML, selector: str) -> str:
    """The text of everything that the selector finds."""
    return " | ".join(" ".join(node.to_text().split()) for node in page.query(selector))


def attributes(page: JustHTML, selector: str) -> dict[str, str]:
    """Of the first that the selector finds."""
    node = page.query_one(selector)
    assert node is not None, selector
    return {name: value or "" for name, value in (node.attrs or {}).items()}


def every(page: JustHTML, selector: str, name: str) -> list[str]:
    """An attribute of everything that the selector finds."""
    return [str((node.attrs or {})[name]) for node in page.query(selector)]


def leaves(page: JustHTML) -> tuple[str, str]:
    """The words of the reader's leaf and of their partner's."""
    mine, theirs = page.query(".leaves > section")
    return " ".join(mine.to_text().split()), " ".join(theirs.to_text().split())


def actions(page: JustHTML) -> set[str]:
    """The last part of where each form of the page's main part leads, but for the pair's own menu."""
    menu = every(page, "main .pair-head form", "action")
    addresses = {address.partition("?")[0] for address in every(page, "main form", "action") if address not in menu}
    return {address.rsplit("/", 1)[-1] for address in addresses}


def in_database(app: Flask, ask: Callable[[], Result]) -> Result:
    with app.app_context():
        return ask()


def reflection(app: Flask, reflection_id: str) -> Reflection:
    return in_database(app, lambda: db.session.get_one(Reflection, reflection_id))


def set_moment(app: Flask, reflection_id: str, **moments: object) -> None:
    """Write the moments of a state that no button leads to yet."""
    with app.app_context(), transaction():
        db.session.execute(update(Reflection).where(Reflection.id == reflection_id).values(**moments))


def hearings(app: Flask, reflection_id: str) -> list[Hearing]:
    return in_database(app, lambda: queries.hearings_of([reflection_id]))
