"""Which of the two guides, as the reader sees it."""

from enum import StrEnum

from portal.journal.rules import GuidingRole


class Side(StrEnum):
    ME = "me"
    OTHER = "other"
    BOTH = "both"


def side_of(guide_id: str | None, me: str) -> Side:
    """Both, as long as nobody in particular guides."""
    if guide_id is None:
        return Side.BOTH
    return Side.ME if guide_id == me else Side.OTHER


def role_of(guide: Side) -> GuidingRole:
    """The reader's role where this side guides."""
    return {Side.ME: GuidingRole.GUIDE, Side.OTHER: GuidingRole.LEARNER, Side.BOTH: GuidingRole.BOTH}[guide]
