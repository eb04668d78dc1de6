"""The state of a pair and of an invitation, told from their moments."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

INVITATION_LASTS = timedelta(days=14)
ADDRESS_KEPT = timedelta(days=30)
"""How long after its invitation expired an address is still kept."""
CLOSING_LASTS = timedelta(days=30)


class PairState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSING = "closing"
    CLOSED = "closed"


class PairAct(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    FREEZE = "freeze"
    LIFT = "lift the freeze"
    BEGIN_CLOSING = "begin closing"
    FINISH = "finish"
    CLOSE = "close at once"


# What an act makes of a state; an act that was done already changes nothing. What is not here is refused.
# A pause and a freeze are each one person's, who alone ends theirs: the pair goes on once nothing stands any more.
# They stand while the pair closes. Finishing closes a pair once both have finished.
MOVES = {
    (PairState.ACTIVE, PairAct.PAUSE): PairState.PAUSED,
    (PairState.ACTIVE, PairAct.RESUME): PairState.ACTIVE,
    (PairState.ACTIVE, PairAct.FREEZE): PairState.PAUSED,
    (PairState.ACTIVE, PairAct.LIFT): PairState.ACTIVE,
    (PairState.ACTIVE, PairAct.BEGIN_CLOSING): PairState.CLOSING,
    (PairState.ACTIVE, PairAct.CLOSE): PairState.CLOSED,
    (PairState.PAUSED, PairAct.PAUSE): PairState.PAUSED,
    (PairState.PAUSED, PairAct.RESUME): PairState.ACTIVE,
    (PairState.PAUSED, PairAct.FREEZE): PairState.PAUSED,
    (PairState.PAUSED, PairAct.LIFT): PairState.ACTIVE,
    (PairState.PAUSED, PairAct.BEGIN_CLOSING): PairState.CLOSING,
    (PairState.PAUSED, PairAct.CLOSE): PairState.CLOSED,
    (PairState.CLOSING, PairAct.PAUSE): PairState.CLOSING,
    (PairState.CLOSING, PairAct.RESUME): PairState.CLOSING,
    (PairState.CLOSING, PairAct.FREEZE): PairState.CLOSING,
    (PairState.CLOSING, PairAct.LIFT): PairState.CLOSING,
    (PairState.CLOSING, PairAct.BEGIN_CLOSING): PairState.CLOSING,
    (PairState.CLOSING, PairAct.FINISH): PairState.CLOSING,
    (PairState.CLOSING, PairAct.CLOSE): PairState.CLOSED,
    (PairState.CLOSED, PairAct.LIFT): PairState.CLOSED,
    (PairState.CLOSED, PairAct.FINISH): PairState.CLOSED,
    (PairState.CLOSED, PairAct.CLOSE): PairState.CLOSED,
}


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


SOMEONE_GONE = _l("someone who deleted their account")


def named(name: str) -> Sentence:
    """Of who deleted their account, no name is left."""
    return name or SOMEONE_GONE


@dataclass(frozen=True, slots=True)
class PairPersonSeen:
    """One of the two, as the other and the pages know them."""

    id: str
    name: Sentence
    """What is said instead of a name, for who deleted their account."""
    seat: int
    language: str
    erased_at: datetime | None = None
    """When they did."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What keeps two people from handing anything over. A freeze of the other's is a pause, here and everywhere."""

    paused_at: datetime | None = None
    """Since when, whoever of the two began it; None while the pair goes on."""
    paused_by_me: bool = False
    paused_by_partner: bool = False
    frozen_at: datetime | None = None
    """Since when the reader has frozen the pair."""


@dataclass(frozen=True, slots=True)
class MyPair:
    """A pair as one of its two sees it."""

    id: str
    program_id: str
    me: PairPersonSeen
    partner: PairPersonSeen
    state: PairState
    created_at: datetime
    standing: Standing
    closing_at: datetime | None
    closed_at: datetime | None
    done_by_me: bool
    """In a closing pair: this person has nothing more to do in it."""

    @property
    def may_write(self) -> bool:
        return self.state is not PairState.CLOSED

    @property
    def may_share(self) -> bool:
        """Whether something can be handed to the other: not during a pause, when each writes for themselves."""
        return self.may_write and self.paused_at is None

    @property
    def paused_at(self) -> datetime | None:
        """Since when nothing is handed over; a pair that closes can be on pause too."""
        return self.standing.paused_at if self.may_write else None

    @property
    def frozen_at(self) -> datetime | None:
        """Since when the reader has frozen it; the other's freeze is nowhere told from a pause."""
        return self.standing.frozen_at if self.may_write else None

    @property
    def is_closing(self) -> bool:
        return self.state is PairState.CLOSING

    @property
    def closes_at(self) -> datetime | None:
        return self.closing_at + CLOSING_LASTS if self.closing_at else None

    def name_of(self, person_id: str) -> Sentence:
        return self.me.name if person_id == self.me.id else self.partner.name

    def in_seat(self, seat: int) -> PairPersonSeen:
        """Who of the two sits in seat 1 or 2: the same for both readers."""
        return self.me if self.me.seat == seat else self.partner

    def other(self, person_id: str) -> PairPersonSeen:
        return self.partner if person_id == self.me.id else self.me

    def refuse_closed(self) -> None:
        """Raises for a closed pair: nothing is added to it any more."""
        if not self.may_write:
            raise Refusal(_l("This pair is closed. You can read and keep what is there, and nothing is added."))

    def refuse_paused(self) -> None:
        """Raises during a pause: each writes for themselves, and nothing is handed to the other."""
        if self.paused_at is not None:
            raise Refusal(_l("The pair is on pause. This will be possible once whoever began the pause has ended it."))


def pair_state(
    paused_at: datetime | None, closing_at: datetime | None, closed_at: datetime | None, now: datetime
) -> PairState:
    """A closing pair closes by itself after 30 days. One that closes on pause is told as closing."""
    if closed_since(closing_at, closed_at, now) is not None:
        return PairState.CLOSED
    if closing_at is not None:
        return PairState.CLOSING
    return PairState.PAUSED if paused_at is not None else PairState.ACTIVE


def standing(
    mine: tuple[datetime | None, datetime | None], theirs: tuple[datetime | None, datetime | None]
) -> Standing:
    """From the moments at which each of the two paused and froze the pair."""
    stands = [moment for moment in (*mine, *theirs) if moment is not None]
    return Standing(
        paused_at=min(stands, default=None),
        paused_by_me=mine[0] is not None,
        paused_by_partner=theirs != (None, None),
        frozen_at=mine[1],
    )


def closed_since(closing_at: datetime | None, closed_at: datetime | None, now: datetime) -> datetime | None:
    """When the pair closed, by the word of both or by itself; None while it is not closed."""
    if closed_at is not None or closing_at is None:
        return closed_at
    lapses_at = closing_at + CLOSING_LASTS
    return lapses_at if now >= lapses_at else None


def moved(state: PairState, act: PairAct) -> PairState:
    """The state after the act. Raises a Refusal where it is not possible any more."""
    after = MOVES.get((state, act))
    if after is None:
        raise Refusal(_l("The state of this pair has changed in the meantime. Here is where it stands now."))
    return after


def invitation_state(
    accepted_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> InvitationState:
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if now >= expires_at else InvitationState.OPEN


def people_key(one: str, other: str) -> str:
    """The same for the two whichever comes first."""
    return ":".join(sorted((one, other)))
