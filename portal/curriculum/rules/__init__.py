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
from portal.curriculum.rules.parsing import parse
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
    "circle_from",
    "differences",
    "is_slug",
    "parse",
    "read_sheet",
    "split_folder_name",
    "wrong_requirements",
]
