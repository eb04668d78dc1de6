"""The pictures of a lesson, read from its folder."""

from collections.abc import Iterable
from pathlib import Path

from portal.curriculum.rules import Problem
from portal.kernel.i18n import _l

LARGEST_PICTURE = 1_000_000
"""Bytes."""

MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


def read_pictures(folder: Path, wanted: Iterable[tuple[int, str]]) -> tuple[dict[str, bytes], list[Problem]]:
    """The pictures that a document shows, by the name it uses; and what is wrong with them, each on its line."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for line, name in wanted:
        path = folder / name
        if path.suffix.lower() not in MEDIA_TYPES or not path.is_file():
            sentence = _l("There is no picture “%(name)s” (PNG, JPEG or WebP).", name=name)
            problems.append(Problem(line, sentence))
        elif path.stat().st_size > LARGEST_PICTURE:
            sentence = _l("The picture “%(name)s” is larger than a megabyte. Make it smaller.", name=name)
            problems.append(Problem(line, sentence))
        elif media_type(path.read_bytes()) != MEDIA_TYPES[path.suffix.lower()]:
            sentence = _l("The picture “%(name)s” is not what its name says. Save it again.", name=name)
            problems.append(Problem(line, sentence))
        else:
            found[name] = path.read_bytes()
    return found, problems


def media_type(content: bytes) -> str:
    """What the first bytes say a picture is; "" for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return ""
