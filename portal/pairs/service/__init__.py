"""What two people can do as a pair."""

from portal.pairs.service.lessons import begin_lesson, finish_together, note_week, swap_guide
from portal.pairs.service.lifecycle import lock, make_pair

__all__ = ["begin_lesson", "finish_together", "lock", "make_pair", "note_week", "swap_guide"]
