"""What was sent, as a module: its sheet, its lessons, their texts and pictures. What has no place in one is refused."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.curriculum.rules import (
    LARGEST,
    SHEET,
    Files,
    beyond_limits,
    is_slug,
    lesson_files,
    lesson_folder,
    split_folder_name,
    text_in,
)
from portal.curriculum.rules.folders import read_toml
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

LONGEST_PICTURE_NAME = 200

_DOCUMENT = re.compile(r"(fr|en)\.md")
_PICTURE = re.compile(r"media/[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class SentLesson:
    slug: str
    position: int
    texts: dict[str, str] = field(default_factory=dict)
    """By language."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """By the name its documents use."""


@dataclass(frozen=True, slots=True)
class SentModule:
    slug: str
    """Of the folder that it came in; "" for none."""
    sheet: str | None
    """None where it is not part of it: of one document alone."""
    lessons: Mapping[str, SentLesson]
    """By slug."""


def module_in(files: Files) -> SentModule:
    """The module's files, or all of them in one folder. Raises a Refusal that names what has no place."""
    return parts_of(*_without_its_folder(files))


def parts_of(slug: str, files: Files) -> SentModule:
    """Of a module, or of a part of one. Raises a Refusal that names what has no place."""
    lessons: dict[str, SentLesson] = {}
    for path, content in sorted(files.items()):
        if path != SHEET:
            _place(lessons, path, content)
    return SentModule(slug, _sheet(files[SHEET]) if SHEET in files else None, lessons)


def files_of(sheet: str | None, lessons: Iterable[SentLesson]) -> dict[str, bytes]:
    """The files of a module, as they lie in its folder."""
    found = {} if sheet is None else {SHEET: sheet.encode()}
    for lesson in lessons:
        found |= lesson_files(lesson_folder(lesson.position, lesson.slug), lesson.texts, lesson.pictures)
    return found


def in_folder(slug: str, files: Files) -> dict[str, bytes]:
    return {f"{slug}/{path}": content for path, content in files.items()}


def _without_its_folder(files: Files) -> tuple[str, Files]:
    if SHEET in files:
        return "", files
    folders = {path.partition("/")[0] for path in files}
    if len(folders) != 1 or f"{min(folders)}/{SHEET}" not in files:
        raise _refusal(_l("There is no module.toml here. Send one module: its folder, or what is in it."))
    slug = min(folders)
    if not is_slug(slug):
        raise _refused(slug, _l("Name this folder in lower-case letters, digits and hyphens."))
    return slug, {path.partition("/")[2]: content for path, content in files.items()}


def _place(lessons: dict[str, SentLesson], path: str, content: bytes) -> None:
    folder, _slash, name = path.partition("/")
    numbered = split_folder_name(folder)
    if numbered is None or not (_DOCUMENT.fullmatch(name) or _is_picture(name)):
        raise _refused(path, _l("This file has no place in a module. Lessons lie in folders such as 01-my-lesson."))
    position, slug = numbered
    lesson = lessons.setdefault(slug, SentLesson(slug, position))
    if lesson.position != position or any(one.position == position for one in lessons.values() if one is not lesson):
        raise _refused(
            folder,
            _l("Two folders have the same number, or hold the same lesson. Keep one of them, or change its number."),
        )
    if name.endswith(".md"):
        lesson.texts[name.removesuffix(".md")] = _text(path, content)
    else:
        lesson.pictures[name] = content


def _sheet(content: bytes) -> str:
    source = _text(SHEET, content)
    _data, problem = read_toml(source)
    if problem is not None:
        raise _refused(SHEET, _l("Line %(number)s: %(what)s", number=problem.line, what=problem.sentence))
    return source


def _is_picture(name: str) -> bool:
    return (
        _PICTURE.fullmatch(name) is not None
        and len(name) <= LONGEST_PICTURE_NAME
        and not name.endswith((".md", ".toml"))
    )


def _text(path: str, content: bytes) -> str:
    if len(content) > LARGEST:
        raise _refused(path, _l("This text is longer than a lesson can be: 64 KiB, some ten thousand words."))
    text = text_in(content)
    if text is None:
        raise _refused(path, _l("This file is not UTF-8. Save it again as UTF-8."))
    if "\0" in text:
        raise _refused(path, _l("This text contains a character that cannot be kept. Remove it and try again."))
    if (beyond := beyond_limits(text)) is not None:
        raise _refused(f"{path}:{beyond.line}" if path else "", beyond.sentence)
    return text


def document_in(content: bytes) -> str:
    """The text of a document that was sent by itself. Raises a Refusal."""
    return _text("", content)


def _refused(path: str, sentence: Sentence) -> Refusal:
    return _refusal(_l("%(sentence)s (“%(entry)s”)", entry=path, sentence=sentence) if path else sentence)


def _refusal(sentence: Sentence) -> Refusal:
    return Refusal(sentence, field="file", status=422)
