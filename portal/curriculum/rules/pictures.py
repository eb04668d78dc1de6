"""The pictures that a lesson shows: which files are some, and what is wrong with them."""

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from portal.curriculum.rules.files import Files
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence
from portal.kernel.uploads.structure import kind_of

LARGEST_PICTURE = 1_000_000
"""Bytes."""

MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


def is_named_as_picture(name: str) -> bool:
    return _suffix(name) in MEDIA_TYPES


def media_type(content: bytes) -> str:
    """What the first bytes say a picture is; "" for anything else."""
    kind = kind_of(content)
    return kind.media_type if kind else ""


def pictures_shown(
    files: Files, folder: str, wanted: Iterable[tuple[int, str]]
) -> tuple[dict[str, bytes], list[Problem]]:
    """The pictures that a document shows, by the name it uses; and what is wrong with them, each on its line."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for line, name in wanted:
        content = files.get(f"{folder}/{name}")
        sentence = _wrong(name, content)
        if content is None or sentence:
            problems.append(Problem(line, sentence))
        else:
            found[name] = content
    return found, problems


def missing_pictures(wanted: Iterable[tuple[int, str]], there: Collection[str]) -> list[Problem]:
    """Of the pictures that a document shows, those that are not there, each on its line."""
    return [Problem(line, _wrong(name, None)) for line, name in wanted if name not in there]


def _wrong(name: str, content: bytes | None) -> Sentence:
    """Why this is no picture to show; "" for one that is."""
    if content is None or not is_named_as_picture(name):
        return _l("There is no picture “%(name)s” (PNG, JPEG or WebP).", name=name)
    if len(content) > LARGEST_PICTURE:
        return _l("The picture “%(name)s” is larger than a megabyte. Make it smaller.", name=name)
    if media_type(content) != MEDIA_TYPES[_suffix(name)]:
        return _l("The picture “%(name)s” is not what its name says. Save it again.", name=name)
    return ""


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
