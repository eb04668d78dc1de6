"""Named statements about exchanges."""

from portal.journal.queries.finding import (
    ExchangeFound,
    HearingFound,
    LessonTitle,
    find_exchange,
    find_hearing,
    lesson_titles,
)
from portal.journal.queries.lines import exchange_lines
from portal.journal.queries.reflections import (
    ReflectionSeen,
    hearings_of,
    is_known_to,
    lesson_exchange,
    moments_of,
    reflections_on,
    reflections_seen,
    replies_of,
)

__all__ = [
    "ExchangeFound",
    "HearingFound",
    "LessonTitle",
    "ReflectionSeen",
    "exchange_lines",
    "find_exchange",
    "find_hearing",
    "hearings_of",
    "is_known_to",
    "lesson_exchange",
    "lesson_titles",
    "moments_of",
    "reflections_on",
    "reflections_seen",
    "replies_of",
]
