"""What the workspace begins from: the pair, where its roles and its agreement stand, and its next meeting."""

from dataclasses import dataclass

from sqlalchemy import bindparam

from portal.kernel.identity import Actor
from portal.kernel.reading import Reading
from portal.meetings.queries import MeetingGlance, meeting_glance, still_asked, with_next_meeting
from portal.pairs.models import Pair
from portal.pairs.queries import GLANCES, PairGlance, glance_of


@dataclass(frozen=True, slots=True)
class WorkspaceFound:
    glance: PairGlance
    meeting: MeetingGlance


_ONE = Reading(with_next_meeting(GLANCES).where(Pair.id == bindparam("pair")))


def my_workspace(actor: Actor, *, pair: str) -> WorkspaceFound | None:
    """For one of the two of the pair, in one statement; None for everybody else."""
    row = _ONE.one_or_none(me=actor.id, pair=pair, still_asked=still_asked())
    return WorkspaceFound(glance_of(row, actor), meeting_glance(row)) if row is not None else None
