"""Named statements about pairs. `my_pair` is the door to everything that belongs to two people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.curriculum.rules import Strand
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.pairs.models import Invitation, Pair, PairLesson, PairPerson, PairWeek, StrandRole
from portal.pairs.rules import GuideProposal, MyPair, PairPersonSeen, pair_state

_mine, _theirs, _partner = aliased(PairPerson), aliased(PairPerson), aliased(Person)

_SEEN = (
    select(
        Pair.id,
        Pair.program_id,
        Pair.created_at,
        Pair.paused_at,
        Pair.paused_by_id,
        Pair.closing_at,
        Pair.closed_at,
        _mine.person_id.label("my_id"),
        _mine.seat.label("my_seat"),
        _mine.done_at.label("my_done_at"),
        _partner.id.label("partner_id"),
        _partner.name.label("partner_name"),
        _partner.language.label("partner_language"),
    )
    .join(_mine, _mine.pair_id == Pair.id)
    .join(_theirs, (_theirs.pair_id == Pair.id) & (_theirs.person_id != _mine.person_id))
    .join(_partner, _partner.id == _theirs.person_id)
    .where(_mine.person_id == bindparam("me"))
)
_MY_PAIR = _SEEN.where(Pair.id == bindparam("pair"))
_MY_PAIRS = _SEEN.order_by(Pair.closed_at.is_not(None), Pair.created_at.desc())


def my_pair(actor: Actor, *, pair: str, **_others: str) -> MyPair | None:
    """The pair, for one of its two; None for everybody else."""
    row = db.session.execute(_MY_PAIR, {"me": actor.id, "pair": pair}).one_or_none()
    return _seen(row, actor) if row is not None else None


def my_pairs(actor: Actor) -> list[MyPair]:
    """All pairs of a person, open ones first."""
    return [_seen(row, actor) for row in db.session.execute(_MY_PAIRS, {"me": actor.id})]


def _seen(row: Any, actor: Actor) -> MyPair:
    return MyPair(
        id=row.id,
        program_id=row.program_id,
        me=PairPersonSeen(actor.id, actor.name, row.my_seat, actor.language),
        partner=PairPersonSeen(row.partner_id, row.partner_name, 3 - row.my_seat, row.partner_language),
        state=pair_state(row.paused_at, row.closing_at, row.closed_at, now()),
        created_at=row.created_at,
        paused_at=row.paused_at,
        paused_by_me=row.paused_by_id == actor.id,
        closing_at=row.closing_at,
        closed_at=row.closed_at,
        done_by_me=row.my_done_at is not None,
    )


_GUIDES = select(StrandRole.strand, StrandRole.guide_id).where(
    StrandRole.pair_id == bindparam("pair"), StrandRole.agreed_at.is_not(None), StrandRole.replaced_at.is_(None)
)


def strand_guides(pair_id: str) -> dict[Strand, str]:
    """Who guides each strand; empty until the two have agreed."""
    return {row.strand: row.guide_id for row in db.session.execute(_GUIDES, {"pair": pair_id})}


_PROPOSAL = select(StrandRole.id, StrandRole.guide_id, StrandRole.proposed_by_id).where(
    StrandRole.pair_id == bindparam("pair"),
    StrandRole.strand == Strand.CULTURE,
    StrandRole.agreed_at.is_(None),
    StrandRole.replaced_at.is_(None),
)


def open_proposal(pair_id: str) -> GuideProposal | None:
    row = db.session.execute(_PROPOSAL, {"pair": pair_id}).one_or_none()
    return GuideProposal(row.id, row.guide_id, row.proposed_by_id) if row is not None else None


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    """An invitation, with the name of who sent it."""

    row: Invitation
    inviter_name: str


_INVITATION = select(Invitation, Person.name).join(Person, Person.id == Invitation.inviter_id)
_ONE_INVITATION = _INVITATION.where(Invitation.id == bindparam("invitation"))
_MY_INVITATIONS = (
    select(Invitation)
    .where(
        Invitation.inviter_id == bindparam("me"),
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > bindparam("moment"),
    )
    .order_by(Invitation.created_at.desc())
)


def invitation(invitation_id: str) -> InvitationSeen | None:
    row = db.session.execute(_ONE_INVITATION, {"invitation": invitation_id}).one_or_none()
    return InvitationSeen(*row) if row is not None else None


def my_invitation(actor: Actor, *, invitation: str) -> Invitation | None:
    """An invitation, for who sent it."""
    found = db.session.get(Invitation, invitation)
    return found if found is not None and found.inviter_id == actor.id else None


def my_open_invitations(actor: Actor) -> list[Invitation]:
    return list(db.session.scalars(_MY_INVITATIONS, {"me": actor.id, "moment": now()}))


@dataclass(frozen=True, slots=True)
class CoordinationView:
    """Everything that a coordinator sees of a pair, and nothing more."""

    state: str
    weeks: tuple[date, ...]
    """The Mondays of the weeks in which both did something, newest first."""
    lessons_together: int


_STATE = select(Pair.paused_at, Pair.closing_at, Pair.closed_at).where(Pair.id == bindparam("pair"))
_WEEKS = (
    select(PairWeek.week_on)
    .where(PairWeek.pair_id == bindparam("pair"))
    .group_by(PairWeek.week_on)
    .having(func.count() == literal(2))
    .order_by(PairWeek.week_on.desc())
)
_TOGETHER = (
    select(func.count())
    .select_from(PairLesson)
    .where(PairLesson.pair_id == bindparam("pair"), PairLesson.done_together_at.is_not(None))
)


def what_coordination_sees(pair_id: str) -> CoordinationView:
    """The one function behind the pair's page and the coordinator's."""
    moments = db.session.execute(_STATE, {"pair": pair_id}).one()
    return CoordinationView(
        state=pair_state(*moments, now()),
        weeks=tuple(db.session.scalars(_WEEKS, {"pair": pair_id})),
        lessons_together=db.session.scalar(_TOGETHER, {"pair": pair_id}) or 0,
    )
