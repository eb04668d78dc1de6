"""What waits to be published, lesson by lesson and picture by picture, for whoever may look at its release."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.curriculum.models import Picture
from portal.curriculum.rules import SHEET, lesson_folder, split_folder_name
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.studio.models import DraftRelease
from portal.studio.queries.releases import ReleaseSeen, my_release


@dataclass(frozen=True, slots=True)
class FrozenLesson:
    """A lesson as it was when its release was asked for."""

    release: ReleaseSeen
    slug: str
    folder: str
    files: Mapping[str, bytes]
    """The texts of the whole module, by their path."""
    pictures: Mapping[str, str]
    """The hash of each of this lesson, by the name that its texts use."""

    @property
    def sheet(self) -> str:
        return self.files[SHEET].decode()

    def text(self, language: str) -> str:
        return self.files.get(f"{self.folder}/{language}.md", b"").decode()


def my_frozen_lesson(actor: Actor, *, release: str, lesson: str) -> FrozenLesson | None:
    found = my_release(actor, release=release)
    if found is None:
        return None
    row = db.session.get_one(DraftRelease, release)
    folder = _folder(row.texts, lesson)
    if folder is None:
        return None
    files = {path: text.encode() for path, text in row.texts.items()}
    inside = f"{folder}/"
    pictures = {path.removeprefix(inside): one for path, one in row.pictures.items() if path.startswith(inside)}
    return FrozenLesson(found, lesson, folder, files, pictures)


def my_frozen_picture(actor: Actor, *, release: str, sha256: str) -> Picture | None:
    """That the release shows."""
    if my_release(actor, release=release) is None:
        return None
    row = db.session.get_one(DraftRelease, release)
    return db.session.get(Picture, sha256) if sha256 in row.pictures.values() else None


def _folder(paths: Mapping[str, str], lesson: str) -> str | None:
    named = (split_folder_name(path.partition("/")[0]) for path in sorted(paths))
    return next((lesson_folder(name[0], name[1]) for name in named if name and name[1] == lesson), None)
