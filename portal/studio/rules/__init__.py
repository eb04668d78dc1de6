"""What is decided in the studio, without a database: names, order, sheets, sessions of writing."""

from portal.studio.rules.history import GOES_ON, Session, continues, version_of
from portal.studio.rules.names import free_slug, slug_from
from portal.studio.rules.ordering import LAST, next_position, swapped
from portal.studio.rules.sheets import as_far_as_written, one_line, rewritten
from portal.studio.rules.template import begun
from portal.studio.rules.titles import title_in
from portal.studio.rules.values import Act, Change, Draft, LessonDraftSeen, Text

__all__ = [
    "GOES_ON",
    "LAST",
    "Act",
    "Change",
    "Draft",
    "LessonDraftSeen",
    "Session",
    "Text",
    "as_far_as_written",
    "begun",
    "continues",
    "free_slug",
    "next_position",
    "one_line",
    "rewritten",
    "slug_from",
    "swapped",
    "title_in",
    "version_of",
]
