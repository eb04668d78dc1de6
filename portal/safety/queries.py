"""Reports, for who sent them and for who handles them; and who may handle them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person, RoleGiven
from portal.accounts.rules import SiteRole
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.refusal import Sentence
from portal.pairs.models import Pair, PairPerson
from portal.pairs.rules import MyPair, closed_since, named
from portal.programs.models import Enrolment, Program
from portal.programs.rules import EnrolmentRole
from portal.safety.models import Report
from portal.safety.rules import Handler, Moments, ReportState, is_kept_no_more, may_handle, state_of


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """A report as its two readers know it, without its words."""

    id: str
    pair_id: str
    program_id: str
    program_names: Mapping[str, str]
    reporter_id: str
    reporter_name: Sentence
    reported_id: str
    reported_name: Sentence
    handler: Handler
    is_reporter: bool
    """Whether the reader sent it, rather than handles it."""
    state: ReportState
    sent_at: datetime
    taken_at: datetime | None
    closed_at: datetime | None
    withdrawn_at: datetime | None
    shown_kind: str | None
    shown_opened_at: datetime | None
    shown_gone_at: datetime | None
    attested_at: datetime | None
    frozen_at: datetime | None
    """Since when the reporter has frozen the pair; None for one that is closed."""
    pair_closed_at: datetime | None
    handlers: Sequence[Handler]
    """Who else may handle it now."""
    handler_is_gone: bool
    """Who handled it holds no role there any more."""
    reporter_gone_at: datetime | None
    """When who sent it deleted their account."""

    @property
    def is_open(self) -> bool:
        return self.state in (ReportState.SENT, ReportState.IN_HAND)

    @property
    def is_left_behind(self) -> bool:
        """Nobody reads it until its reporter says who does."""
        return self.is_open and self.handler_is_gone


_reporter, _reported, _handler = aliased(Person), aliased(Person), aliased(Person)
_seat = aliased(PairPerson)
_SEEN = (
    select(
        Report,
        Pair.program_id,
        Pair.closing_at,
        Pair.closed_at,
        _seat.frozen_at,
        Program.name_fr,
        Program.name_en,
        _reporter.name.label("reporter_name"),
        _reporter.erased_at.label("reporter_gone_at"),
        _reported.name.label("reported_name"),
        _handler.name.label("handler_name"),
    )
    .join(Pair, Pair.id == Report.pair_id)
    .join(Program, Program.id == Pair.program_id)
    .join(_seat, (_seat.pair_id == Pair.id) & (_seat.person_id == Report.reporter_id))
    .join(_reporter, _reporter.id == Report.reporter_id)
    .join(_reported, _reported.id == Report.reported_id)
    .join(_handler, _handler.id == Report.handler_id)
    .where(or_(Report.reporter_id == bindparam("me"), Report.handler_id == bindparam("me")))
    .order_by(Report.sent_at.desc())
)
_ONE = _SEEN.where(Report.id == bindparam("report"))
_OPEN = (
    select(Report, Pair.program_id, or_(_reporter.erased_at.is_not(None), _reporter.disabled_at.is_not(None)))
    .join(Pair, Pair.id == Report.pair_id)
    .join(_reporter, _reporter.id == Report.reporter_id)
    .where(Report.closed_at.is_(None), Report.withdrawn_at.is_(None))
    .order_by(Report.id)
)
_MOMENTS = select(
    Report.id, Report.taken_at, Report.closed_at, Report.withdrawn_at, _reporter.erased_at.label("reporter_gone_at")
).join(_reporter, _reporter.id == Report.reporter_id)


def _coordinates(person_id: Any, program_id: Any) -> tuple[ColumnElement[bool], ...]:
    """That this person handles the reports of this programme; of the open one, nobody does so."""
    return (
        Enrolment.person_id == person_id,
        Enrolment.program_id == program_id,
        Enrolment.role == EnrolmentRole.COORDINATOR,
        Enrolment.left_at.is_(None),
        Program.id == Enrolment.program_id,
        Program.is_open.is_(False),
    )


def _administers(person_id: Any) -> tuple[ColumnElement[bool], ...]:
    return (RoleGiven.person_id == person_id, RoleGiven.role == SiteRole.ADMINISTRATOR)


_THERE = select(Person.id, Person.name).where(Person.disabled_at.is_(None), Person.erased_at.is_(None))
_COORDINATORS = _THERE.where(*_coordinates(Person.id, bindparam("program"))).order_by(Enrolment.joined_at, Person.id)
_ADMINISTRATORS = _THERE.where(*_administers(Person.id)).order_by(RoleGiven.given_at, Person.id)
_HOLDS_A_ROLE = or_(
    exists().where(*_coordinates(Report.handler_id, Pair.program_id)), exists().where(*_administers(Report.handler_id))
)
WAITING = (
    select(func.count())
    .select_from(Report)
    .join(Pair, Pair.id == Report.pair_id)
    .where(Report.handler_id == Person.id, Report.closed_at.is_(None), Report.withdrawn_at.is_(None), _HOLDS_A_ROLE)
    .correlate(Person)
    .scalar_subquery()
)
"""How many reports a person has still to answer: those that `my_reports` shows them, for a statement about people."""


class _Lists:
    """Who may handle, for several reports: each list is asked for once."""

    def __init__(self) -> None:
        self._coordinators, self._administrators = cache(_coordinators), cache(_administrators)

    def offered(self, program_id: str, *concerned: str) -> Sequence[Handler]:
        """Whom a report can be given to: see `handlers_in`."""
        return may_handle(self._coordinators(program_id), *concerned) or may_handle(self._administrators(), *concerned)

    def keeps(self, handler_id: str, program_id: str, *concerned: str) -> bool:
        """Whether who was given it may go on: an administrator does, though a coordinator has come since."""
        known = [*self._coordinators(program_id), *self._administrators()]
        return any(one.id == handler_id for one in may_handle(known, *concerned))


def handlers_in(program_id: str, *concerned: str) -> Sequence[Handler]:
    """Who may handle a report there: the coordinators; in the open programme, or where none is left, administrators.

    `concerned`: the ids of those whom it concerns, who never do.
    """
    return _Lists().offered(program_id, *concerned)


def handlers_for(pair: MyPair) -> Sequence[Handler]:
    """Who may handle what one of the two reports of the other."""
    return handlers_in(pair.program_id, pair.me.id, pair.partner.id)


def report(actor: Actor, *, report: str) -> ReportSeen | None:
    """For who sent it, and for who handles it as long as they hold their role; None for everybody else."""
    return next(iter(_read(_ONE, actor, report=report)), None)


def my_reports(actor: Actor) -> Sequence[ReportSeen]:
    """What this person sent, and what they handle: the newest first."""
    return _read(_SEEN, actor)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An open report that nobody reads: who handled it holds no role there any more."""

    row: Report
    reporter_is_gone: bool
    """Whoever sent it deleted their account, or cannot sign in to choose."""
    listed: Sequence[Handler]
    """Who may handle it instead."""


