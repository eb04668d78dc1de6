"""After the opening: what I heard, its answer, and plain replies once it was right."""

from portal.journal import queries
from portal.journal.models import Hearing, Reflection, Reply
from portal.journal.queries import moments_of
from portal.journal.rules import HearingAnswer, ReflectionState, may_answer, may_hear, may_reply, state_of
from portal.journal.service.holding import hold, refuse_during_pause
from portal.journal.service.places import clarification_place, hearing_place, reply_place
from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, is_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Owner, Place
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair


def offer_hearing(pair: MyPair, reflection: Reflection, key: str, text: str) -> None:
    """Say what one heard in the partner's open reflection: a new round. `key` becomes its id."""
    _hold_open(pair, reflection, by=pair.partner.id)
    if _sent_before(pair, db.session.get(Hearing, _sound(key)), reflection, text):
        return
    rounds = queries.hearings_of([reflection.id])
    if not may_hear([hearing.answer for hearing in rounds]):
        raise Refusal(_l("What you heard is already here, and waits for its answer."))
    db.session.add(
        Hearing(
            id=key,
            reflection_id=reflection.id,
            hearer_id=pair.me.id,
            round=len(rounds) + 1,
            text_cipher=secrecy.close(Owner(pair.me.id, pair.id), hearing_place(key), text),
            offered_at=now(),
        )
    )
    pairs.note_week(pair.id, pair.me.id)


def answer_hearing(pair: MyPair, reflection: Reflection, hearing_id: str, clarification: str | None) -> None:
    """The author says that it is right, or clarifies."""
    _hold_open(pair, reflection, by=pair.me.id)
    rounds = queries.hearings_of([reflection.id])
    hearing = next(row for row in rounds if row.id == hearing_id)
    if _answered_so(pair, hearing, clarification):
        return
    if not may_answer([row.answer for row in rounds]) or rounds[-1] is not hearing:
        raise Refusal(_l("This has already been answered. Here is where it stands now."))
    hearing.answered_at = now()
    hearing.answer = HearingAnswer.CONFIRMED if clarification is None else HearingAnswer.CLARIFIED
    if clarification is not None:
        owner, place = Owner(pair.me.id, pair.id), clarification_place(hearing.id)
        hearing.clarification_cipher = secrecy.close(owner, place, clarification)
    pairs.note_week(pair.id, pair.me.id)


def reply(pair: MyPair, reflection: Reflection, key: str, text: str) -> None:
    """Go on talking under a reflection that was heard. `key` becomes the reply's id."""
    _hold_open(pair, reflection, by=reflection.author_id)
    if _sent_before(pair, db.session.get(Reply, _sound(key)), reflection, text):
        return
    if not may_reply([hearing.answer for hearing in queries.hearings_of([reflection.id])]):
        raise Refusal(_l("Replies come once what was heard has been confirmed."))
    db.session.add(
        Reply(
            id=key,
            reflection_id=reflection.id,
            author_id=pair.me.id,
            text_cipher=secrecy.close(Owner(pair.me.id, pair.id), reply_place(key), text),
            written_at=now(),
        )
    )
    pairs.note_week(pair.id, pair.me.id)


def _hold_open(pair: MyPair, reflection: Reflection, *, by: str) -> None:
    """Hold the pair; raises unless the reflection is open, and the one `by` whom this act expects it."""
    refuse_during_pause(hold(pair))
    db.session.refresh(reflection)
    if reflection.author_id != by:
        raise RuntimeError("an act on the reflection of the wrong one of the two")
    if state_of(moments_of(reflection)) is not ReflectionState.OPEN:
        raise Refusal(_l("This reflection is not open."))


def _sound(key: str) -> str:
    if not is_id(key):
        raise Refusal(_l("This form is out of date. Your text is still here: send it again."))
    return key


def _sent_before(pair: MyPair, row: Hearing | Reply | None, reflection: Reflection, text: str) -> bool:
    """Whether the form whose key this row has brought this very text. Another text is refused, not dropped."""
    if row is None:
        return False
    if row.reflection_id != reflection.id or _own_words(pair, row) != text:
        raise Refusal(_l("This form was sent once already, with another text. Send it again to add this one."))
    return True


def _own_words(pair: MyPair, row: Hearing | Reply) -> str | None:
    """What this person wrote there; None for another's words."""
    if isinstance(row, Hearing):
        writer_id, place = row.hearer_id, hearing_place(row.id)
    else:
        writer_id, place = row.author_id, reply_place(row.id)
    return _opened(pair, place, row.text_cipher) if writer_id == pair.me.id else None


def _answered_so(pair: MyPair, hearing: Hearing, clarification: str | None) -> bool:
    if clarification is None:
        return hearing.answer is HearingAnswer.CONFIRMED
    return _opened(pair, clarification_place(hearing.id), hearing.clarification_cipher) == clarification


def _opened(pair: MyPair, place: Place, cipher: bytes | None) -> str | None:
    return secrecy.open_one(Owner(pair.me.id, pair.id), place, cipher) if cipher is not None else None
