"""A notice is written in the transaction of its cause, and so is the row by which a mail leaves for it."""

from collections.abc import Iterable

from sqlalchemy import delete, update

from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new, new_id
from portal.notices import queries
from portal.notices.models import Notice
from portal.notices.rules import Event, Kind, Pace
from portal.notices.service.choosing import begin_settings
from portal.notices.service.planning import plan


def tell(person_id: str, event: Event, *, is_read: bool = False) -> None:
    """Once, however often it is announced. `is_read`: it is this person's own doing, or before their eyes."""
    reader = queries.reader(person_id)
    choice = reader.choices.about(event.kind.topic) if reader is not None else None
    if reader is None or choice is None or not (choice.on_page or choice.pace is not Pace.NEVER):
        return
    if reader.salt is None:
        begin_settings(person_id)
    is_new = insert_if_new(
        db.session(),
        Notice,
        id=new_id(),
        person_id=person_id,
        kind=event.kind,
        event_key=event.key,
        pair_id=event.pair_id,
        source_id=event.source_id,
        subject_id=event.subject_id,
        on_page=choice.on_page,
        created_at=now(),
        read_at=now() if is_read else None,
    )
    if is_new and not is_read:
        plan(reader, [event.kind.topic] if event.kind.is_mailed else [], event.key)


def tell_other(pair_id: str, by_id: str, event: Event) -> None:
    """The partner of who did it, unless they have frozen the pair."""
    for person_id in queries.told_in(pair_id):
        if person_id != by_id:
            tell(person_id, event)


def take_back(source_ids: Iterable[str], *kinds: Kind) -> None:
    """What these rows were about tells nothing any more: of these kinds, or of any."""
    sources = list(source_ids)
    gone = delete(Notice).where(Notice.source_id.in_(sources) | Notice.subject_id.in_(sources))
    if kinds:
        gone = delete(Notice).where(Notice.source_id.in_(sources), Notice.kind.in_(kinds))
    db.session.execute(gone.where(Notice.kind != Kind.TURN).execution_options(synchronize_session=False))
    _hide_reminders(sources)


def take_back_in(pair_id: str, *kinds: Kind) -> None:
    """The same, of a whole pair."""
    gone = delete(Notice).where(Notice.pair_id == pair_id)
    if kinds:
        gone = gone.where(Notice.kind.in_(kinds))
    db.session.execute(gone.execution_options(synchronize_session=False))


def settle(person_id: str, subject_ids: Iterable[str], *kinds: Kind) -> None:
    """This person has done what these notices were about: they need not read them any more."""
    done = update(Notice).where(
        Notice.person_id == person_id,
        Notice.subject_id.in_(list(subject_ids)),
        Notice.kind.in_(kinds),
        Notice.read_at.is_(None),
    )
    db.session.execute(done.values(read_at=now()).execution_options(synchronize_session=False))


def _hide_reminders(source_ids: list[str]) -> None:
    """They tell nothing any more either; but they count: nobody is reminded sooner because a text was taken back."""
    hidden = update(Notice).where(
        Notice.source_id.in_(source_ids), Notice.kind == Kind.TURN, Notice.cleared_at.is_(None)
    )
    db.session.execute(hidden.values(cleared_at=now()).execution_options(synchronize_session=False))
