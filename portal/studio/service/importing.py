"""Taking in what was sent: held until its sender has seen the plan, then all that they chose at once, as drafts."""

from collections.abc import Mapping, Sequence, Set

from sqlalchemy import delete

from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor
from portal.kernel.refusal import Refusal
from portal.kernel.uploads import archives
from portal.studio import queries
from portal.studio.models import LessonDraft, ModuleDraft, ModuleImport
from portal.studio.queries.imports import Arrival, is_taken, lessons_in, module_now
from portal.studio.rules import Act, free_slug, made_way
from portal.studio.rules.layout import SentLesson, SentModule, files_of
from portal.studio.rules.planning import SHEET_KEY, Item, ModuleNow, Plan, plan
from portal.studio.service.holding import hold, note
from portal.studio.service.lessons import ModuleFull, position_after
from portal.studio.service.modules import SlugTaken, begin
from portal.studio.service.pictures import keep_picture
from portal.studio.service.sheets import change_sheet
from portal.studio.service.writing import begin_session


class PlanChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _l("The module changed after this plan was made. Here is the plan as it is now: look at it again.")
        )


def arrive(actor: Actor, sent: SentModule) -> str:
    """Hold what was sent, in the place of what this person sent before. Raises SlugTaken."""
    if queries.my_draft(actor, module=sent.slug) is None and is_taken(sent.slug):
        raise SlugTaken(free_slug(sent.slug, queries.taken_slugs()))
    db.session.execute(delete(ModuleImport).where(ModuleImport.person_id == actor.id))
    archive = archives.write(files_of(sent.sheet, sent.lessons.values()))
    row = ModuleImport(id=new_id(), person_id=actor.id, slug=sent.slug, archive=archive, sent_at=now())
    db.session.add(row)
    db.session.flush()
    return row.id


def plan_of(arrival: Arrival, person_id: str) -> tuple[Plan, str]:
    """What taking it in would do, and the version of the module that this was told of."""
    current = module_now(arrival.draft.module_id, person_id) if arrival.draft else None
    return plan(arrival.sent, current), _version(current)


def take_in(arrival: Arrival, person_id: str, keys: set[str], version: str) -> str:
    """All that was chosen, or nothing. The slug of the module. Raises PlanChanged, SlugTaken, NoRoom."""
    sent = arrival.sent
    held = hold(arrival.draft.module_id) if arrival.draft else None
    current = module_now(held.module_id, person_id) if held else None
    if _version(current) != version:
        raise PlanChanged
    chosen = plan(sent, current).chosen(keys)
    if not chosen:
        raise Refusal(_l("Choose what to import."), field="take", status=422)
    if held is None:
        held = begin(person_id, sent.slug, sent.sheet or "")
    _take(held, person_id, sent, chosen)
    note(held, person_id, Act.IMPORTED)
    db.session.execute(delete(ModuleImport).where(ModuleImport.id == arrival.id))
    return sent.slug


def _version(current: ModuleNow | None) -> str:
    return current.version if current else ""


def _take(held: ModuleDraft, person_id: str, sent: SentModule, chosen: Sequence[Item]) -> None:
    rows = {row.slug: row for row in lessons_in(held.module_id)}
    placed = {item.lesson for item in chosen if item.lesson not in rows or (item.part == "" and item.after)}
    for item in chosen:
        if item.key == SHEET_KEY:
            change_sheet(held, person_id, item.after, apart=True)
        else:
            lesson = sent.lessons[item.lesson]
            row = rows[item.lesson] = rows.get(item.lesson) or _begin_lesson(held, lesson)
            _take_part(person_id, row, lesson, item)
    _make_way(rows, placed)


def _begin_lesson(held: ModuleDraft, lesson: SentLesson) -> LessonDraft:
    row = LessonDraft(id=new_id(), module_id=held.module_id, slug=lesson.slug, position=lesson.position)
    db.session.add(row)
    db.session.flush()
    return row


def _take_part(person_id: str, row: LessonDraft, lesson: SentLesson, item: Item) -> None:
    """What was written before stays in its session."""
    if item.part in lesson.texts:
        begin_session(row.id, item.part, person_id, lesson.texts[item.part])
    elif item.part in lesson.pictures:
        keep_picture(person_id, row.id, item.part, lesson.pictures[item.part])
    else:
        row.position = int(item.after) if item.after else position_after(lessons_in(row.module_id))
        row.removed_at = None


def _make_way(rows: Mapping[str, LessonDraft], placed: Set[str]) -> None:
    """A lesson whose number is now that of one which was placed goes after the others. Raises ModuleFull."""
    shown = {slug: row.position for slug, row in rows.items() if row.removed_at is None}
    for slug, position in made_way(shown, placed & shown.keys()).items():
        if not position:
            raise ModuleFull
        rows[slug].position = position
