"""The path of one pair or of several: both lanes, and what comes next for the reader."""

from collections.abc import Mapping, Sequence

from portal.journal.queries import exchange_lines
from portal.journal.rules import ExchangeLine, ReflectionState
from portal.kernel.i18n import current_language
from portal.learning.queries import paths
from portal.learning.rules import PathLesson, PathSeen, Reflected, Stage, next_lesson, stage_of
from portal.pairs.queries import PairGlance
from portal.pairs.rules import MyPair
from portal.progress.queries import Done, done_in
from portal.progress.rules import DoneInLesson

Reflections = Mapping[tuple[str | None, str], ExchangeLine]
"""By lesson and author."""


def read_path(glance: PairGlance) -> PathSeen:
    return read_paths([glance])[glance.pair.id]


def read_paths(glances: Sequence[PairGlance]) -> dict[str, PathSeen]:
    """The paths of several pairs of one person: three statements, whatever the number of lessons and pairs."""
    ids = [glance.pair.id for glance in glances]
    if not ids:
        return {}
    lessons, done = paths(ids, current_language()), done_in(ids)
    lines = exchange_lines(glances[0].pair.me.id, ids)
    return {
        pair_id: _seen(glance, lessons[pair_id], done, [one for one in lines if one.pair_id == pair_id])
        for pair_id, glance in zip(ids, glances, strict=True)
    }


def _seen(glance: PairGlance, lessons: Sequence[PathLesson], done: Done, lines: Sequence[ExchangeLine]) -> PathSeen:
    pair, roles = glance.pair, glance.roles
    reflections = {(line.lesson_id, line.author_id): line for line in lines}

    def stage(lesson: PathLesson, person_id: str) -> Stage:
        reflected = _reflected(reflections.get((lesson.id, person_id)))
        return stage_of(lesson.step_keys, done.get((pair.id, lesson.id, person_id)), reflected)

    def stages(lesson: PathLesson) -> tuple[Stage, Stage]:
        return stage(lesson, pair.me.id), stage(lesson, pair.partner.id)

    coming = _coming(pair, lessons, done, reflections)
    return PathSeen(
        me=pair.me.id,
        lessons=lessons,
        stages=stages,
        coming=coming,
        coming_stage=stage(coming, pair.me.id) if coming else None,
        roles=roles,
        lines=lines,
        partner_did={
            lesson: facts
            for lesson in lessons
            if (facts := done.get((pair.id, lesson.id, pair.partner.id))) is not None
        },
    )


def _coming(pair: MyPair, lessons: Sequence[PathLesson], done: Done, reflections: Reflections) -> PathLesson | None:
    """What comes next for the reader; nothing in a closed pair."""
    if not pair.may_write:
        return None
    mine: dict[str, DoneInLesson] = {
        lesson_id: facts
        for (pair_id, lesson_id, person_id), facts in done.items()
        if pair_id == pair.id and person_id == pair.me.id
    }
    written = {lesson_id for lesson_id, author_id in reflections if author_id == pair.me.id and lesson_id}
    return next_lesson(lessons, mine, written)


def _reflected(line: ExchangeLine | None) -> Reflected | None:
    """The partner's draft is not among the lines; one's own begins a lesson."""
    if line is None or line.state is ReflectionState.KEPT:
        return None
    return Reflected(line.state, line.sealed_at)
