"""The lessons of a module: adding, moving, duplicating, removing, putting back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import LANGUAGES, _l
from portal.kernel.refusal import Refusal
from portal.studio import queries
from portal.studio.models import LessonDraft, ModuleDraft
from portal.studio.queries.imports import lessons_in
from portal.studio.rules import LAST, Act, Draft, begun, free_slug, next_position, slug_from, swapped
from portal.studio.service.holding import hold, note
from portal.studio.service.writing import begin_session


class LessonSlugTaken(Refusal):
    """`free`: one like it that no lesson of the module has."""

    def __init__(self, free: str) -> None:
        super().__init__(
            _l("Another lesson of this module has this short name. “%(free)s” is free.", free=free),
            field="slug",
            status=422,
        )


class ModuleFull(Refusal):
    def __init__(self) -> None:
        super().__init__(_l("A module has %(most)s lessons at most.", most=LAST))


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """Where a lesson may be put that is not there yet."""

    slug: str
    position: int


def free_place(draft: Draft, slug: str) -> LessonPlace:
    """Under this name, after the lessons that there are. Raises LessonSlugTaken and ModuleFull."""
    there = lessons_in(draft.module_id)
    return LessonPlace(_free(slug, there), position_after(there))


def add_lesson(draft: Draft, person_id: str, slug: str, titles: Mapping[str, str]) -> str:
    """A lesson with these titles, begun from the template, after the others. Its slug. Raises LessonSlugTaken.

    An empty `slug` is made from the titles.
    """
    held, there = _hold_with_lessons(draft)
    slug = _free(slug or slug_from(titles["fr"]) or slug_from(titles["en"]), there)
    texts = {language: begun(language, titles[language]) for language in LANGUAGES}
    _begin(held, person_id, slug, texts, there)
    return slug


def duplicate_lesson(draft: Draft, person_id: str, lesson_id: str) -> str:
    """The same once more, after the others, under a name that is free. Its slug."""
    held, there = _hold_with_lessons(draft)
    slug = free_slug(_row(lesson_id).slug, {one.slug for one in there})
    texts = {language: text.text for language, text in queries.texts_of(lesson_id).items()}
    _begin(held, person_id, slug, texts, there)
    return slug


def move_lesson(draft: Draft, person_id: str, lesson_id: str, *, up: bool) -> None:
    """Past its neighbour; at either end nothing moves."""
    held, there = _hold_with_lessons(draft)
    rows = {one.id: one for one in there if one.removed_at is None}
    if lesson_id not in rows:
        return
    moved = swapped({one.id: one.position for one in rows.values()}, lesson_id, up=up)
    for row_id, position in moved.items():
        rows[row_id].position = position
    if moved:
        note(held, person_id, Act.MOVED, rows[lesson_id].slug)


def remove_lesson(draft: Draft, person_id: str, lesson_id: str) -> None:
    """Out of the module, and kept: it can be put back. Pressed again, there is nothing left to do."""
    held, row = hold(draft.module_id), _row(lesson_id)
    if row.removed_at is None:
        row.removed_at = now()
        note(held, person_id, Act.REMOVED, row.slug)


def put_lesson_back(draft: Draft, person_id: str, lesson_id: str) -> None:
    """After the others."""
    held, there = _hold_with_lessons(draft)
    row = next(one for one in there if one.id == lesson_id)
    if row.removed_at is None:
        return
    row.position, row.removed_at = position_after(there), None
    note(held, person_id, Act.PUT_BACK, row.slug)


def _begin(held: ModuleDraft, person_id: str, slug: str, texts: Mapping[str, str], there: list[LessonDraft]) -> None:
    row = LessonDraft(id=new_id(), module_id=held.module_id, slug=slug, position=position_after(there))
    db.session.add(row)
    db.session.flush()
    for language, text in texts.items():
        begin_session(row.id, language, person_id, text)
    note(held, person_id, Act.ADDED, slug)


def position_after(there: Iterable[LessonDraft]) -> int:
    """Raises ModuleFull."""
    position = next_position({one.id: one.position for one in there if one.removed_at is None})
    if not position:
        raise ModuleFull
    return position


def _free(slug: str, there: Iterable[LessonDraft]) -> str:
    """The name, if none of these lessons has it."""
    taken = {one.slug for one in there}
    if not slug:
        raise Refusal(
            _l("Give it a short name: its titles have no letters to make one from."), field="slug", status=422
        )
    if slug in taken:
        raise LessonSlugTaken(free_slug(slug, taken))
    return slug


def _hold_with_lessons(draft: Draft) -> tuple[ModuleDraft, list[LessonDraft]]:
    """Every lesson that the module has or had."""
    held = hold(draft.module_id)
    return held, list(lessons_in(draft.module_id))


def _row(lesson_id: str) -> LessonDraft:
    return db.session.get_one(LessonDraft, lesson_id, populate_existing=True)
