"""The newer version of a lesson that a pair has begun: what is other in it, and taking it."""

from dataclasses import dataclass

from portal.curriculum.queries.revisions import edition, newest_with
from portal.journal.queries import is_known_to, reflections_seen
from portal.kernel.database import db
from portal.kernel.i18n import _l, current_language
from portal.kernel.refusal import Refusal
from portal.learning.rules import LessonSeen, PartCompared, asked_anew, compared, is_told
from portal.pairs import service as pairs
from portal.pairs.models import PairLesson
from portal.progress import service as progress
from portal.progress.queries import lesson_facts
from portal.progress.service import Begun


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a lesson in the reader's language."""

    parts: tuple[PartCompared, ...]
    note: str | None
    """What whoever published the newer one says of it."""
    pictures_changed: bool
    """Whether another picture stands under the same name."""
    offered_id: str | None
    """The revision that may be taken; None where it was."""


def compare_versions(lesson: LessonSeen) -> Comparison | None:
    """The version that is offered beside the pair's own; else the pair's own beside the one it left, if it left one."""
    if _is_told(lesson) and lesson.newer_id is not None:
        return _compared(lesson, lesson.revision_id, lesson.newer_id, offered_id=lesson.newer_id)
    if lesson.renewal is not None:
        return _compared(lesson, lesson.renewal.from_id, lesson.revision_id, offered_id=None)
    return None


def take_newer(lesson: LessonSeen, newer_id: str) -> None:
    """For both, at once: whichever of the two presses first. Not during a pause. Inside a transaction."""
    pair = pairs.hold(lesson.pair)
    pair.refuse_paused()
    begun = db.session.get(PairLesson, (pair.id, lesson.id), populate_existing=True)
    if begun is not None and begun.revision_id == newer_id:
        return
    if begun is None or not _is_told(lesson) or newest_with(lesson.id) != newer_id:
        raise Refusal(_l("This is not the newest version any more, or it is yours already. Here is where it stands."))
    before, after = edition(begun.revision_id, lesson.id), edition(newer_id, lesson.id)
    pairs.renew_lesson(pair, begun, newer_id)
    db.session.flush()
    people = (pair.me.id, pair.partner.id)
    progress.renew(Begun(pair.id, lesson.id, newer_id), people, asked_anew(before.texts, after.texts))


def _is_told(lesson: LessonSeen) -> bool:
    pair = lesson.pair
    known = [row for row in reflections_seen(pair.id, lesson.id) if is_known_to(pair, row)]
    facts = lesson_facts(pair.id, lesson.id, pair.me.id)
    return is_told(lesson, is_traced=bool(known or facts.steps or facts.tries))


def _compared(lesson: LessonSeen, before_id: str, after_id: str, *, offered_id: str | None) -> Comparison:
    before, after, language = edition(before_id, lesson.id), edition(after_id, lesson.id), current_language()
    parts = compared(before.texts[language], after.texts[language])
    shown = before.pictures.items() | after.pictures.items()
    pictures_changed = len(shown) > len(before.pictures.keys() | after.pictures.keys())
    return Comparison(parts, after.note, pictures_changed, offered_id)
