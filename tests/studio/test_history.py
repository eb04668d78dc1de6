"""History: what was kept can be read, compared and brought back; and no acknowledged character is ever lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from flask.testing import FlaskClient

from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.studio import service
from portal.studio.models import WritingSession
from portal.studio.queries import texts_of, texts_then
from portal.studio.queries.history import SessionLine, sessions_of
from portal.studio.rules import GOES_ON, version_of
from tests.builders import post
from tests.studio.acting import my_draft, my_lesson, texts, write
from tests.studio.conftest import Writers


def sessions(writers: Writers, lesson: str = "premiere") -> list[SessionLine]:
    with writers.app.app_context():
        return sessions_of(my_lesson(writers.slug, writers.anais.id, lesson).lesson.id)


def in_french(writers: Writers) -> list[SessionLine]:
    return [one for one in sessions(writers) if one.language == "fr"]


def address(writers: Writers, line: SessionLine) -> str:
    return f"{writers.address}/lessons/premiere/history/{line.id}"


@pytest.fixture
def anais(writers: Writers) -> FlaskClient:
    return writers.browser(writers.anais)


def test_a_long_sitting_leaves_what_it_was_on_the_way(writers: Writers) -> None:
    for number in range(19):
        with clock.at(clock.now() + timedelta(minutes=20 * number)):
            write(writers.app, writers.slug, writers.anais.id, "fr", f"Une journée, {number}")
    with clock.at(clock.now() + timedelta(minutes=20 * 19)):
        write(writers.app, writers.slug, writers.anais.id, "fr", "")
    with writers.app.app_context():
        kept = {row.text for row in db.session.query(WritingSession).filter_by(language="fr")}
    assert {f"Une journée, {number}" for number in range(0, 19, 3)} <= kept


def test_what_a_machine_sets_right_takes_nothing_away(writers: Writers, anais: FlaskClient) -> None:
    write(writers.app, writers.slug, writers.anais.id, "fr", "L'apostrophe")
    mend = {"language": "fr", "version": version_of("L'apostrophe")}
    post(anais, f"{writers.address}/lessons/premiere/mend", **mend)
    with writers.app.app_context():
        kept = {row.text for row in db.session.query(WritingSession).filter_by(language="fr")}
    assert {"L'apostrophe", "L’apostrophe"} <= kept


def test_what_changed_since_the_other_language_was_written_is_told(writers: Writers) -> None:
    begun = clock.now()
    for minutes, language, text in ((5, "fr", "Le premier"), (10, "en", "The first"), (20, "fr", "Le deuxième")):
        with clock.at(begun + timedelta(minutes=minutes)):
            write(writers.app, writers.slug, writers.anais.id, language, text)
    with writers.app.app_context():
        lesson_id = my_lesson(writers.slug, writers.anais.id).lesson.id
        assert texts_then(lesson_id, texts_of(lesson_id)) == {"fr": "Le premier"}


@pytest.mark.both_databases
def test_what_one_writes_in_one_go_is_one_session(writers: Writers) -> None:
    app, slug, anais, thu = writers.app, writers.slug, writers.anais.id, writers.thu.id
    for text in ("Un", "Un, deux", "Un, deux, trois"):
        write(app, slug, anais, "fr", text)
    write(app, slug, thu, "fr", "Un, deux, quatre")
    write(app, slug, anais, "fr", "Un, deux, cinq")
    with clock.at(clock.now() + GOES_ON):
        write(app, slug, anais, "fr", "Un, deux, six")
    assert [(one.number, one.writer) for one in in_french(writers)] == [
        (5, "Anaïs"),
        (4, "Anaïs"),
        (3, "Thu"),
        (2, "Anaïs"),
        (1, "Anaïs"),
    ], "what the lesson began with is one"
    assert len(sessions(writers)) == 6, "the English has its own"


def test_a_session_is_shown_beside_what_it_changed(writers: Writers, anais: FlaskClient) -> None:
    write(writers.app, writers.slug, writers.anais.id, "fr", "Le ton d’avant")
    write(writers.app, writers.slug, writers.thu.id, "fr", "Le ton d’après")
    write(writers.app, writers.slug, writers.anais.id, "fr", "Le ton de maintenant")
    page = anais.get(f"{writers.address}/lessons/premiere/history").text
    assert page.count("Thu") == 1
    now, thus, *_before = in_french(writers)
    before = anais.get(address(writers, thus)).text
    assert "<ins>d’avant</ins>" in before
    assert "<ins>d’après</ins>" in before
    assert "maintenant" not in before
    assert "<ins>de maintenant</ins>" in anais.get(f"{address(writers, thus)}?with=now").text
    assert "This is the text as it is now." in anais.get(address(writers, now)).text


def test_what_is_brought_back_begins_a_session(writers: Writers, anais: FlaskClient) -> None:
    for text in ("Le premier", "Le deuxième"):
        write(writers.app, writers.slug, writers.thu.id, "fr", text)
        write(writers.app, writers.slug, writers.anais.id, "fr", f"{text}, relu")
    old = next(one for one in in_french(writers) if one.number == 3)
    count = len(in_french(writers))
    for _press in range(2):
        restored = post(anais, f"{address(writers, old)}/restore")
        assert restored.headers["Location"] == f"{writers.address}/lessons/premiere?done=restored"
        assert len(in_french(writers)) == count + 1, "even right after a save of one’s own"
    with writers.app.app_context():
        assert texts(writers.slug, writers.anais.id)["fr"] == "Le premier, relu"
        kept = {row.text for row in db.session.query(WritingSession).filter_by(language="fr")}
    assert "Le deuxième, relu" in kept


def test_a_session_is_found_in_its_own_lesson_alone(writers: Writers, anais: FlaskClient) -> None:
    line = in_french(writers)[0]
    assert anais.get(address(writers, line)).status_code == 200
    assert anais.get(address(writers, line).replace("premiere", "deuxieme")).status_code == 404
    assert anais.get(f"{writers.address}/lessons/premiere/history/x").status_code == 404
    assert writers.browser(writers.noor).get(address(writers, line)).status_code == 404


# Random scripts: two authors, both languages, old pages, restores, a clock that jumps.

STEPS = 25
LANGUAGES = ("fr", "en")
BEGUN_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
JUMPS = [timedelta(minutes=minutes) for minutes in (-45, -1, 0, 1, 1, 10, 29, 30, 31, 600)]


@dataclass
class Kept:
    """What was acknowledged in one language, in order: by whom, what, when, and whether it must begin a session."""

    acknowledged: list[tuple[str, str, datetime, bool]] = field(default_factory=list)

    def must_be_there(self) -> Iterator[str]:
        """All but what its own author wrote over in the same session."""
        followers = [*self.acknowledged[1:], None]
        for (author, text, at, _begins), after in zip(self.acknowledged, followers, strict=True):
            goes_on = after is not None and after[0] == author and not after[3] and bool(after[1].strip())
            if after is None or not (goes_on and timedelta(0) <= after[2] - at < GOES_ON):
                yield text


class Script:
    """Two authors at work on a lesson of their own, each with a page that may be old."""

    def __init__(self, writers: Writers, lesson: str, seed: int) -> None:
        self.writers, self.lesson, self.chance = writers, lesson, Random(seed)  # noqa: S311 (no secret)
        self.authors = (writers.anais.id, writers.thu.id)
        self.moment, self.count = BEGUN_AT, 0
        now = self.texts()
        self.kept = {one: Kept([(writers.anais.id, now[one], self.moment, True)]) for one in LANGUAGES}
        self.pages = dict.fromkeys(self.authors, now)

    def run(self) -> None:
        acts = (self.save, self.save, self.save, self.open, self.restore)
        for _step in range(STEPS):
            self.moment += self.chance.choice(JUMPS)
            with clock.at(self.moment):
                self.chance.choice(acts)(self.chance.choice(self.authors))
            self.check()

    def texts(self) -> dict[str, str]:
        with self.writers.app.app_context():
            return texts(self.writers.slug, self.writers.anais.id, self.lesson)

    def open(self, author: str) -> None:
        self.pages[author] = self.texts()

    def save(self, author: str) -> None:
        language, before = self.chance.choice(LANGUAGES), self.texts()
        self.count += 1
        text = self.chance.choice([f"{self.count}", f"{before[language]} {self.count}", before[language], ""])
        over = self.pages[author][language]
        saving = write(self.writers.app, self.writers.slug, author, language, text, lesson=self.lesson, over=over)
        now = self.texts()
        if language in saving.stale:
            assert over != before[language]
            assert now == before, "a refused save changes nothing"
        elif text != over:
            assert now[language] == text
            if text != before[language]:
                self.kept[language].acknowledged.append((author, text, self.moment, False))
        self.pages[author] = {**self.pages[author], language: now[language]}

    def restore(self, author: str) -> None:
        with self.writers.app.app_context():
            found = my_lesson(self.writers.slug, author, self.lesson)
            line = self.chance.choice(sessions_of(found.lesson.id))
            text = db.session.get_one(WritingSession, line.id).text
            with transaction():
                service.restore(found, author, line.language, text)
        kept = self.kept[line.language].acknowledged
        if text != kept[-1][1]:
            kept.append((author, text, self.moment, True))

    def check(self) -> None:
        now = self.texts()
        with self.writers.app.app_context():
            lesson_id = my_lesson(self.writers.slug, self.authors[0], self.lesson).lesson.id
            rows = db.session.query(WritingSession).filter_by(lesson_draft_id=lesson_id).all()
            there = {language: {row.text for row in rows if row.language == language} for language in LANGUAGES}
        for language, kept in self.kept.items():
            assert now[language] == kept.acknowledged[-1][1]
            assert set(kept.must_be_there()) <= there[language]


@pytest.mark.proof
@pytest.mark.both_databases
def test_no_acknowledged_character_is_lost(writers: Writers, share: float) -> None:
    for seed in range(round(40 * share)):
        lesson = f"lecon-{seed}"
        with writers.app.app_context(), clock.at(BEGUN_AT), transaction():
            draft = my_draft(writers.slug, writers.anais.id)
            service.add_lesson(draft, writers.anais.id, lesson, {"fr": lesson, "en": lesson})
        Script(writers, lesson, seed).run()
