"""Where the files of a module differ from what they were before."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from portal.curriculum.rules import Files
from portal.curriculum.rules.files import text_in
from portal.curriculum.rules.folders import LANGUAGES, split_folder_name

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FileDifference:
    """`lesson` is empty for the sheet. Of a picture, there is no text on either side, but its hash."""

    lesson: str
    name: str
    before: str | None
    after: str | None
    picture_before: str | None = None
    picture_after: str | None = None

    @property
    def is_text(self) -> bool:
        return self.before is not None or self.after is not None

    @property
    def language(self) -> str:
        """Of a lesson's text; empty for anything else."""
        language = self.name.removesuffix(".md")
        return language if language in LANGUAGES else ""


def differences(before: Files, after: Files) -> tuple[FileDifference, ...]:
    """A lesson that only stands elsewhere among the others does not differ."""
    old, new = _by_lesson(before), _by_lesson(after)
    changed = [key for key in dict.fromkeys([*new, *old]) if old.get(key) != new.get(key)]
    return tuple(_difference(key, old.get(key), new.get(key)) for key in changed)


def _difference(key: Key, before: bytes | None, after: bytes | None) -> FileDifference:
    if key[1].endswith((".md", ".toml")):
        return FileDifference(*key, *(text_in(one) if one is not None else None for one in (before, after)))
    hashes = (hashlib.sha256(one).hexdigest() if one is not None else None for one in (before, after))
    return FileDifference(*key, None, None, *hashes)


def _by_lesson(files: Files) -> Mapping[Key, bytes]:
    return {_key(path): content for path, content in sorted(files.items()) if not path.endswith("/")}


def _key(path: str) -> Key:
    folder, slash, name = path.partition("/")
    if not slash:
        return "", path
    lesson = split_folder_name(folder)
    return (lesson[1] if lesson else folder), name
