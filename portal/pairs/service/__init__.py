"""What two people can do as a pair."""

from portal.pairs.service.lessons import begin_lesson, finish_together, note_week, swap_guide
from portal.pairs.service.lifecycle import hold, lock, make_pair

__all__ = ["begin_lesson", "finish_together", "hold", "lock", "make_pair", "note_week", "swap_guide"]
