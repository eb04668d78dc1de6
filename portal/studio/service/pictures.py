"""The pictures of a lesson: adding one that is clean, putting it in the texts, removing one that nothing shows."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import select

from portal.curriculum.models import Picture
from portal.curriculum.rules import media_type
from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.uploads.structure import kind_of
from portal.studio.models import DraftPicture
from portal.studio.queries import LessonFound, texts_of
from portal.studio.queries.pictures import others_in_module, room_taken
from portal.studio.rules import Act
from portal.studio.rules.placing import file_name, placed, shown_as, uses_of
from portal.studio.service.holding import hold, note
from portal.studio.service.writing import Written, save_texts

MIB = 1 << 20
QUOTA = 100 * MIB
"""Bytes of pictures that one person may add."""
MOST_OF_MODULE, LARGEST_OF_MODULE = 100, 15 * MIB
"""Pictures that a module has, and their bytes: with its texts it fits in an archive that is taken in."""


class NoRoom(Refusal):
    def __init__(self, taken: int) -> None:
        super().__init__(
            _l(
                "The pictures that you added take %(taken)s of the %(most)s MB that you have. Remove some that are "
                "not used, then send this one again.",
                taken=taken // MIB,
                most=QUOTA // MIB,
            ),
            field="file",
            status=422,
        )


class ModuleHeavy(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _l(
                "A module has %(most)s pictures at most, of %(size)s MB together, so that it can be exported and "
                "imported again. Remove some that are not used, then send this one again.",
                most=MOST_OF_MODULE,
                size=LARGEST_OF_MODULE // MIB,
            ),
            field="file",
            status=422,
        )


class StillShown(Refusal):
    def __init__(self) -> None:
        super().__init__(_l("The lesson shows this picture. Take it out of the text first, in both languages."))


def add_picture(found: LessonFound, person_id: str, content: bytes, sent_name: str) -> str:
    """The name that the lesson knows it by. The same picture sent again is the same. Raises NoRoom."""
    held, kept = hold(found.draft.module_id), _kept(found.lesson.id)
    sha256 = hashlib.sha256(content).hexdigest()
    known = next((row.name for row in kept if row.sha256 == sha256), None)
    if known:
        return known
    kind = kind_of(content)
    name = file_name(sent_name, kind.suffix if kind else "", {row.name for row in kept})
    keep_picture(person_id, found.lesson.id, name, content)
    note(held, person_id, Act.PICTURE_ADDED, found.lesson.slug)
    return name


def show_picture(found: LessonFound, person_id: str, name: str, words: Mapping[str, str], step: int) -> None:
    """At the end of this step in both languages, wherever a text does not show it yet."""
    for language, text in texts_of(found.lesson.id).items():
        if not uses_of(name, text.text):
            shown = placed(text.text, step, shown_as(name, words[language]))
            save_texts(found, person_id, {language: Written(shown, text.version)}, is_typed=False)


def remove_picture(found: LessonFound, person_id: str, name: str) -> None:
    """Pressed again, there is nothing left to do. Raises StillShown."""
    held = hold(found.draft.module_id)
    row = db.session.get(DraftPicture, {"lesson_draft_id": found.lesson.id, "name": name})
    if row is None:
        return
    if any(uses_of(name, text.text) for text in texts_of(found.lesson.id).values()):
        raise StillShown
    db.session.delete(row)
    note(held, person_id, Act.PICTURE_REMOVED, found.lesson.slug)


def keep_picture(person_id: str, lesson_id: str, name: str, content: bytes) -> None:
    """As `put_picture`, out of the room that this person and the module have. Raises NoRoom, ModuleHeavy."""
    count, size = others_in_module(lesson_id, name)
    if count >= MOST_OF_MODULE or size + len(content) > LARGEST_OF_MODULE:
        raise ModuleHeavy
    taken = room_taken(person_id)
    if taken + len(content) > QUOTA:
        raise NoRoom(taken)
    put_picture(person_id, lesson_id, name, content)


def put_picture(person_id: str, lesson_id: str, name: str, content: bytes) -> None:
    """Under this name, in the place of what had it."""
    sha256 = hashlib.sha256(content).hexdigest()
    insert_if_new(db.session(), Picture, sha256=sha256, media_type=media_type(content), content=content)
    there = db.session.get(DraftPicture, {"lesson_draft_id": lesson_id, "name": name})
    if there is not None and there.sha256 == sha256:
        return
    row = there or DraftPicture(lesson_draft_id=lesson_id, name=name)
    row.sha256, row.added_by_id, row.added_at = sha256, person_id, now()
    db.session.add(row)
    db.session.flush()


def _kept(lesson_id: str) -> list[DraftPicture]:
    return list(db.session.scalars(select(DraftPicture).where(DraftPicture.lesson_draft_id == lesson_id)))
