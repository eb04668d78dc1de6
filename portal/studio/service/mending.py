"""Setting right what a machine can, in one press: saved as anything that is written is."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.curriculum.rules import Files
from portal.curriculum.rules.files import text_in
from portal.curriculum.rules.folders import LANGUAGES, split_folder_name
from portal.curriculum.rules.style.mending import mended
from portal.studio.queries import LessonFound, texts_of
from portal.studio.rules import version_of
from portal.studio.service.writing import Saving, Written, save_texts


@dataclass(frozen=True, slots=True)
class Mend:
    """A text in which something can be set right, and the version it has."""

    path: str
    lesson: str
    language: str
    version: str


def mends_in(files: Files) -> Iterator[Mend]:
    for path, content in sorted(files.items()):
        folder, _slash, name = path.partition("/")
        lesson, language, text = split_folder_name(folder), name.removesuffix(".md"), text_in(content)
        if lesson and language in LANGUAGES and text is not None and mended(text, language) != text:
            yield Mend(path, lesson[1], language, version_of(text))


def mend(found: LessonFound, writer_id: str, language: str, version: str) -> Saving:
    """As long as the text is the one that was looked at. What it was stays in the history."""
    texts = texts_of(found.lesson.id)
    if language not in texts:
        return Saving(texts, stale=frozenset({language}))
    right = mended(texts[language].text, language)
    return save_texts(found, writer_id, {language: Written(right, version)}, is_typed=False)
