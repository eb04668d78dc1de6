"""Writing one's reflection on a lesson. What it answers is kept with it: the prompt, the role, the revision."""

from portal.curriculum.rules import Prompts
from portal.journal import service as journal
from portal.journal.rules import GuidingRole
from portal.journal.service import Assignment, Written
from portal.kernel.i18n import current_language
from portal.learning.rules import LessonSeen, role_of, side_of
from portal.learning.service.acts import begin


def save_draft(lesson: LessonSeen, text: str, version: int) -> Written:
    """Keep the draft; `version` is that of the text it was made from, 0 for a new one."""
    return journal.save_draft(lesson.pair, _assignment(lesson, seen_by_both=False), text, version)


def seal_text(lesson: LessonSeen, text: str, version: int) -> Written:
    return journal.seal_text(lesson.pair, _assignment(lesson, seen_by_both=True), text, version)


def pass_over(lesson: LessonSeen, text: str, version: int) -> None:
    """Not this time. What was begun is kept for its author, who may write after all."""
    journal.pass_over(lesson.pair, _assignment(lesson, seen_by_both=True), text, version)


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
