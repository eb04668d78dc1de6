"""What every act on an open text needs: the pair held, the text still open, and a form that counts once."""

from portal.journal.models import Addition, Hearing, Reflection, Reply
from portal.journal.queries import state_in
from portal.journal.rules import ReflectionState
from portal.journal.service.holding import refuse_during_pause
from portal.journal.service.places import addition_place, hearing_place, reply_place
from portal.kernel import secrecy
from portal.kernel.database import db, is_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Owner, Place
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair

Written = Hearing | Reply | Addition


def hold_open(pair: MyPair, reflection: Reflection, *, by: str) -> None:
    """Hold the pair; raises unless the reflection is open, and the one `by` whom this act expects it."""
    current = pairs.hold(pair)
    refuse_during_pause(current)
    db.session.refresh(reflection)
    if reflection.author_id != by:
        raise RuntimeError("an act on the reflection of the wrong one of the two")
    if state_in(current, reflection) is not ReflectionState.OPEN:
        raise Refusal(_l("This reflection is not open."))


def sound_key(key: str) -> str:
    if not is_id(key):
        raise Refusal(_l("This form is out of date. Your text is still here: send it again."))
    return key


def sent_before(pair: MyPair, row: Written | None, reflection: Reflection, text: str) -> bool:
    """Whether the form whose key this row has brought this very text. Another text is refused, not dropped."""
    if row is None:
        return False
    if row.reflection_id != reflection.id or _mine(pair, row) != text:
        raise Refusal(_l("This form was sent once already, with another text. Send it again to add this one."))
    return True


def own_words(pair: MyPair, place: Place, cipher: bytes | None) -> str | None:
    """One's own text at this place; None where there is none."""
    return secrecy.open_one(Owner(pair.me.id, pair.id), place, cipher) if cipher is not None else None


def _mine(pair: MyPair, row: Written) -> str | None:
    """What this person wrote there; None for another's words."""
    if isinstance(row, Hearing):
        writer_id, place = row.hearer_id, hearing_place(row.id)
    else:
        writer_id = row.author_id
        place = reply_place(row.id) if isinstance(row, Reply) else addition_place(row.id)
    return own_words(pair, place, row.text_cipher) if writer_id == pair.me.id else None
