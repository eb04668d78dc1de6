"""What an address of the workspace is about, for who asks."""

from portal.kernel.i18n import current_language
from portal.kernel.identity import Actor
from portal.learning import queries
from portal.learning.rules import LessonSeen, StepInPair


def lesson_at(actor: Actor, *, pair: str, module: str, lesson: str) -> LessonSeen | None:
    """A lesson in a pair, for one of its two, in the language of the page."""
    return queries.my_lesson(actor, pair=pair, module=module, lesson=lesson, language=current_language())


def step_at(actor: Actor, *, pair: str, module: str, lesson: str, step: str) -> StepInPair | None:
    """One step of it."""
    found = lesson_at(actor, pair=pair, module=module, lesson=lesson)
    wanted = found.text.step(step) if found is not None else None
    return StepInPair(found, wanted) if found is not None and wanted is not None else None
