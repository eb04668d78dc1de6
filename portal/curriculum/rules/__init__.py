"""What a lesson is: its values, how it is read from Markdown, and what makes it right."""

from portal.curriculum.rules.companions import (
    Agenda,
    AgendaPart,
    AgendaText,
    Assessment,
    Card,
    CardKind,
    CardText,
    Choice,
    Companion,
    Dimension,
    Situation,
    companion_problems,
    read_agendas,
    read_assessment,
    read_cards,
)
from portal.curriculum.rules.comparing import differences
from portal.curriculum.rules.folders import (
    ModuleSheet,
    circle_from,
    is_slug,
    read_sheet,
    split_folder_name,
    wrong_requirements,
)
from portal.curriculum.rules.glossary import Glossary, Term, read_glossary
from portal.curriculum.rules.limits import beyond_limits
from portal.curriculum.rules.measuring import guessing_of, length_of, reading_ease
from portal.curriculum.rules.parsing import parse
from portal.curriculum.rules.style import companion_departures, departures
from portal.curriculum.rules.values import (
    LessonText,
    Option,
    Problem,
    Prompts,
    Question,
    Reading,
    Step,
    StepKind,
    Strand,
)

__all__ = [
    "Agenda",
    "AgendaPart",
    "AgendaText",
    "Assessment",
    "Card",
    "CardKind",
    "CardText",
    "Choice",
    "Companion",
    "Dimension",
    "Glossary",
    "LessonText",
    "ModuleSheet",
    "Option",
    "Problem",
    "Prompts",
    "Question",
    "Reading",
    "Situation",
    "Step",
    "StepKind",
    "Strand",
    "Term",
    "beyond_limits",
    "circle_from",
    "companion_departures",
    "companion_problems",
    "departures",
    "differences",
    "guessing_of",
    "is_slug",
    "length_of",
    "parse",
    "read_agendas",
    "read_assessment",
    "read_cards",
    "read_glossary",
    "read_sheet",
    "reading_ease",
    "split_folder_name",
    "wrong_requirements",
]
