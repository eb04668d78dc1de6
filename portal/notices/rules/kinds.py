"""What there is to tell somebody, and under which heading they choose how."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.kernel.i18n import _l, leading
from portal.kernel.refusal import Sentence


class Topic(StrEnum):
    """What one chooses by."""

    JOURNAL = "journal"
    MEETING = "meeting"
    TURN = "turn"
    PAIR = "pair"
    ANSWER = "answer"

    @property
    def named(self) -> Sentence:
        return _TOPICS[self]


class Kind(StrEnum):
    SEALED = "sealed"
    OPENED = "opened"
    """Both texts are."""
    OPENED_ALONE = "opened alone"
    PASSED = "passed"
    HEARD = "heard"
    CONFIRMED = "confirmed"
    CLARIFIED = "clarified"
    ADDED = "text added"
    REPLIED = "replied"
    ADVICE_ASKED = "advice asked"
    MORE_WISHED = "more wished"
    NOTE_SHARED = "note shared"
    NOTE_ADDED = "note added"
    TURN = "turn"
    """A text of the partner's has waited for a while."""
    CHOICE = "choice"
    """A sealed text of one's own has stood alone for two weeks: nobody has to wait."""
    MEETING_PROPOSED = "meeting proposed"
    MEETING_AGREED = "meeting agreed"
    MEETING_MOVED = "meeting moved"
    MEETING_CANCELLED = "meeting cancelled"
    JOINED = "joined"
    ROLES_PROPOSED = "roles proposed"
    TEXT_PROPOSED = "text proposed"
    """Of the agreement."""
    PAUSED = "paused"
    RESUMED = "resumed"
    CLOSING = "closing"
    CLOSED = "closed"
    REMARK_ANSWERED = "remark answered"

    @property
    def topic(self) -> Topic:
        return next((topic for topic, kinds in _UNDER.items() if self in kinds), Topic.JOURNAL)

    @property
    def is_mailed(self) -> bool:
        """Whether a mail may tell that there is something: never that somebody passed, pauses or has left."""
        return self not in _ON_THE_PAGE_ALONE

    @property
    def outlives_its_pair(self) -> bool:
        """Whether it still tells something once the pair is closed."""
        return self is Kind.CLOSED


_UNDER: dict[Topic, frozenset[Kind]] = {
    Topic.MEETING: frozenset({Kind.MEETING_PROPOSED, Kind.MEETING_AGREED, Kind.MEETING_MOVED, Kind.MEETING_CANCELLED}),
    Topic.TURN: frozenset({Kind.TURN, Kind.CHOICE}),
    Topic.PAIR: frozenset(
        {Kind.JOINED, Kind.ROLES_PROPOSED, Kind.TEXT_PROPOSED, Kind.PAUSED, Kind.RESUMED, Kind.CLOSING, Kind.CLOSED}
    ),
    Topic.ANSWER: frozenset({Kind.REMARK_ANSWERED}),
}
"""The rest is of the journal."""
_ON_THE_PAGE_ALONE = frozenset({Kind.PASSED, Kind.PAUSED, Kind.RESUMED, Kind.CLOSED})
OUTLIVING = tuple(kind for kind in Kind if kind.outlives_its_pair)

_TOPICS: dict[Topic, Sentence] = {
    Topic.JOURNAL: _l("Your shared journal: what your partner hands over, hears and answers"),
    Topic.MEETING: _l("Your meetings: proposed, agreed, moved, cancelled"),
    Topic.TURN: _l("Reminders: something has waited for you for a week"),
    Topic.PAIR: _l("Your pairs: they begin, settle who guides and what they promise, rest, close"),
    Topic.ANSWER: _l("Answers to your remarks on lessons"),
}

