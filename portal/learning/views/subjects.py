"""What an address of the workspace is about, for who asks."""

from dataclasses import dataclass

from portal.curriculum import service as curriculum
from portal.curriculum.rules.companions import Agenda
from portal.kernel.i18n import current_language
from portal.kernel.identity import Actor
from portal.learning import queries
from portal.learning.rules import LessonSeen, NoteInPair, StepInPair
from portal.pairs.queries import PairGlance, pair_glance
from portal.progress.queries import keys_done


def lesson_at(actor: Actor, *, pair: str, module: str, lesson: str) -> LessonSeen | None:
    """A lesson in a pair, for one of its two, in the language of the page."""
    return queries.my_lesson(actor, pair=pair, module=module, lesson=lesson, language=current_language())


def step_at(actor: Actor, *, pair: str, module: str, lesson: str, step: str) -> StepInPair | None:
    """One step of it."""
    found = lesson_at(actor, pair=pair, module=module, lesson=lesson)
    wanted = found.text.step(step) if found is not None else None
    return StepInPair(found, wanted) if found is not None and wanted is not None else None


def note_at(actor: Actor, *, pair: str, module: str, lesson: str, step: str) -> NoteInPair | None:
    """What the actor noted on a step of it, or on one that it had before the two took a newer version."""
    found = lesson_at(actor, pair=pair, module=module, lesson=lesson)
    if found is None:
        return None
    is_there = found.text.step(step) is not None or step in keys_done(pair, found.id, actor.id)
    return NoteInPair(found, step) if is_there else None


@dataclass(frozen=True, slots=True)
class AgendaFound:
    glance: PairGlance
    agenda: Agenda
    total: int
    """How many there are."""


def agenda_at(actor: Actor, *, pair: str, number: str) -> AgendaFound | None:
    """One agenda in a pair, for one of its two; None for everybody else."""
    glance = pair_glance(actor, pair=pair)
    agendas = curriculum.agendas() if glance is not None else ()
    agenda = next((one for one in agendas if str(one.number) == number), None)
    return AgendaFound(glance, agenda, len(agendas)) if glance is not None and agenda is not None else None
