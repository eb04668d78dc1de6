"""What belongs to the pair in a lesson: the revision it stays on, who opens as guide, and when both were done."""

from datetime import timedelta

from sqlalchemy import bindparam, func, select

from portal.curriculum.models import Revision
from portal.curriculum.rules import Strand
from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new
from portal.pairs.models import PairLesson, PairWeek
from portal.pairs.rules import MyPair, opens_as_guide

_TURNS_TAKEN = (
    select(func.count())
    .select_from(PairLesson)
    .join(Revision, Revision.id == PairLesson.revision_id)
    .where(
        PairLesson.pair_id == bindparam("pair"),
        PairLesson.guide_id.is_not(None),
        Revision.strand == Strand.TOGETHER,
    )
)


def begin_lesson(
    pair: MyPair, lesson_id: str, revision_id: str, strand: Strand, *, seen_by_both: bool = True
) -> PairLesson:
    """Pin the revision the pair stays on. The first act of either of the two begins the lesson.

    A draft (`seen_by_both` is False) begins it without a trace: who opens a `together`
    lesson as guide is told by the first act that the partner may know of.
    """
    begun = db.session.get(PairLesson, (pair.id, lesson_id)) or _begun(pair, lesson_id, revision_id)
    if strand is Strand.TOGETHER and seen_by_both and begun.guide_id is None:
        begun.guide_id = _opener(pair)
    return begun


def _begun(pair: MyPair, lesson_id: str, revision_id: str) -> PairLesson:
    insert_if_new(
        db.session(),
        PairLesson,
        pair_id=pair.id,
        lesson_id=lesson_id,
        revision_id=revision_id,
        begun_by_id=pair.me.id,
        begun_at=now(),
    )
    return db.session.get_one(PairLesson, (pair.id, lesson_id))


def swap_guide(pair: MyPair, begun: PairLesson, guide_id: str) -> None:
    """From now on `guide_id` guides this lesson."""
    begun.guide_id, begun.guide_set_by_id, begun.guide_set_at = guide_id, pair.me.id, now()
    begun.version += 1


def renew_lesson(pair: MyPair, begun: PairLesson, revision_id: str) -> None:
    """From now on the pair stays on a newer revision."""
    begun.renewed_from_id, begun.revision_id = begun.revision_id, revision_id
    begun.renewed_by_id, begun.renewed_at = pair.me.id, now()
    begun.version += 1


def finish_together(pair_id: str, lesson_id: str) -> None:
    """Both are done: recorded once, and never taken back."""
    begun = db.session.get_one(PairLesson, (pair_id, lesson_id))
    begun.done_together_at = begun.done_together_at or now()


def note_week(pair_id: str, person_id: str) -> None:
    """This person did something this week. The day is not kept."""
    today = now().date()
    week = (pair_id, person_id, today - timedelta(days=today.weekday()))
    if db.session.get(PairWeek, week) is None:
        insert_if_new(db.session(), PairWeek, pair_id=pair_id, person_id=person_id, week_on=week[2])


def _opener(pair: MyPair) -> str:
    """The pair is held: two lessons begun at once take two turns."""
    first, second = (pair.me, pair.partner) if pair.me.seat == 1 else (pair.partner, pair.me)
    taken = db.session.scalar(_TURNS_TAKEN, {"pair": pair.id}) or 0
    return opens_as_guide(taken, first.id, second.id)
