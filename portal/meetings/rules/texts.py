"""What the two keep with a meeting: which of it can be written when, and how long it may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.meetings.rules.state import MeetingState, TextKind

LONGEST: Mapping[TextKind, int] = {TextKind.PLACE: 300, TextKind.AGENDA: 4000, TextKind.DECISIONS: 4000}

_BEFORE = frozenset({MeetingState.PROPOSED, MeetingState.AGREED})
_WRITTEN = {
    TextKind.PLACE: _BEFORE,
    TextKind.AGENDA: _BEFORE,
    TextKind.DECISIONS: frozenset({MeetingState.AGREED, MeetingState.HELD}),
}


@dataclass(frozen=True, slots=True)
class TextSeen:
    """One of them, as it stands: what was saved last, and by whom."""

    text: str = ""
    version: int = 0
    author_id: str | None = None
    saved_at: datetime | None = None


class TextChanged(Refusal):
    """The other saved something meanwhile: both texts are shown, and neither is lost."""

    def __init__(self) -> None:
        super().__init__(
            _l("Your partner changed this in the meantime. Here are both texts: put together what you both need."),
            field="text",
        )


def may_be_written(kind: TextKind, state: MeetingState) -> bool:
    return state in _WRITTEN[kind]
