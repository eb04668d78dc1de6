"""What one filled in of the agreement and the other reads: for whoever wants to show it."""

from datetime import datetime

from portal.kernel.identity import Actor
from portal.kernel.secrecy import Opener, Owner
from portal.pairs.queries import my_pair
from portal.pairs.rules import OpenText
from portal.pairs.rules.agreement import words_of
from portal.pairs.service.agreement.reading import are_open, open_sheet, read_agreement, sheets_of


def find_open_sheet(actor: Actor, *, pair: str, kind: str, text: str) -> OpenText | None:
    """By the id of its row, once both have handed theirs over. None for everybody else's."""
    mine = my_pair(actor, pair=pair)
    sheets = sheets_of(mine) if mine is not None else {}
    sheet = next((one for one in sheets.values() if one.id == text), None)
    if mine is None or sheet is None or not are_open(sheets):
        return None
    opener = Opener({Owner(sheet.author_id, mine.id)})
    opened_at = max(one.handed_at for one in sheets.values() if one.handed_at is not None)
    return _shown(kind, sheet.id, sheet.author_id, words_of(open_sheet(opener, sheet)), opened_at)


def find_proposed_text(actor: Actor, *, pair: str, kind: str, text: str) -> OpenText | None:
    """By the id of its row, signed or not."""
    mine = my_pair(actor, pair=pair)
    texts = read_agreement(mine).texts if mine is not None else ()
    found = next((one for one in texts if one.id == text), None)
    return _shown(kind, found.id, found.author_id, found.words, found.proposed_at) if found is not None else None


def _shown(kind: str, row_id: str, author_id: str, words: str, opened_at: datetime) -> OpenText | None:
    """None where nothing was filled in, or it went with an account."""
    return OpenText(kind, row_id, author_id, words, opened_at) if words else None
