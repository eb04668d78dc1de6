"""Modules and lessons that are being written, made without a page. Each function is an act of its own."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from portal.accounts.rules import SiteRole
from portal.curriculum.rules import ModuleSheet, Strand
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.models import ModuleAuthor
from portal.studio.queries import LessonFound
from portal.studio.rules import Draft, version_of
from portal.studio.rules.layout import SentLesson, SentModule
from portal.studio.service import Saving, Written

LESSON = "premiere"
SHEET = ModuleSheet(
    Strand.CULTURE,
    50,
    (),
    {
        "fr": {"title": "Le ton d’un fil", "summary": "", "outcome": ""},
        "en": {"title": "The tone of a thread", "summary": "", "outcome": ""},
    },
)


def instructor(person_id: str) -> Actor:
    return Actor(
        id=person_id,
        name="",
        language="en",
        time_zone="America/Toronto",
        session_id="",
        csrf_secret="",
        roles=frozenset({SiteRole.INSTRUCTOR}),
    )


def module(app: Flask, *authors: str, slug: str = "le-ton-d-un-fil", lessons: tuple[str, ...] = (LESSON,)) -> str:
    """Its slug. The first author makes it with its lessons, and adds the others."""
    with app.app_context(), transaction():
        service.make(authors[0], slug, SHEET)
        draft = my_draft(slug, authors[0])
        for lesson in lessons:
            service.add_lesson(draft, authors[0], lesson, {"fr": lesson.capitalize(), "en": lesson.capitalize()})
        for other in authors[1:]:
            added = {"added_by_id": authors[0], "added_at": now()}
            db.session.add(ModuleAuthor(module_id=draft.module_id, person_id=other, **added))
    return slug


def write(
    app: Flask, slug: str, who: str, language: str, text: str, *, lesson: str = LESSON, over: str | None = None
) -> Saving:
    """Save a text over the one that is there; or over another, as an old page does."""
    with app.app_context():
        before = texts(slug, who, lesson)[language] if over is None else over
        with transaction():
            return service.save_texts(my_lesson(slug, who, lesson), who, {language: Written(text, version_of(before))})


def entitle(app: Flask, slug: str, who: str, title: str) -> None:
    """Save the sheet with this title in French, over whatever it says."""
    with app.app_context(), transaction():
        draft = my_draft(slug, who)
        texts = {**draft.sheet.texts, "fr": {**draft.sheet.texts["fr"], "title": title}}
        service.save_sheet(draft, who, replace(draft.sheet, texts=texts), draft.version)


def show(app: Flask, slug: str, who: str, content: bytes, *, lesson: str = LESSON) -> str:
    """Add a picture. Its name."""
    with app.app_context(), transaction():
        return service.add_picture(my_lesson(slug, who, lesson), who, content, "image")


def leave_waiting(app: Flask, slug: str, who: str) -> str:
    """Send an archive, and do not take it in. Its id."""
    with app.app_context(), transaction():
        return service.arrive(instructor(who), SentModule(slug, "", {"autre": SentLesson("autre", 9, {"fr": "x"})}))


def my_draft(slug: str, who: str) -> Draft:
    found = queries.my_draft(instructor(who), module=slug)
    assert found is not None
    return found


def my_lesson(slug: str, who: str, lesson: str = LESSON) -> LessonFound:
    found = queries.my_lesson(instructor(who), module=slug, lesson=lesson)
    assert found is not None
    return found


def texts(slug: str, who: str, lesson: str = LESSON) -> dict[str, str]:
    return {language: text.text for language, text in queries.texts_of(my_lesson(slug, who, lesson).lesson.id).items()}


def everything(model: type) -> list:  # type: ignore[type-arg]
    return list(db.session.scalars(select(model)))