def left_behind() -> Sequence[LeftBehind]:
    lists = _Lists()
    return [
        LeftBehind(row, is_gone, lists.offered(program_id, row.reporter_id, row.reported_id))
        for row, program_id, is_gone in db.session.execute(_OPEN).all()
        if not lists.keeps(row.handler_id, program_id, row.reporter_id, row.reported_id)
    ]


def kept_no_more(moment: datetime) -> Sequence[str]:
    """The ids of those whose term is over."""
    return [
        row.id
        for row in db.session.execute(_MOMENTS)
        if is_kept_no_more(Moments(row.taken_at, row.closed_at, row.withdrawn_at), row.reporter_gone_at, moment)
    ]


def _read(statement: Select[*tuple[Any, ...]], actor: Actor, **ids: str) -> Sequence[ReportSeen]:
    lists = _Lists()
    found = [_seen(row, actor, lists) for row in db.session.execute(statement, {"me": actor.id, **ids}).all()]
    return [seen for seen in found if seen.is_reporter or not seen.handler_is_gone]


def _coordinators(program_id: str) -> Sequence[Handler]:
    return [Handler(*row) for row in db.session.execute(_COORDINATORS, {"program": program_id})]


def _administrators() -> Sequence[Handler]:
    return [Handler(*row) for row in db.session.execute(_ADMINISTRATORS)]


def _seen(row: Any, actor: Actor, lists: _Lists) -> ReportSeen:
    kept: Report = row[0]
    concerned = (kept.reporter_id, kept.reported_id)
    closed_at = closed_since(row.closing_at, row.closed_at, now())
    return ReportSeen(
        id=kept.id,
        pair_id=kept.pair_id,
        program_id=row.program_id,
        program_names={"fr": row.name_fr, "en": row.name_en},
        reporter_id=kept.reporter_id,
        reporter_name=named(row.reporter_name),
        reported_id=kept.reported_id,
        reported_name=named(row.reported_name),
        handler=Handler(kept.handler_id, named(row.handler_name)),
        is_reporter=kept.reporter_id == actor.id,
        state=state_of(Moments(kept.taken_at, kept.closed_at, kept.withdrawn_at)),
        sent_at=kept.sent_at,
        taken_at=kept.taken_at,
        closed_at=kept.closed_at,
        withdrawn_at=kept.withdrawn_at,
        shown_kind=kept.shown_kind,
        shown_opened_at=kept.shown_opened_at,
        shown_gone_at=kept.shown_gone_at,
        attested_at=kept.attested_at,
        frozen_at=row.frozen_at if closed_at is None else None,
        pair_closed_at=closed_at,
        handlers=[one for one in lists.offered(row.program_id, *concerned) if one.id != kept.handler_id],
        reporter_gone_at=row.reporter_gone_at,
        handler_is_gone=not lists.keeps(kept.handler_id, row.program_id, *concerned),
    )
