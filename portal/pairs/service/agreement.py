"""The agreement: each fills it in apart, then one text is proposed and signed by both."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, is_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Opener, Owner, Place
from portal.pairs.models import Agreement, AgreementSheet, AgreementSignature
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import TEMPLATE_VERSION
from portal.pairs.service.lifecycle import lock


@dataclass(frozen=True, slots=True)
class AgreementSeen:
    """One text of the agreement, opened for one of the two."""

    id: str
    number: int
    author_id: str
    text: Mapping[str, str]
    proposed_at: datetime
    signed_at: Mapping[str, datetime]
    """By person."""

    @property
    def in_force_since(self) -> datetime | None:
        """The moment of the second signature."""
        return max(self.signed_at.values()) if len(self.signed_at) == 2 else None  # noqa: PLR2004 (a pair)


@dataclass(frozen=True, slots=True)
class AgreementState:
    """Where the two stand. The other's sheet is there only once both have handed theirs over."""

    mine: Mapping[str, str]
    version: int
    handed_by_me: bool
    handed_by_partner: bool
    theirs: Mapping[str, str] | None
    texts: tuple[AgreementSeen, ...]
    """Newest first."""

    @property
    def in_force(self) -> AgreementSeen | None:
        return next((text for text in self.texts if text.in_force_since), None)

    @property
    def proposed(self) -> AgreementSeen | None:
        """The newest text, while it waits for a signature."""
        newest = self.texts[0] if self.texts else None
        return newest if newest is not None and not newest.in_force_since else None


_SHEETS = select(AgreementSheet).where(AgreementSheet.pair_id == bindparam("pair"))
_TEXTS = select(Agreement).where(Agreement.pair_id == bindparam("pair")).order_by(Agreement.number.desc())
_SIGNATURES = (
    select(AgreementSignature)
    .join(Agreement, Agreement.id == AgreementSignature.agreement_id)
    .where(Agreement.pair_id == bindparam("pair"))
)


def read_agreement(pair: MyPair) -> AgreementState:
    sheets = {sheet.author_id: sheet for sheet in db.session.scalars(_SHEETS, {"pair": pair.id})}
    mine, theirs = sheets.get(pair.me.id), sheets.get(pair.partner.id)
    opener = Opener({Owner(pair.me.id, pair.id), Owner(pair.partner.id, pair.id)})
    both = bool(mine and mine.handed_at and theirs and theirs.handed_at)
    return AgreementState(
        mine=_open_sheet(opener, mine) if mine else {},
        version=mine.version if mine else 0,
        handed_by_me=bool(mine and mine.handed_at),
        handed_by_partner=bool(theirs and theirs.handed_at),
        theirs=_open_sheet(opener, theirs) if both and theirs else None,
        texts=_texts(pair, opener),
    )


def save_sheet(pair: MyPair, values: Mapping[str, str], version: int, *, hand_over: bool) -> None:
    """Keep what this person filled in. Handed over once, it stays so; it can still be changed until both have."""
    pair.refuse_closed()
    lock(pair.id)
    sheet = db.session.scalar(_SHEETS.where(AgreementSheet.author_id == pair.me.id), {"pair": pair.id})
    if (sheet.version if sheet else 0) != version:
        raise Refusal(_l("You changed this sheet elsewhere in the meantime. Both versions are shown."), field="version")
    if sheet is None:
        sheet = AgreementSheet(pair_id=pair.id, author_id=pair.me.id, saved_at=now(), version=0, text_cipher=b"")
        db.session.add(sheet)
        db.session.flush()
    sheet.version += 1
    sheet.saved_at = now()
    if hand_over:
        sheet.handed_at = sheet.handed_at or now()
    sheet.text_cipher = _closed(pair, "agreement_sheet", sheet.id, sheet.version, values)


def propose_text(pair: MyPair, key: str, values: Mapping[str, str], after: int) -> None:
    """Propose one text, signed by who proposes it. `after` is the newest number that this person had seen."""
    pair.refuse_closed()
    if not is_id(key):
        raise Refusal(_l("This form is out of date. Open it again."))
    lock(pair.id)
    newest = db.session.scalar(_TEXTS.limit(1), {"pair": pair.id})
    number = newest.number if newest else 0
    if newest is not None and newest.id == key:
        return
    if number != after:
        raise Refusal(_l("A newer text was proposed in the meantime. Compare it with yours below."), field="after")
    agreement = Agreement(
        id=key,
        pair_id=pair.id,
        number=number + 1,
        author_id=pair.me.id,
        text_cipher=_closed(pair, "agreement", key, 1, values),
        template_version=TEMPLATE_VERSION,
        language=pair.me.language,
        proposed_at=now(),
    )
    db.session.add(agreement)
    db.session.flush()
    db.session.add(AgreementSignature(agreement_id=key, person_id=pair.me.id, signed_at=now()))


def sign(pair: MyPair, agreement_id: str) -> None:
    """Sign the newest text; nothing that was not shown is signed."""
    pair.refuse_closed()
    lock(pair.id)
    newest = db.session.scalar(_TEXTS.limit(1), {"pair": pair.id})
    if newest is None or newest.id != agreement_id:
        raise Refusal(_l("A newer text was proposed in the meantime. Read it before you sign."))
    if db.session.get(AgreementSignature, (agreement_id, pair.me.id)) is None:
        db.session.add(AgreementSignature(agreement_id=agreement_id, person_id=pair.me.id, signed_at=now()))


def _texts(pair: MyPair, opener: Opener) -> tuple[AgreementSeen, ...]:
    signed: dict[str, dict[str, datetime]] = {}
    for row in db.session.scalars(_SIGNATURES, {"pair": pair.id}):
        signed.setdefault(row.agreement_id, {})[row.person_id] = row.signed_at
    return tuple(
        AgreementSeen(
            id=row.id,
            number=row.number,
            author_id=row.author_id,
            text=json.loads(
                opener.open(Owner(row.author_id, pair.id), Place("agreement", "text", row.id), row.text_cipher)
            ),
            proposed_at=row.proposed_at,
            signed_at=signed.get(row.id, {}),
        )
        for row in db.session.scalars(_TEXTS, {"pair": pair.id})
    )


def _closed(pair: MyPair, table: str, row_id: str, version: int, values: Mapping[str, str]) -> bytes:
    owner = Owner(pair.me.id, pair.id)
    return secrecy.close(owner, Place(table, "text", row_id, version), json.dumps(dict(values), ensure_ascii=False))


def _open_sheet(opener: Opener, sheet: AgreementSheet) -> dict[str, str]:
    place = Place("agreement_sheet", "text", sheet.id, sheet.version)
    values: dict[str, str] = json.loads(opener.open(Owner(sheet.author_id, sheet.pair_id), place, sheet.text_cipher))
    return values
