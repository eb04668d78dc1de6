"""Named statements about exchanges."""

from portal.journal.queries.finding import (
    ExchangeFound,
    HearingFound,
    LessonTitle,
    WordsFound,
    find_exchange,
    find_hearing,
    find_words,
    lesson_titles,
    reflection_of,
)
from portal.journal.queries.lines import exchange_lines
from portal.journal.queries.reflections import (
    ReflectionSeen,
    Said,
    hearings_of,
    is_known_to,
    lesson_exchange,
    moments_of,
    reflections_on,
    reflections_seen,
    round_of,
    said_under,
    state_in,
)

__all__ = [
    "ExchangeFound",
    "HearingFound",
    "LessonTitle",
    "ReflectionSeen",
    "Said",
    "WordsFound",
    "exchange_lines",
    "find_exchange",
    "find_hearing",
    "find_words",
    "hearings_of",
    "is_known_to",
    "lesson_exchange",
    "lesson_titles",
    "moments_of",
    "reflection_of",
    "reflections_on",
    "reflections_seen",
    "round_of",
    "said_under",
    "state_in",
]
