"""Where the files of a module differ from what they were before."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.curriculum.rules import Files
from portal.curriculum.rules.files import text_in
from portal.curriculum.rules.folders import LANGUAGES, split_folder_name


@dataclass(frozen=True, slots=True)
class FileDifference:
    """`lesson` is empty for the sheet. Of a picture, there is no text on either side."""

    lesson: str
    name: str
    before: str | None
    after: str | None

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
    return tuple(FileDifference(*key, _text(key, old), _text(key, new)) for key in changed)


Key = tuple[str, str]


def _by_lesson(files: Files) -> Mapping[Key, bytes]:
    return {_key(path): content for path, content in sorted(files.items()) if not path.endswith("/")}


def _key(path: str) -> Key:
    folder, slash, name = path.partition("/")
    if not slash:
        return "", path
    lesson = split_folder_name(folder)
    return (lesson[1] if lesson else folder), name


def _text(key: Key, files: Mapping[Key, bytes]) -> str | None:
    content = files.get(key)
    return text_in(content) if content is not None and key[1].endswith((".md", ".toml")) else None
