"""What is told to whom, how soon, and how often."""

from portal.notices.rules.choosing import Choice, Choices, ChoicesChanged, Kept, Pace
from portal.notices.rules.kinds import OUTLIVING, Event, Kind, Place, Topic, place_of, told
from portal.notices.rules.mailing import in_the_journal, is_still_due, mail_line
from portal.notices.rules.reminding import (
    FIRST_AFTER,
    MOST,
    NOTICES_KEPT,
    Reminded,
    SealedAlone,
    choice_due,
    turn_due,
)
from portal.notices.rules.timing import NIGHT, Quiet, is_same_day, next_morning, next_week, soonest

__all__ = [
    "FIRST_AFTER",
    "MOST",
    "NIGHT",
    "NOTICES_KEPT",
    "OUTLIVING",
    "Choice",
    "Choices",
    "ChoicesChanged",
    "Event",
    "Kept",
    "Kind",
    "Pace",
    "Place",
    "Quiet",
    "Reminded",
    "SealedAlone",
    "Topic",
    "choice_due",
    "in_the_journal",
    "is_same_day",
    "is_still_due",
    "mail_line",
    "next_morning",
    "next_week",
    "place_of",
    "soonest",
    "told",
    "turn_due",
]
