"""Somebody's words, all of them, gone with their account. What the other wrote about them stays the other's."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import aliased

from portal.journal.models import Addition, Entry, Exchange, Hearing, Reflection, Reply
from portal.journal.queries import moments_of
from portal.journal.rules import Moments, is_known_to_partner
from portal.kernel.database import db
from portal.pairs.models import Pair
from portal.pairs.rules import closed_since

_WRITTEN = (
    select(Reflection, Pair.closing_at, Pair.closed_at)
    .join(Exchange, Exchange.id == Reflection.exchange_id)
    .join(Pair, Pair.id == Exchange.pair_id)
    .where(Reflection.author_id == bindparam("person"))
)
_theirs = aliased(Reflection)
_JUDGED = (
    update(Reflection)
    .where(Reflection.exchange_id.in_(select(_theirs.exchange_id).where(_theirs.author_id == bindparam("person"))))
    .values(nearness=None)
    .execution_options(synchronize_session=False)
)
_CLARIFIED = update(Hearing).where(
    Hearing.reflection_id.in_(select(Reflection.id).where(Reflection.author_id == bindparam("person")))
)


def erase_words_of(person_id: str, at: datetime) -> None:
    """Inside a transaction that holds this person's pairs, while they are not closed yet.

    The partner sees where an open or sealed text stood, and that one was passed; of the rest, still nothing.
    """
    db.session.execute(_JUDGED, {"person": person_id})
    for row, closing_at, closed_at in db.session.execute(_WRITTEN, {"person": person_id}).all():
        _erase(row, at, in_closed_pair=closed_since(closing_at, closed_at, at) is not None)
    db.session.execute(_CLARIFIED.values(clarification_cipher=None), {"person": person_id})
    for said, author in (
        (Hearing, Hearing.hearer_id),
        (Addition, Addition.author_id),
        (Reply, Reply.author_id),
        (Entry, Entry.author_id),
    ):
        gone = func.coalesce(said.withdrawn_at, at)
        db.session.execute(update(said).where(author == person_id).values(text_cipher=None, withdrawn_at=gone))
    db.session.flush()
    db.session.expire_all()


def _erase(row: Reflection, at: datetime, *, in_closed_pair: bool) -> None:
    row.text_cipher = None
    moments = moments_of(row)
    if moments == Moments():
        db.session.delete(row)
        return
    if moments.withdrawn_at is not None or (moments.passed_at is not None and moments.opened_at is None):
        return
    if not is_known_to_partner(moments, in_closed_pair=in_closed_pair):
        row.kept_at = row.kept_at or at  # private when the pair closed: the partner learns nothing of this
    row.withdrawn_at = at
