"""A draft as the files it would be published as, and drafts made from files."""

from collections.abc import Mapping

from sqlalchemy import select

from portal.curriculum.rules import SHEET, Files, folders_in, lesson_files, lesson_folder, split_folder_name, text_in
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import LANGUAGES
from portal.studio import queries
from portal.studio.models import LessonDraft, ModuleDraft
from portal.studio.queries.pictures import contents_in
from portal.studio.rules import Act, next_position
from portal.studio.rules.placing import MEDIA
from portal.studio.rules.sheets import as_a_copy
from portal.studio.service.holding import hold, note
from portal.studio.service.modules import begin
from portal.studio.service.pictures import put_picture
from portal.studio.service.sheets import change_sheet
from portal.studio.service.writing import begin_session


def draft_files(module_id: str) -> dict[str, bytes]:
    """To the letter what its authors wrote. A language without any text has no file, nor has what was removed;
    a lesson without any has an empty one: it is there, and lacks its text.
    """
    files = {SHEET: db.session.get_one(ModuleDraft, module_id).sheet.encode()}
    texts, pictures = queries.texts_in(module_id), contents_in(module_id)
    for lesson in queries.lessons_of(module_id):
        if not lesson.removed_at:
            written = {language: text for language, text in texts.get(lesson.slug, {}).items() if text}
            shown = written or {LANGUAGES[0]: ""}
            files |= lesson_files(lesson_folder(lesson.position, lesson.slug), shown, pictures.get(lesson.slug, {}))
    return files


def take_files(module_id: str, person_id: str, files: Files, act: Act) -> None:
    """Make the draft what these files say. Each text that changes is a session of its own: nothing written is lost.
    What it says already, taken in again, changes nothing.

    A lesson that has no folder is removed, and can be put back; a language that has no file stays as it is. Whoever
    calls has made sure that every folder is named as a lesson's, and every document is text.
    """
    held, before = hold(module_id), draft_files(module_id)
    sheet = text_in(files.get(SHEET, b""))
    if sheet:
        change_sheet(held, person_id, sheet, apart=True)
    mine = select(LessonDraft).where(LessonDraft.module_id == module_id)
    there = {one.slug: one for one in db.session.scalars(mine, execution_options={"populate_existing": True})}
    wanted = _positions(files)
    for slug, row in there.items():
        if slug not in wanted:
            row.removed_at = row.removed_at or now()
    for slug, (folder, position) in wanted.items():
        row = there.get(slug) or LessonDraft(id=new_id(), module_id=module_id, slug=slug)
        row.position, row.removed_at = position, None
        db.session.add(row)
        db.session.flush()
        _take_texts(row.id, person_id, folder, files)
        _take_pictures(row.id, person_id, folder, files)
    if draft_files(module_id) != before:
        note(held, person_id, act)


def duplicate(person_id: str, slug: str, files: Files) -> str:
    """A module of one's own, made from these files, and called a copy. Its slug. Raises SlugTaken."""
    sheet = as_a_copy(files[SHEET].decode()) if SHEET in files else ""
    copied = {**files, SHEET: sheet.encode()} if sheet else files
    take_files(begin(person_id, slug, "").module_id, person_id, copied, Act.DUPLICATED)
    return slug


def _positions(files: Files) -> Mapping[str, tuple[str, int]]:
    """By slug: the folder of each lesson and its place, each its own."""
    found: dict[str, tuple[str, int]] = {}
    for folder in folders_in(files):
        name = split_folder_name(folder)
        if name is None:
            raise ValueError("a folder that is no lesson's")
        position, slug = name
        taken = {one: place for one, (_folder, place) in found.items()}
        free = position if position and position not in taken.values() else next_position(taken)
        found[slug] = (folder, free)
    return found


def _take_texts(lesson_id: str, person_id: str, folder: str, files: Files) -> None:
    for language in LANGUAGES:
        content = files.get(f"{folder}/{language}.md")
        text = text_in(content) if content is not None else None
        newest = queries.newest_session(lesson_id, language)
        if text is not None and (newest is None or newest.text != text):
            begin_session(lesson_id, language, person_id, text)


def _take_pictures(lesson_id: str, person_id: str, folder: str, files: Files) -> None:
    """What the draft has under another name stays."""
    for path, content in files.items():
        lesson, _slash, name = path.partition("/")
        if lesson == folder and name.startswith(MEDIA):
            put_picture(person_id, lesson_id, name, content)
