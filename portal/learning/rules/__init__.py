"""What two people see of the path and of a lesson, and what comes next for each."""

from portal.learning.rules.agendas import AgendaSeen, agenda_seen, cards_of
from portal.learning.rules.glance import waits_in_journal
from portal.learning.rules.lesson import (
    LessonSeen,
    Node,
    NoteInPair,
    StepInPair,
    StepSeen,
    is_told,
    keeps_its_prompt,
    nodes_of,
    roles_may_change,
    steps_seen,
)
from portal.learning.rules.moments import moment_offered
from portal.learning.rules.newer import Fate, PartCompared, Renewal, asked_anew, compared
from portal.learning.rules.path import (
    Leg,
    PathLesson,
    PathRow,
    PathSeen,
    Reflected,
    Stage,
    Where,
    legs_of,
    next_lesson,
    stage_of,
)
from portal.learning.rules.preview import previewed_lesson
from portal.learning.rules.ritual import RitualDone, ritual_done
from portal.learning.rules.sides import Side, role_of, side_of

__all__ = [
    "AgendaSeen",
    "Fate",
    "Leg",
    "LessonSeen",
    "Node",
    "NoteInPair",
    "PartCompared",
    "PathLesson",
    "PathRow",
    "PathSeen",
    "Reflected",
    "Renewal",
    "RitualDone",
    "Side",
    "Stage",
    "StepInPair",
    "StepSeen",
    "Where",
    "agenda_seen",
    "asked_anew",
    "cards_of",
    "compared",
    "is_told",
    "keeps_its_prompt",
    "legs_of",
    "moment_offered",
    "next_lesson",
    "nodes_of",
    "previewed_lesson",
    "ritual_done",
    "role_of",
    "roles_may_change",
    "side_of",
    "stage_of",
    "steps_seen",
    "waits_in_journal",
]
