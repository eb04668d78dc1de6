"""Making modules ready to be published: rendering what is new in them. It is slow, and writes nothing."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from portal.curriculum.models import LessonDocument, Picture, SearchedText
from portal.curriculum.rules import Glossary, LessonSource, LessonText, ModuleSource, media_type
from portal.curriculum.rules.search import FOLDING
from portal.curriculum.rules.stored import to_stored
from portal.curriculum.service.rendering import PIPELINE, explanations_in, rendered
from portal.curriculum.service.searchable import searched_text
from portal.kernel.database import db
from portal.kernel.explanations import Explanation
from portal.kernel.i18n import LANGUAGES
from portal.kernel.transaction import end_reading


@dataclass(frozen=True, slots=True)
class PreparedLesson:
    """A lesson with the hash of its document in each language, and what is new: documents, what is searched of them."""

    source: LessonSource
    hashes: Mapping[str, str]
    documents: Sequence[LessonDocument]
    searched: Sequence[SearchedText]

    @property
    def pictures(self) -> list[Picture]:
        return [
            Picture(sha256=sha256_of(content), media_type=media_type(content), content=content)
            for content in self.source.pictures.values()
        ]


@dataclass(frozen=True, slots=True)
class PreparedModule:
    source: ModuleSource
    lessons: Sequence[PreparedLesson]

    @property
    def content_sha256(self) -> str:
        return content_sha256(self.source)


def content_sha256(module: ModuleSource) -> str:
    """The same for the same words and pictures, however they are rendered."""
    lessons = [
        [lesson.slug, lesson.position, lesson.sources, {name: sha256_of(p) for name, p in lesson.pictures.items()}]
        for lesson in module.lessons
    ]
    return _sha256_of_values([asdict(module.sheet), lessons])


@dataclass(frozen=True, slots=True)
class _Known:
    """The hashes of what is kept already."""

    documents: Collection[str]
    searched: Collection[str]


def prepare(modules: Iterable[ModuleSource], glossary: Glossary) -> list[PreparedModule]:
    """Outside of any transaction."""
    known = _Known(
        documents=set(db.session.scalars(select(LessonDocument.sha256))),
        searched=set(db.session.scalars(select(SearchedText.sha256))),
    )
    end_reading()
    return [PreparedModule(one, [_prepared(lesson, glossary, known) for lesson in one.lessons]) for one in modules]


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _prepared(lesson: LessonSource, glossary: Glossary, known: _Known) -> PreparedLesson:
    pictures = {name: f"/pictures/{sha256_of(content)}" for name, content in lesson.pictures.items()}
    explained = {language: explanations_in(lesson.sources[language], language, glossary) for language in LANGUAGES}
    hashes = {
        language: _identity(lesson.sources[language], language, pictures, explained[language]) for language in LANGUAGES
    }
    documents = [
        _document(sha256, lesson, language, rendered(lesson.texts[language], pictures, explained[language]))
        for language, sha256 in hashes.items()
        if sha256 not in known.documents
    ]
    searched = [
        searched_text(sha256, lesson.texts[language])
        for language, sha256 in hashes.items()
        if sha256 not in known.searched
    ]
    return PreparedLesson(lesson, hashes, documents, searched)


def _identity(source: str, language: str, pictures: Mapping[str, str], explained: Sequence[Explanation]) -> str:
    seen = [sorted(pictures.items()), [asdict(one) for one in explained]]
    return _sha256_of_values([PIPELINE, FOLDING, language, source, *seen])


def _document(sha256: str, lesson: LessonSource, language: str, shown: LessonText) -> LessonDocument:
    text = lesson.texts[language]
    return LessonDocument(
        sha256=sha256,
        language=language,
        title=text.title,
        minutes=text.minutes,
        objective=text.objective,
        source=lesson.sources[language],
        step_keys=[step.key for step in text.steps],
        rendered=to_stored(shown),
    )


def _sha256_of_values(values: list[Any]) -> str:
    return sha256_of(json.dumps(values, sort_keys=True).encode())
