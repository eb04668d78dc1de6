"""What taking in what was sent would do to a module, one thing at a time. Nothing is done here."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.studio.rules.layout import SentLesson, SentModule

SHEET_KEY = "sheet"


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BEHIND = "behind"
    """The draft held this once, and went on since."""
    BACK = "back"
    """A lesson that was removed comes back."""


@dataclass(frozen=True, slots=True)
class TextNow:
    """A sheet, or a lesson in one language, as it is now, all that it was before, and whether somebody else wrote it
    last.
    """

    text: str
    earlier: frozenset[str] = frozenset()
    by_another: bool = False


@dataclass(frozen=True, slots=True)
class LessonNow:
    position: int
    is_removed: bool = False
    texts: Mapping[str, TextNow] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    """The hash of each, by its name."""


@dataclass(frozen=True, slots=True)
class ModuleNow:
    sheet: TextNow
    lessons: Mapping[str, LessonNow]
    """By slug."""

    @property
    def version(self) -> str:
        """What tells this state of the module from every other."""
        lessons = [
            [
                slug,
                one.position,
                one.is_removed,
                sorted((key, text.text) for key, text in one.texts.items()),
                sorted(one.pictures.items()),
            ]
            for slug, one in sorted(self.lessons.items())
        ]
        return hashlib.sha256(json.dumps([self.sheet.text, lessons]).encode(errors="surrogatepass")).hexdigest()[:22]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be taken in, or left."""

    key: str
    """`sheet`; of a lesson `slug`, `slug/fr`, `slug/media/x.png`."""
    lesson: str
    fate: Fate
    before: str = ""
    after: str = ""
    is_conflict: bool = False
    """Somebody else wrote there last, or the draft went on: it is left unless it is asked for."""

    @property
    def part(self) -> str:
        """Of its lesson: "", `fr`, `media/x.png`."""
        return self.key.partition("/")[2]

    @property
    def is_taken(self) -> bool:
        """Whether it is taken unless somebody says otherwise."""
        return self.fate is not Fate.SAME and not self.is_conflict


@dataclass(frozen=True, slots=True)
class Plan:
    items: tuple[Item, ...]
    untouched: tuple[str, ...]
    """The lessons of the draft that were not sent: they stay as they are."""

    @property
    def open_items(self) -> list[Item]:
        """What can be taken in."""
        return [item for item in self.items if item.fate is not Fate.SAME]

    @property
    def same(self) -> int:
        return len(self.items) - len(self.open_items)

    def chosen(self, keys: set[str]) -> list[Item]:
        return [item for item in self.open_items if item.key in keys]


def plan(sent: SentModule, now: ModuleNow | None) -> Plan:
    """`now` is None for a module that is not there yet."""
    lessons = now.lessons if now else {}
    items = list(_sheet(sent, now))
    for lesson in sorted(sent.lessons.values(), key=lambda one: (one.position, one.slug)):
        items += _lesson(lesson, lessons.get(lesson.slug), keeps_place=sent.sheet is None)
    stays = [slug for slug, one in lessons.items() if slug not in sent.lessons and not one.is_removed]
    return Plan(tuple(items), tuple(stays) if sent.sheet is not None else ())


def _sheet(sent: SentModule, now: ModuleNow | None) -> Iterator[Item]:
    if sent.sheet is not None:
        yield _text(SHEET_KEY, "", sent.sheet, now.sheet if now else None)


def _lesson(sent: SentLesson, now: LessonNow | None, *, keeps_place: bool) -> Iterator[Item]:
    if now is None:
        yield Item(sent.slug, sent.slug, Fate.NEW, after=str(sent.position))
    elif now.is_removed:
        # a document alone knows of no place: after the others
        yield Item(sent.slug, sent.slug, Fate.BACK, after="" if keeps_place else str(sent.position))
    elif not keeps_place:
        fate = Fate.SAME if now.position == sent.position else Fate.CHANGED
        yield Item(sent.slug, sent.slug, fate, str(now.position), str(sent.position))
    for language, text in sorted(sent.texts.items(), reverse=True):
        yield _text(f"{sent.slug}/{language}", sent.slug, text, now.texts.get(language) if now else None)
    for name, content in sorted(sent.pictures.items()):
        yield _picture(f"{sent.slug}/{name}", sent.slug, content, now.pictures.get(name) if now else None)


def _text(key: str, lesson: str, text: str, now: TextNow | None) -> Item:
    if now is None:
        return Item(key, lesson, Fate.NEW, after=text)
    if now.text == text:
        return Item(key, lesson, Fate.SAME)
    if text in now.earlier:
        return Item(key, lesson, Fate.BEHIND, now.text, text, is_conflict=True)
    return Item(key, lesson, Fate.CHANGED, now.text, text, is_conflict=now.by_another)


def _picture(key: str, lesson: str, content: bytes, now: str | None) -> Item:
    sent = hashlib.sha256(content).hexdigest()
    fate = Fate.NEW if now is None else Fate.SAME if now == sent else Fate.CHANGED
    return Item(key, lesson, fate, now or "", sent)
