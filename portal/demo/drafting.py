"""What an instructor of the demo is writing in the studio: a module with two lessons, the second barely begun."""

from dataclasses import replace

from portal.accounts.rules import SiteRole
from portal.curriculum.rules import ModuleSheet, Strand
from portal.demo import words
from portal.demo.acting import ago
from portal.kernel.identity import Actor
from portal.studio import queries, service
from portal.studio.rules import Draft
from portal.studio.service import Written

MODULE = "repondre-sans-communique"
FIRST, SECOND = "qui-lit-en-premier", "la-premiere-phrase"


def write(etienne: Actor) -> None:
    instructor = replace(etienne, roles=frozenset({SiteRole.INSTRUCTOR}))
    with ago(6, 15):
        service.make(instructor.id, MODULE, ModuleSheet(Strand.STRATEGY, 12, ("any:culture",), words.ETIENNES_SHEET))
        service.add_lesson(_draft(instructor), instructor.id, FIRST, words.ETIENNES_FIRST)
    with ago(5, 15):
        _write(instructor)
    with ago(2, 18):
        service.add_lesson(_draft(instructor), instructor.id, SECOND, words.ETIENNES_SECOND)


def _write(instructor: Actor) -> None:
    """In French alone: the English can wait."""
    found = queries.my_lesson(instructor, module=MODULE, lesson=FIRST)
    if found is None:
        raise RuntimeError("a lesson of the demo got lost")
    before = queries.texts_of(found.lesson.id)["fr"]
    text = before.text
    for placed, written in words.ETIENNES_WORDS.items():
        text = text.replace(placed, written)
    service.save_texts(found, instructor.id, {"fr": Written(text, before.version)})


def _draft(instructor: Actor) -> Draft:
    draft = queries.my_draft(instructor, module=MODULE)
    if draft is None:
        raise RuntimeError("a module of the demo got lost")
    return draft
