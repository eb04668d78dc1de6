"""Where the agreement of several pairs stands, without opening a word of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from portal.kernel.database import db
from portal.pairs.models import Agreement, AgreementSheet, AgreementSignature, Pair
from portal.pairs.rules.agreement import NO_AGREEMENT, AgreementSummary

BOTH = 2

_pair, _text = Pair.__table__.c, Agreement.__table__.c
_sheet, _signature = AgreementSheet.__table__.c, AgreementSignature.__table__.c
_newest = (
    select(_text.id)
    .where(_text.pair_id == _pair.id)
    .order_by(_text.number.desc())
    .limit(1)
    .correlate(Pair.__table__)
    .scalar_subquery()
)
_signed = select(_text.id).where(_text.pair_id == _pair.id, _signature.agreement_id == _text.id)
_signed_newest = _signed.where(_text.id == _newest)
_handed = select(_sheet.author_id).where(_sheet.pair_id == _pair.id, _sheet.handed_at.is_not(None))


def _by_both(signed: Select[Any]) -> Select[Any]:
    return signed.group_by(_text.id).having(func.count() == BOTH)


# Binds `me`. One row of a statement about pairs then tells where each one's agreement stands.
SUMMARY = (
    _by_both(_signed).exists().label("in_force"),
    (_newest.is_not(None) & ~_by_both(_signed_newest).exists()).label("proposed"),
    _signed_newest.where(_signature.person_id == bindparam("me")).exists().label("signed_by_me"),
    _handed.where(_sheet.author_id == bindparam("me")).exists().label("handed_by_me"),
    _handed.where(_sheet.author_id != bindparam("me")).exists().label("handed_by_partner"),
)
_SUMMARIES = select(_pair.id, *SUMMARY).where(_pair.id.in_(bindparam("pairs", expanding=True)))


def agreement_summaries(person_id: str, pair_ids: Sequence[str]) -> dict[str, AgreementSummary]:
    """Where the agreement of each of these pairs stands, as this person sees it."""
    rows = db.session.execute(_SUMMARIES, {"me": person_id, "pairs": list(pair_ids)})
    found = {row.id: AgreementSummary(*row[1:]) for row in rows}
    return {pair_id: found.get(pair_id, NO_AGREEMENT) for pair_id in pair_ids}
