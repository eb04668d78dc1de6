"""What the studio shows of a module that is being written, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.curriculum.rules import ModuleSheet
from portal.studio.rules.history import version_of
from portal.studio.rules.titles import Titles, titles_published


class Act(StrEnum):
    """What an author did to a module, beside writing its lessons."""

    MADE = "made"
    SHEET = "sheet"
    ADDED = "added"
    MOVED = "moved"
    REMOVED = "removed"
    PUT_BACK = "put-back"
    SET_ASIDE = "set-aside"
    TAKEN_UP = "taken-up"
    DUPLICATED = "duplicated"
    IMPORTED = "imported"
    PUBLISHED = "published"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    UNPUBLISHED = "unpublished"
    REVISION = "revision"
    PICTURE_ADDED = "picture-added"
    PICTURE_REMOVED = "picture-removed"
    AUTHOR_ADDED = "author-added"
    AUTHOR_REMOVED = "author-removed"

    @property
    def changes_the_draft(self) -> bool:
        return self not in _AROUND_IT


_AROUND_IT = {Act.PUBLISHED, Act.PLANNED, Act.CANCELLED, Act.UNPUBLISHED, Act.SET_ASIDE, Act.TAKEN_UP}
_AROUND_IT |= {Act.AUTHOR_ADDED, Act.AUTHOR_REMOVED}


@dataclass(frozen=True, slots=True)
class Draft:
    """A module that is being written, for one of its authors."""

    module_id: str
    slug: str
    sheet: ModuleSheet
    version: int
    saved_at: datetime
    set_aside_at: datetime | None

    def title(self, language: str) -> str:
        return titles_published(self.slug, self.sheet.texts).title(language)


@dataclass(frozen=True, slots=True)
class LessonDraftSeen:
    """A lesson of a draft, without its texts."""

    id: str
    slug: str
    position: int
    titles: Mapping[str, str]
    """By language; "" where its text gives none."""
    saved_at: datetime | None
    """When either of its texts last was."""
    removed_at: datetime | None

    def title(self, language: str) -> str:
        return Titles(self.slug, self.titles).title(language)


@dataclass(frozen=True, slots=True)
class Text:
    """A lesson in one language, as it is now, and who wrote it so."""

    text: str
    saved_at: datetime
    writer: str
    """Empty once they deleted their account."""

    @property
    def version(self) -> str:
        return version_of(self.text)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was done to a module, and when: an act, or the writing of a lesson in a language."""

    at: datetime
    who: str
    act: Act | None
    """None for writing."""
    lesson: str = ""
    """Its slug."""
    language: str = ""
