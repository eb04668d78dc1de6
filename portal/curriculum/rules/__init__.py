"""What a lesson is: its values, how it is read from Markdown, and what makes it right."""

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
from portal.curriculum.rules.measuring import guessing_of, length_of, reading_ease
from portal.curriculum.rules.parsing import parse
from portal.curriculum.rules.style import departures
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
    "Glossary",
    "LessonText",
    "ModuleSheet",
    "Option",
    "Problem",
    "Prompts",
    "Question",
    "Reading",
    "Step",
    "StepKind",
    "Strand",
    "Term",
    "circle_from",
    "departures",
    "differences",
    "guessing_of",
    "is_slug",
    "length_of",
    "parse",
    "read_glossary",
    "read_sheet",
    "reading_ease",
    "split_folder_name",
    "wrong_requirements",
]
