"""A module is its files. Folders, drafts, revisions and archives are turned into them, and made from them."""

from collections.abc import Iterable, Mapping

from portal.curriculum.rules.folders import LANGUAGES

Files = Mapping[str, bytes]
"""By path in the module's folder: `module.toml`, `01-slug/fr.md`, `01-slug/media/x.png`.

A folder may also be there by itself, as in an archive, and hold nothing: `02-next/`.
"""

SHEET = "module.toml"


def folders_in(files: Iterable[str]) -> list[str]:
    """The folders of a module, in order: each should be a lesson."""
    return sorted({path.partition("/")[0] for path in files if "/" in path})


def text_in(content: bytes) -> str | None:
    """What a file says, exactly as it lies there but for a byte order mark; None when it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def lesson_folder(position: int, slug: str) -> str:
    return f"{position:02}-{slug}"


def lesson_files(folder: str, sources: Mapping[str, str], pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """A lesson's documents, by language, and its pictures, by the names its documents use."""
    documents = {f"{folder}/{language}.md": sources[language].encode() for language in LANGUAGES if language in sources}
    return documents | {f"{folder}/{name}": content for name, content in pictures.items()}
