"""The exchanges of a pair about assumption cards."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from portal.journal.models import Exchange, Reflection
from portal.kernel.database import db

_ON_CARD = (
    select(Reflection)
    .join(Exchange, Exchange.id == Reflection.exchange_id)
    .where(Exchange.pair_id == bindparam("pair"), Exchange.card == bindparam("card"))
)
_CARD_EXCHANGE = select(Exchange.id).where(Exchange.pair_id == bindparam("pair"), Exchange.card == bindparam("card"))
_ALL = (
    select(Exchange, Reflection)
    .join(Reflection, Reflection.exchange_id == Exchange.id)
    .where(Exchange.pair_id == bindparam("pair"), Exchange.card.is_not(None))
    .order_by(Exchange.opened_at, Exchange.id)
)


def reflections_on_card(pair_id: str, card: str) -> Sequence[Reflection]:
    """What both wrote on a card, as it is now: none, one or two."""
    found = {"pair": pair_id, "card": card}
    return db.session.scalars(_ON_CARD, found, execution_options={"populate_existing": True}).all()


def card_exchange(pair_id: str, card: str) -> str | None:
    return db.session.scalar(_CARD_EXCHANGE, {"pair": pair_id, "card": card})


def card_exchanges(pair_id: str) -> list[tuple[Exchange, list[Reflection]]]:
    """Of all cards, the first that was opened first, with what both wrote."""
    by_id: dict[str, tuple[Exchange, list[Reflection]]] = {}
    for exchange, row in db.session.execute(_ALL, {"pair": pair_id}):
        by_id.setdefault(exchange.id, (exchange, []))[1].append(row)
    return list(by_id.values())
