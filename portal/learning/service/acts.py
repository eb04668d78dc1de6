"""Acts on a lesson. The first one of either begins it, and the pair stays on the revision it was begun in."""

from portal.journal.queries import is_known_to, reflections_on, state_in
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.learning.rules import LessonSeen, NoteInPair, StepInPair, roles_may_change
from portal.pairs import service as pairs
from portal.pairs.models import PairLesson
from portal.pairs.rules import MyPair
from portal.progress import service as progress
from portal.progress.service import Begun


def begin(lesson: LessonSeen, *, seen_by_both: bool = True) -> PairLesson:
    """The lesson's row in the pair, which is held from now on; made at the first act."""
    return _row(pairs.hold(lesson.pair), lesson, seen_by_both=seen_by_both)


def say_done(at: StepInPair, note: str = "", *, share: bool = False) -> None:
    pair = pairs.hold(at.lesson.pair)
    progress.say_done(pair, _begun(pair, at.lesson), at.step.kind, at.step.key, note, share=share)


def answer(at: StepInPair, number: int, option: int, *, asked_in: str = "") -> None:
    """Answer question `number` (from 1) of a check with `option` (from 0), as the revision `asked_in` asked it."""
    pair = pairs.hold(at.lesson.pair)
    begun = _begun(pair, at.lesson)
    if asked_in not in ("", begun.revision_id):
        raise Refusal(
            _l(
                "A newer version of this lesson came in after you opened this page. "
                "Look at the question again, then answer."
            )
        )
    progress.answer(pair, begun, at.step.key, at.step.questions, number=number, option=option)


def undo(at: StepInPair) -> None:
    pair = pairs.hold(at.lesson.pair)
    progress.undo(pair, _begun(pair, at.lesson), at.step.key)


def erase_note(at: NoteInPair) -> None:
    pair = pairs.hold_in_any_state(at.lesson.pair)
    progress.erase_note(pair, at.lesson.id, at.key)


def swap(lesson: LessonSeen, guide_id: str) -> None:
    """From now on `guide_id` guides this lesson: at once, seen by both, until either has sealed. Not during a pause."""
    pair = pairs.hold(lesson.pair)
    pair.refuse_paused()
    if guide_id not in (pair.me.id, pair.partner.id):
        raise Refusal(_l("Choose one of the two of you."))
    begun = _row(pair, lesson)
    known = (row for row in reflections_on(pair.id, lesson.id) if is_known_to(pair, row))
    if not roles_may_change(state_in(pair, row) for row in known):
        raise Refusal(_l("A reflection on this lesson is sealed: its roles stay as they are."))
    if (begun.guide_id or lesson.guide_id) != guide_id:
        pairs.swap_guide(pair, begun, guide_id)


def _begun(pair: MyPair, lesson: LessonSeen) -> Begun:
    return Begun(pair.id, lesson.id, _row(pair, lesson).revision_id)


def _row(pair: MyPair, lesson: LessonSeen, *, seen_by_both: bool = True) -> PairLesson:
    return pairs.begin_lesson(pair, lesson.id, lesson.revision_id, lesson.strand, seen_by_both=seen_by_both)
