"""The pictures of lessons that are being written, for the authors of their module."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from portal.curriculum.models import Picture
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.studio import queries
from portal.studio.models import DraftPicture, LessonDraft


@dataclass(frozen=True, slots=True)
class PictureSeen:
    """A picture of a lesson, without its bytes."""

    name: str
    sha256: str
    size: int


_PICTURES = (
    select(DraftPicture.name, DraftPicture.sha256, func.length(Picture.content))
    .join(Picture, Picture.sha256 == DraftPicture.sha256)
    .where(DraftPicture.lesson_draft_id == bindparam("lesson"))
    .order_by(DraftPicture.added_at, DraftPicture.name)
)
_ONE = (
    select(Picture)
    .join(DraftPicture, DraftPicture.sha256 == Picture.sha256)
    .where(DraftPicture.lesson_draft_id == bindparam("lesson"), Picture.sha256 == bindparam("sha256"))
    .limit(1)
)
_OF_PERSON = (
    select(Picture.sha256, func.length(Picture.content).label("size"))
    .join(DraftPicture, DraftPicture.sha256 == Picture.sha256)
    .where(DraftPicture.added_by_id == bindparam("person"))
    .distinct()
    .subquery()
)
_TAKEN = select(func.coalesce(func.sum(_OF_PERSON.c.size), 0))
_this = aliased(LessonDraft)
_IN_MODULE = (
    select(func.count(), func.coalesce(func.sum(func.length(Picture.content)), 0))
    .select_from(_this)
    .join(LessonDraft, LessonDraft.module_id == _this.module_id)
    .join(DraftPicture, DraftPicture.lesson_draft_id == LessonDraft.id)
    .join(Picture, Picture.sha256 == DraftPicture.sha256)
    .where(_this.id == bindparam("lesson"), (LessonDraft.id != _this.id) | (DraftPicture.name != bindparam("name")))
)
_CONTENTS = (
    select(LessonDraft.slug, DraftPicture.name, Picture.content)
    .join(DraftPicture, DraftPicture.lesson_draft_id == LessonDraft.id)
    .join(Picture, Picture.sha256 == DraftPicture.sha256)
    .where(LessonDraft.module_id == bindparam("module"))
)
_HASHES = (
    select(LessonDraft.slug, DraftPicture.name, DraftPicture.sha256)
    .join(DraftPicture, DraftPicture.lesson_draft_id == LessonDraft.id)
    .where(LessonDraft.module_id == bindparam("module"))
)


def my_picture(actor: Actor, *, module: str, lesson: str, sha256: str) -> Picture | None:
    """A picture of a lesson that the actor writes."""
    found = queries.my_lesson(actor, module=module, lesson=lesson)
    return db.session.scalar(_ONE, {"lesson": found.lesson.id, "sha256": sha256}) if found else None


def pictures_of(lesson_id: str) -> list[PictureSeen]:
    """In the order in which they came."""
    return [PictureSeen(*row) for row in db.session.execute(_PICTURES, {"lesson": lesson_id})]


def room_taken(person_id: str) -> int:
    """Bytes of the pictures that this person added, each counted once."""
    return int(db.session.scalar(_TAKEN, {"person": person_id}) or 0)


def others_in_module(lesson_id: str, name: str) -> tuple[int, int]:
    """How many pictures the lesson's module has beside this one, and their bytes."""
    count, size = db.session.execute(_IN_MODULE, {"lesson": lesson_id, "name": name}).one()
    return count, size


def contents_in(module_id: str) -> Mapping[str, Mapping[str, bytes]]:
    """Of every lesson by its slug: the pictures by name."""
    found: dict[str, dict[str, bytes]] = {}
    for lesson, name, content in db.session.execute(_CONTENTS, {"module": module_id}):
        found.setdefault(lesson, {})[name] = content
    return found


def hashes_in(module_id: str) -> Mapping[str, Mapping[str, str]]:
    """Of every lesson by its slug: the hashes of the pictures by name."""
    found: dict[str, dict[str, str]] = {}
    for lesson, name, sha256 in db.session.execute(_HASHES, {"module": module_id}):
        found.setdefault(lesson, {})[name] = sha256
    return found
