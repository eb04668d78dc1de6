"""Writing one's reflection on a lesson. What it answers is kept with it: the prompt, the role, the revision."""

from dataclasses import dataclass

from portal.curriculum.rules import Prompts
from portal.journal import service as journal
from portal.journal.queries import reflections_on, state_in
from portal.journal.rules import GuidingRole, ReflectionState
from portal.journal.service import Assignment
from portal.kernel.i18n import current_language
from portal.learning.rules import LessonSeen, role_of, side_of
from portal.learning.service.acts import begin


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a text that was sent."""

    reflection_id: str
    version: int
    state: ReflectionState


def save_draft(lesson: LessonSeen, text: str, version: int) -> Written:
    """Keep the draft; `version` is that of the text it was made from, 0 for a new one."""
    row = journal.save(lesson.pair, _assignment(lesson, seen_by_both=False), text, version)
    return Written(row.id, row.version, ReflectionState.DRAFT)


def seal_text(lesson: LessonSeen, text: str, version: int) -> Written:
    """Keep the text and hand it over. Sent twice, it is handed over once."""
    row = journal.save(lesson.pair, _assignment(lesson, seen_by_both=True), text, version)
    return Written(row.id, row.version, journal.seal(lesson.pair, row.id, text))


def pass_over(lesson: LessonSeen, text: str, version: int) -> None:
    """Not this time. What was begun is kept for its author, who may write after all."""
    mine = next((row for row in reflections_on(lesson.pair.id, lesson.id) if row.author_id == lesson.pair.me.id), None)
    if (mine is None and text.strip()) or (mine is not None and state_in(lesson.pair, mine) is ReflectionState.DRAFT):
        journal.pass_this_time(lesson.pair, save_draft(lesson, text, version).reflection_id)
    elif mine is not None:
        journal.pass_this_time(lesson.pair, mine.id)
    else:
        journal.pass_unwritten(lesson.pair, _assignment(lesson, seen_by_both=True))


def prompts_for(prompts: Prompts, role: GuidingRole) -> tuple[str, ...]:
    """The prompts that a role answers, as HTML; those of both roles until the two have settled who guides."""
    own = {
        GuidingRole.GUIDE: (prompts.guide,),
        GuidingRole.LEARNER: (prompts.learner,),
        GuidingRole.BOTH: (prompts.guide, prompts.learner),
    }[role]
    return tuple(text for text in (prompts.both, *own) if text)


def _assignment(lesson: LessonSeen, *, seen_by_both: bool) -> Assignment:
    if not lesson.is_begun or (seen_by_both and lesson.guide_id is None):
        begun = begin(lesson, seen_by_both=seen_by_both)
        revision_id, guide_id = begun.revision_id, begun.guide_id or lesson.guide_id
    else:
        revision_id, guide_id = lesson.revision_id, lesson.guide_id
    role = role_of(side_of(guide_id, lesson.pair.me.id))
    return Assignment(
        lesson_id=lesson.id,
        revision_id=revision_id,
        role=role,
        prompt=prompts_for(lesson.text.reflect.prompts, role),
        language=current_language(),
    )
