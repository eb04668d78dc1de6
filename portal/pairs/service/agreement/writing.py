"""Filling in one's sheet, proposing the one text, signing it. Each under the lock of the pair."""

import json
from collections.abc import Mapping

from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Opener, Owner, Place
from portal.kernel.signals import announce
from portal.pairs import queries
from portal.pairs.models import Agreement, AgreementCopy, AgreementSheet, AgreementSignature
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import with_guides
from portal.pairs.rules.template import TEMPLATE_VERSION
from portal.pairs.service.agreement.reading import (
    are_open,
    copy_place,
    newest_text,
    open_sheet,
    sheet_place,
    sheets_of,
)
from portal.pairs.service.lifecycle import hold
from portal.pairs.signals import TextProposed, TextSigned


class SheetChanged(Refusal):
    """The sheet was saved elsewhere after this form was made."""

    def __init__(self) -> None:
        super().__init__(_l("You changed this sheet elsewhere in the meantime. Both versions are shown."))


class SheetsAreOpen(Refusal):
    """Once both are handed over, each reads the other's sheet, and neither changes."""

    def __init__(self) -> None:
        super().__init__(
            _l("Both sheets are open: yours stays as you handed it over. What you have just written is shown below.")
        )


class NewerText(Refusal):
    def __init__(self) -> None:
        super().__init__(_l("A newer text was proposed in the meantime. Compare it with yours below."))


def save_sheet(pair: MyPair, values: Mapping[str, str], version: int, *, hand_over: bool) -> None:
    """Keep what this person filled in; `version` is the one they had read.

    Handed over once, a sheet stays so; it can still be changed until the other's is handed over too.
    The same form sent twice is kept once. Raises SheetChanged or SheetsAreOpen.
    """
    held = hold(pair)
    if hand_over:
        held.refuse_paused()
    sheets = sheets_of(pair)
    sheet = sheets.get(pair.me.id)
    if sheet is None or not _holds(sheet, values):
        sheet = _changed(pair, sheets, values, version)
    if hand_over:
        sheet.handed_at = sheet.handed_at or now()


def propose_text(pair: MyPair, values: Mapping[str, str], after: int) -> str:
    """Propose one text, signed by who proposes it. Its id.

    `after` is the newest number that this person had seen. Raises NewerText.
    """
    hold(pair).refuse_paused()
    newest = newest_text(pair)
    if newest is None and not are_open(sheets_of(pair)):
        raise Refusal(_l("The one text is written once both of you have handed over your sheets."))
    number = newest.number if newest is not None else 0
    if number != after:
        raise NewerText
    row_id = _add_text(pair, number + 1, with_guides(values, queries.strand_guides(pair.id)))
    announce(TextProposed(pair.id, pair.me.id, now()))
    return row_id


def sign(pair: MyPair, agreement_id: str) -> None:
    """Sign the newest text; nothing that was not shown is signed."""
    hold(pair).refuse_paused()
    newest = newest_text(pair)
    if newest is None or newest.id != agreement_id:
        raise Refusal(_l("A newer text was proposed in the meantime. Read it before you sign."))
    if db.session.get(AgreementSignature, (agreement_id, pair.me.id)) is None:
        db.session.add(AgreementSignature(agreement_id=agreement_id, person_id=pair.me.id, signed_at=now()))
        announce(TextSigned(pair.id, pair.me.id, now()))


def _holds(sheet: AgreementSheet, values: Mapping[str, str]) -> bool:
    return open_sheet(Opener({Owner(sheet.author_id, sheet.pair_id)}), sheet) == dict(values)


def _changed(
    pair: MyPair, sheets: Mapping[str, AgreementSheet], values: Mapping[str, str], version: int
) -> AgreementSheet:
    sheet = sheets.get(pair.me.id)
    if are_open(sheets):
        raise SheetsAreOpen
    if version != (sheet.version if sheet is not None else 0):
        raise SheetChanged
    row_id = sheet.id if sheet is not None else new_id()
    cipher = _closed(Owner(pair.me.id, pair.id), sheet_place(row_id, version + 1), values)
    if sheet is None:
        sheet = AgreementSheet(id=row_id, pair_id=pair.id, author_id=pair.me.id)
        db.session.add(sheet)
    sheet.version, sheet.saved_at, sheet.text_cipher = version + 1, now(), cipher
    return sheet


def _add_text(pair: MyPair, number: int, values: Mapping[str, str]) -> str:
    row_id = new_id()
    db.session.add(
        Agreement(
            id=row_id,
            pair_id=pair.id,
            number=number,
            author_id=pair.me.id,
            template_version=TEMPLATE_VERSION,
            language=pair.me.language,
            proposed_at=now(),
        )
    )
    db.session.flush()
    for person in (pair.me, pair.partner):
        cipher = _closed(Owner(person.id, pair.id), copy_place(row_id), values)
        db.session.add(AgreementCopy(agreement_id=row_id, person_id=person.id, text_cipher=cipher))
    db.session.add(AgreementSignature(agreement_id=row_id, person_id=pair.me.id, signed_at=now()))
    return row_id


def _closed(owner: Owner, place: Place, values: Mapping[str, str]) -> bytes:
    return secrecy.close(owner, place, json.dumps(dict(values), ensure_ascii=False))
