"""Where the two stand with their agreement, opened for one of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select

from portal.curriculum.rules import Strand
from portal.kernel.database import db
from portal.kernel.secrecy import Opener, Owner, Place
from portal.pairs.models import Agreement, AgreementCopy, AgreementSheet, AgreementSignature
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import guides_in, words_of
from portal.pairs.rules.template import TEMPLATES, Clause


@dataclass(frozen=True, slots=True)
class AgreementSeen:
    """One text of the agreement, opened for one of the two."""

    id: str
    number: int
    author_id: str
    template_version: int
    text: Mapping[str, str]
    is_gone: bool
    """It went with its author's account: the reader had not signed it."""
    proposed_at: datetime
    signed_at: Mapping[str, datetime]
    """By person."""

    @property
    def in_force_since(self) -> datetime | None:
        """The moment of the second signature."""
        return max(self.signed_at.values()) if len(self.signed_at) == 2 else None  # noqa: PLR2004 (a pair)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """As they were when it was proposed."""
        return TEMPLATES[self.template_version]

    @property
    def words(self) -> str:
        """All that was filled in."""
        return words_of(self.text)

    @property
    def guides(self) -> Mapping[Strand, str]:
        return guides_in(self.text)


@dataclass(frozen=True, slots=True)
class AgreementState:
    """Where the two stand. The other's sheet is there only once both have handed theirs over."""

    mine: Mapping[str, str]
    version: int
    handed_by_me: bool
    handed_by_partner: bool
    theirs: Mapping[str, str] | None
    their_sheet_id: str
    """Empty until they filled one in."""
    texts: tuple[AgreementSeen, ...]
    """Newest first."""

    @property
    def in_force(self) -> AgreementSeen | None:
        return next((text for text in self.texts if text.in_force_since), None)

    @property
    def proposed(self) -> AgreementSeen | None:
        """The newest text, while it waits for a signature."""
        newest = self.newest
        return newest if newest is not None and not newest.in_force_since else None

    @property
    def newest(self) -> AgreementSeen | None:
        return self.texts[0] if self.texts else None


_SHEETS = select(AgreementSheet).where(AgreementSheet.pair_id == bindparam("pair"))
_NEWEST = select(Agreement).where(Agreement.pair_id == bindparam("pair")).order_by(Agreement.number.desc()).limit(1)
_TEXTS = (
    select(Agreement, AgreementCopy.text_cipher)
    .outerjoin(
        AgreementCopy,
        and_(AgreementCopy.agreement_id == Agreement.id, AgreementCopy.person_id == bindparam("me")),
    )
    .where(Agreement.pair_id == bindparam("pair"))
    .order_by(Agreement.number.desc())
)
_SIGNATURES = (
    select(AgreementSignature)
    .join(Agreement, Agreement.id == AgreementSignature.agreement_id)
    .where(Agreement.pair_id == bindparam("pair"))
)


def read_agreement(pair: MyPair) -> AgreementState:
    sheets = sheets_of(pair)
    mine, theirs = sheets.get(pair.me.id), sheets.get(pair.partner.id)
    opener = Opener({Owner(pair.me.id, pair.id), Owner(pair.partner.id, pair.id)})
    return AgreementState(
        mine=open_sheet(opener, mine) if mine else {},
        version=mine.version if mine else 0,
        handed_by_me=bool(mine and mine.handed_at),
        handed_by_partner=bool(theirs and theirs.handed_at),
        theirs=open_sheet(opener, theirs) if theirs and are_open(sheets) else None,
        their_sheet_id=theirs.id if theirs else "",
        texts=_texts(pair, opener),
    )


def sheets_of(pair: MyPair) -> dict[str, AgreementSheet]:
    """By author."""
    return {sheet.author_id: sheet for sheet in db.session.scalars(_SHEETS, {"pair": pair.id})}


def are_open(sheets: Mapping[str, AgreementSheet]) -> bool:
    """Both have handed theirs over."""
    return sum(sheet.handed_at is not None for sheet in sheets.values()) == 2  # noqa: PLR2004 (a pair)


def open_sheet(opener: Opener, sheet: AgreementSheet) -> dict[str, str]:
    """Empty once it went with its author's account."""
    if sheet.text_cipher is None:
        return {}
    values: dict[str, str] = json.loads(
        opener.open(Owner(sheet.author_id, sheet.pair_id), sheet_place(sheet.id, sheet.version), sheet.text_cipher)
    )
    return values


def newest_text(pair: MyPair) -> Agreement | None:
    return db.session.scalar(_NEWEST, {"pair": pair.id})


def sheet_place(row_id: str, version: int) -> Place:
    return Place("agreement_sheet", "text_cipher", row_id, version)


def copy_place(agreement_id: str) -> Place:
    """Of each copy: they are told apart by their keys."""
    return Place("agreement_copy", "text_cipher", agreement_id)


def _texts(pair: MyPair, opener: Opener) -> tuple[AgreementSeen, ...]:
    signed: dict[str, dict[str, datetime]] = {}
    for row in db.session.scalars(_SIGNATURES, {"pair": pair.id}):
        signed.setdefault(row.agreement_id, {})[row.person_id] = row.signed_at
    return tuple(
        AgreementSeen(
            id=row.id,
            number=row.number,
            author_id=row.author_id,
            template_version=row.template_version,
            text=_opened(pair, opener, row.id, cipher),
            is_gone=cipher is None,
            proposed_at=row.proposed_at,
            signed_at=signed.get(row.id, {}),
        )
        for row, cipher in db.session.execute(_TEXTS, {"pair": pair.id, "me": pair.me.id})
    )


def _opened(pair: MyPair, opener: Opener, agreement_id: str, cipher: bytes | None) -> Mapping[str, str]:
    if cipher is None:
        return {}
    values: dict[str, str] = json.loads(opener.open(Owner(pair.me.id, pair.id), copy_place(agreement_id), cipher))
    return values
