"""A pair goes on after it was closed: what its closing had made private stays so."""

from sqlalchemy import bindparam, select

from portal.journal.models import Exchange, Reflection
from portal.journal.queries import moments_of
from portal.journal.rules import ReflectionState, state_of
from portal.journal.signals import ReflectionSettled
from portal.kernel.database import db
from portal.kernel.signals import announce
from portal.pairs.signals import PairWentOn

_WRITTEN = (
    select(Reflection, Exchange.lesson_id)
    .join(Exchange, Exchange.id == Reflection.exchange_id)
    .where(Exchange.pair_id == bindparam("pair"))
)


def on_went_on(event: PairWentOn) -> None:
    """What was sealed when the pair closed is private for good. A draft, which its author alone knows, is one again."""
    for row, lesson_id in db.session.execute(_WRITTEN, {"pair": event.pair_id}).all():
        if state_of(moments_of(row)) is ReflectionState.SEALED:
            row.kept_at = event.closed_at
            announce(ReflectionSettled(event.pair_id, lesson_id, event.at))
