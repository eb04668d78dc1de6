"""What two people can do as a pair."""

from portal.pairs.service.lessons import begin_lesson, finish_together, note_week, renew_lesson, swap_guide
from portal.pairs.service.lifecycle import hold, hold_in_any_state, lock, make_pair

__all__ = [
    "begin_lesson",
    "finish_together",
    "hold",
    "hold_in_any_state",
    "lock",
    "make_pair",
    "note_week",
    "renew_lesson",
    "swap_guide",
]
