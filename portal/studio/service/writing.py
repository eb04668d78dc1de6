"""Saving what is written, a language at a time. What was kept stays: it is read in a session, now or later."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from portal.curriculum.rules import beyond_limits
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.i18n import LANGUAGES
from portal.kernel.refusal import Refusal
from portal.studio.models import WritingSession
from portal.studio.queries import LessonFound, newest_session, texts_of
from portal.studio.rules import Session, Text, continues, version_of
from portal.studio.service.holding import hold


@dataclass(frozen=True, slots=True)
class Written:
    """What was in a box, and the version of what stood there first."""

    text: str
    version: str


@dataclass(frozen=True, slots=True)
class Saving:
    """What became of the boxes: the texts as they are now, and the languages in which somebody else was faster.

    `newer`: those whose box nobody touched, while the text went on.
    """

    texts: Mapping[str, Text]
    stale: frozenset[str] = frozenset()
    newer: frozenset[str] = frozenset()


class _Fate(Enum):
    KEPT = auto()
    STALE = auto()
    NEWER = auto()


def save_texts(found: LessonFound, writer_id: str, written: Mapping[str, Written], *, is_typed: bool = True) -> Saving:
    """Keep what was written, by language. One that is stale keeps no other from being saved.

    What nobody touched, and what is kept already, changes nothing, however old the page. What was not typed, but made
    of what was there, begins a session: it takes nothing away. Raises a Refusal for a text that is beyond the limits.
    """
    draft = hold(found.draft.module_id)
    fates = {one: _save(found.lesson.id, one, writer_id, box, is_typed) for one, box in written.items()}
    texts = texts_of(found.lesson.id)
    draft.saved_at = max([draft.saved_at, *(one.saved_at for one in texts.values())])
    stale, newer = (frozenset(one for one, fate in fates.items() if fate is of) for of in (_Fate.STALE, _Fate.NEWER))
    return Saving(texts, stale, newer)


def restore(found: LessonFound, writer_id: str, language: str, text: str) -> None:
    """Bring a text back, in a session of its own. What is there already, brought back again, changes nothing."""
    draft = hold(found.draft.module_id)
    newest = newest_session(found.lesson.id, language)
    if newest is None or newest.text != text:
        begin_session(found.lesson.id, language, writer_id, text)
        draft.saved_at = now()


def begin_session(lesson_id: str, language: str, writer_id: str, text: str) -> None:
    """Whatever was written before, and when: this is kept apart from it."""
    newest, moment = newest_session(lesson_id, language), now()
    number = newest.number + 1 if newest else 1
    db.session.add(
        WritingSession(
            lesson_draft_id=lesson_id,
            language=language,
            number=number,
            writer_id=writer_id,
            text=text,
            begun_at=moment,
            saved_at=moment,
        )
    )
    db.session.flush()


def _save(lesson_id: str, language: str, writer_id: str, box: Written, is_typed: bool) -> _Fate:
    newest = newest_session(lesson_id, language)
    kept, sent = version_of(newest.text if newest else ""), version_of(box.text)
    if sent == kept:
        return _Fate.KEPT
    if box.version != kept:
        return _Fate.NEWER if sent == box.version else _Fate.STALE
    if (beyond := beyond_limits(box.text)) is not None:
        raise Refusal(beyond.sentence, status=422)
    if newest is not None and is_typed and _carries_on(newest, writer_id, box.text):
        newest.text, newest.saved_at = box.text, now()
        db.session.flush()
    else:
        begin_session(lesson_id, language, writer_id, box.text)
    return _Fate.KEPT


def _carries_on(newest: WritingSession, writer_id: str, text: str) -> bool:
    others = (newest_session(newest.lesson_draft_id, one) for one in LANGUAGES if one != newest.language)
    session = Session(newest.writer_id, newest.begun_at, newest.saved_at, newest.text)
    return continues(session, writer_id, text, now(), next((one.saved_at for one in others if one), None))
