"""Pairs in the middle of things: a text that was heard, and a lesson that nobody has written in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.curriculum.models import Lesson
from portal.journal.models import Exchange, Hearing, Reflection
from portal.kernel.database import db, new_id
from tests.builders import pair, person, post, sign_in
from tests.learning.conftest import take_in, write_lessons

HEARD, DRAFT = "conversation/premiere", "conversation/deuxieme"
HEARD_WORDS = "I hear that it mattered to you."


@dataclass(frozen=True)
class Talk:
    pair_id: str
    people: tuple[str, str]
    heard: str
    """The open reflection that was heard: both may reply under it."""
    draft_lesson: str

    @property
    def plan(self) -> dict[str, Any]:
        """What another process needs to know."""
        journal = f"/pairs/{self.pair_id}/journal"
        return {
            "people": list(self.people),
            "journal": journal,
            "heard": f"{journal}/{self.heard}",
            "draft": f"/pairs/{self.pair_id}/lessons/{DRAFT}",
        }


def talks(app: Flask, folder: Path, number: int) -> list[Talk]:
    write_lessons(folder)
    take_in(app, folder)
    return [_talk(app) for _ in range(number)]


def assert_whole(exchange: Exchange, texts: Sequence[Reflection]) -> None:
    """Both read, or neither."""
    sealed = [row for row in texts if row.sealed_at is not None]
    are_two = len(sealed) == 2
    assert {row.opened_at is not None for row in sealed} <= {are_two}, "half open"
    assert (exchange.opened_at is not None) is are_two


def write(browser: FlaskClient, pair_id: str, lesson: str, act: str) -> None:
    text = "A sentence that is long enough to be handed over."
    answer = post(browser, f"/pairs/{pair_id}/lessons/{lesson}/reflection", text=text, act=act, version="0")
    assert answer.status_code == 303


def _talk(app: Flask) -> Talk:
    two = pair(app, person(app, "Maïté"), person(app, "Ibrahim"))
    first, second = sign_in(app, two.first), sign_in(app, two.second)
    for browser in (first, second):
        write(browser, two.id, HEARD, "seal")
    heard = _reflection(app, two.id, HEARD, two.first.id)
    post(second, f"/pairs/{two.id}/journal/{heard}/hearing", key=new_id(), text=HEARD_WORDS)
    with app.app_context():
        hearing = db.session.scalars(select(Hearing.id).where(Hearing.reflection_id == heard)).one()
        draft = db.session.scalars(select(Lesson.id).where(Lesson.slug == DRAFT.split("/")[1])).one()
    post(first, f"/pairs/{two.id}/journal/{heard}/hearing/{hearing}/confirm")
    return Talk(two.id, (two.first.id, two.second.id), heard, draft)


def _reflection(app: Flask, pair_id: str, lesson: str, author_id: str) -> str:
    with app.app_context():
        return db.session.scalars(
            select(Reflection.id)
            .join(Exchange, Exchange.id == Reflection.exchange_id)
            .join(Lesson, Lesson.id == Exchange.lesson_id)
            .where(
                Exchange.pair_id == pair_id,
                Reflection.author_id == author_id,
                Lesson.slug == lesson.split("/")[1],
            )
        ).one()
