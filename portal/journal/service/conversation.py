"""After the opening: what I heard, its answer, and plain replies once it was right."""

from portal.journal import queries
from portal.journal.models import Hearing, Reflection, Reply
from portal.journal.queries import moments_of
from portal.journal.rules import HearingAnswer, ReflectionState, may_answer, may_hear, may_reply, state_of
from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, is_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Owner, Place
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair


def offer_hearing(pair: MyPair, reflection: Reflection, key: str, text: str) -> None:
    """Say what one heard in the partner's open reflection: a new round."""
    _refuse_shut(pair, reflection)
    rounds = queries.hearings_of([reflection.id])
    if _sent_before(rounds, key):
        return
    if reflection.author_id == pair.me.id or not may_hear([hearing.answer for hearing in rounds]):
        raise Refusal(_l("What you heard is already here, and waits for its answer."))
    db.session.add(
        Hearing(
            id=key,
            reflection_id=reflection.id,
            hearer_id=pair.me.id,
            round=len(rounds) + 1,
            text_cipher=secrecy.close(Owner(pair.me.id, pair.id), Place("hearing", "text", key), text),
            offered_at=now(),
        )
    )
    pairs.note_week(pair.id, pair.me.id)


def answer_hearing(pair: MyPair, reflection: Reflection, hearing_id: str, clarification: str | None) -> None:
    """The author says that it is right, or clarifies."""
    _refuse_shut(pair, reflection)
    rounds = queries.hearings_of([reflection.id])
    hearing = next((row for row in rounds if row.id == hearing_id), None)
    wanted = HearingAnswer.CONFIRMED if clarification is None else HearingAnswer.CLARIFIED
    if hearing is not None and hearing.answer is wanted:
        return
    waits = may_answer([row.answer for row in rounds]) and rounds[-1] is hearing
    if hearing is None or reflection.author_id != pair.me.id or not waits:
        raise Refusal(_l("This has already been answered. Here is where it stands now."))
    hearing.answered_at, hearing.answer = now(), wanted
    if clarification is not None:
        place = Place("hearing", "clarification", hearing.id)
        hearing.clarification_cipher = secrecy.close(Owner(pair.me.id, pair.id), place, clarification)
    pairs.note_week(pair.id, pair.me.id)


def reply(pair: MyPair, reflection: Reflection, key: str, text: str) -> None:
    """Go on talking under a reflection that was heard."""
    _refuse_shut(pair, reflection)
    if _sent_before(queries.replies_of([reflection.id]), key):
        return
    if not may_reply([hearing.answer for hearing in queries.hearings_of([reflection.id])]):
        raise Refusal(_l("Replies come once what was heard has been confirmed."))
    db.session.add(
        Reply(
            id=key,
            reflection_id=reflection.id,
            author_id=pair.me.id,
            text_cipher=secrecy.close(Owner(pair.me.id, pair.id), Place("reply", "text", key), text),
            written_at=now(),
        )
    )
    pairs.note_week(pair.id, pair.me.id)


def _refuse_shut(pair: MyPair, reflection: Reflection) -> None:
    pair.refuse_closed()
    pairs.lock(pair.id)
    db.session.refresh(reflection)
    if state_of(moments_of(reflection)) is not ReflectionState.OPEN:
        raise Refusal(_l("This reflection is not open."))


def _sent_before(rows: list[Hearing] | list[Reply], key: str) -> bool:
    if not is_id(key):
        raise Refusal(_l("This form is out of date. Open it again."))
    return any(row.id == key for row in rows)