# `%(name)s` is the partner. Nothing here says what somebody has not done.
_TOLD: dict[Kind, Sentence] = {
    Kind.SEALED: _l("%(name)s has sealed a text. Both open once yours is sealed too."),
    Kind.OPENED: _l("Your two texts are open: read what %(name)s wrote."),
    Kind.OPENED_ALONE: _l("%(name)s has opened a text for you, without waiting for yours."),
    Kind.PASSED: _l("%(name)s passes this time. Nothing is expected of you."),
    Kind.HEARD: _l("%(name)s says what they heard in your text."),
    Kind.CONFIRMED: _l("%(name)s says that you heard rightly."),
    Kind.CLARIFIED: _l("%(name)s clarifies what they meant."),
    Kind.ADDED: _l("%(name)s has added something to an open text."),
    Kind.REPLIED: _l("%(name)s has replied."),
    Kind.ADVICE_ASKED: _l("%(name)s would like your advice."),
    Kind.MORE_WISHED: _l("%(name)s would gladly read a little more, if you wish."),
    Kind.NOTE_SHARED: _l("%(name)s shares a note with you."),
    Kind.NOTE_ADDED: _l("%(name)s has added something to a shared note."),
    Kind.TURN: _l("A text by %(name)s is waiting beside yours, whenever you like."),
    Kind.CHOICE: _l("Your text is still sealed. You can wait, open it, keep it private or withdraw it."),
    Kind.MEETING_PROPOSED: _l("%(name)s proposes a meeting: choose a time."),
    Kind.MEETING_AGREED: _l("Your meeting with %(name)s is agreed."),
    Kind.MEETING_MOVED: _l("%(name)s proposes other times for your meeting."),
    Kind.MEETING_CANCELLED: _l("Your meeting with %(name)s is cancelled."),
    Kind.JOINED: _l("You and %(name)s are a pair."),
    Kind.ROLES_PROPOSED: _l("%(name)s proposes who guides which strand."),
    Kind.TEXT_PROPOSED: _l("%(name)s proposes a text for your agreement."),
    Kind.PAUSED: _l("Your pair with %(name)s is on pause. Nothing is expected of you meanwhile."),
    Kind.RESUMED: _l("Your pair with %(name)s goes on."),
    Kind.CLOSING: _l("Your pair with %(name)s is closing: finish what you wish to."),
    Kind.CLOSED: _l("Your pair with %(name)s is closed. You can still read your journal."),
    Kind.REMARK_ANSWERED: _l("Your remark on a lesson has an answer."),
}


def told(kind: Kind, name: Sentence) -> str:
    """In a sentence, in the reader's language. It is text: on a page it is escaped."""
    return str(_TOLD[kind]) % {"name": leading(name) if str(_TOLD[kind]).startswith("%") else name}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, to be told once to each person whom it concerns."""

    kind: Kind
    key: str
    pair_id: str | None = None
    source_id: str | None = None
    """The row that it tells of: when it goes, so does the notice."""
    subject_id: str | None = None
    """What the page is about to which it leads."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page, by its endpoint."""

    endpoint: str
    values: dict[str, Any]


# The pages of the kinds that lead to none of the journal's exchanges, with what the address calls their subject.
_LEADS_TO: dict[Kind, tuple[str, str | None]] = {
    Kind.NOTE_SHARED: ("journal.entry", "entry"),
    Kind.NOTE_ADDED: ("journal.entry", "entry"),
    Kind.ROLES_PROPOSED: ("pairs.roles", None),
    Kind.TEXT_PROPOSED: ("pairs.agreement", None),
    **dict.fromkeys(_UNDER[Topic.MEETING], ("meetings.show", "meeting")),
}


def place_of(kind: Kind, pair_id: str | None, subject_id: str | None) -> Place:
    """Where a notice leads."""
    if pair_id is None:
        return Place("remarks.mine", {})
    usual = ("journal.exchange", "reflection") if subject_id else ("learning.workspace", None)
    endpoint, subject = _LEADS_TO.get(kind, usual)
    return Place(endpoint, {"pair": pair_id} | ({subject: subject_id} if subject else {}))
