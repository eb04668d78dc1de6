"""What is decided in the studio, without a database: names, order, sheets, sessions of writing."""

from portal.studio.rules.alignment import StepRow, aligned
from portal.studio.rules.budget import Budget, budget_of
from portal.studio.rules.eyes import Eyes
from portal.studio.rules.history import GOES_ON, LONGEST, MUCH, ONE_SAVE, Session, continues, version_of
from portal.studio.rules.names import free_slug, slug_from
from portal.studio.rules.ordering import LAST, made_way, next_position, swapped
from portal.studio.rules.sheets import as_far_as_written, one_line, rewritten
from portal.studio.rules.snippets import ADDED_AT_THE_END, Snippet, snippet, with_snippet
from portal.studio.rules.template import begun
from portal.studio.rules.titles import FRONT, Titles, title_in, titles_in_sheet, titles_of_lessons, titles_published
from portal.studio.rules.values import Act, Change, Draft, LessonDraftSeen, Text

__all__ = [
    "ADDED_AT_THE_END",
    "FRONT",
    "GOES_ON",
    "LAST",
    "LONGEST",
    "MUCH",
    "ONE_SAVE",
    "Act",
    "Budget",
    "Change",
    "Draft",
    "Eyes",
    "LessonDraftSeen",
    "Session",
    "Snippet",
    "StepRow",
    "Text",
    "Titles",
    "aligned",
    "as_far_as_written",
    "begun",
    "budget_of",
    "continues",
    "free_slug",
    "made_way",
    "next_position",
    "one_line",
    "rewritten",
    "slug_from",
    "snippet",
    "swapped",
    "title_in",
    "titles_in_sheet",
    "titles_of_lessons",
    "titles_published",
    "version_of",
    "with_snippet",
]
