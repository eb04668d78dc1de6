"""After the opening: what I heard, its answer, and plain replies once it was right."""

from portal.journal import queries
from portal.journal.models import Hearing, Reflection, Reply
from portal.journal.rules import (
    HearingAct,
    HearingAnswer,
    HearingState,
    is_near_copy,
    may_hear,
    may_leave,
    may_reply,
    may_talk_in_person,
    round_after,
)
from portal.journal.service.drafting import own_words
from portal.journal.service.open_text import hold_open
from portal.journal.service.places import clarification_place, hearing_place, place_of
from portal.journal.service.saying import say
from portal.journal.signals import AdviceAsked, Heard, HearingClarified, HearingConfirmed, Replied
from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Owner
from portal.kernel.signals import announce
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair


class NearCopy(Refusal):
    """A hint, not an obstacle: the same hearing, sent again, is handed over."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This repeats the text nearly word for word. Say it in your own words if you can; "
                "to send it as it is, press again."
            ),
            field="text",
            status=422,
        )


def offer_hearing(pair: MyPair, reflection: Reflection, text: str, *, sure: bool = True) -> str:
    """Say what one heard in the partner's open reflection: a new round. Its id.

    Unless one is `sure`, a near copy of the text raises NearCopy.
    """
    hold_open(pair, reflection, by=pair.partner.id)
    rounds = queries.hearings_of([reflection.id])
    if not may_hear([queries.round_of(row) for row in rounds]):
        raise _said_already(rounds)
    if not sure and is_near_copy(_text_of(pair, reflection), text):
        raise NearCopy
    row_id = new_id()
    db.session.add(
        Hearing(
            id=row_id,
            reflection_id=reflection.id,
            hearer_id=pair.me.id,
            round=len(rounds) + 1,
            text_cipher=secrecy.close(Owner(pair.me.id, pair.id), hearing_place(row_id), text),
            offered_at=now(),
        )
    )
    pairs.note_week(pair.id, pair.me.id)
    announce(Heard(pair.id, pair.me.id, row_id, reflection.id, now()))
    return row_id


def answer_hearing(
    pair: MyPair, reflection: Reflection, hearing_id: str, clarification: str | None, *, better: bool = False
) -> None:
    """The author says that it is right (`better`: and better said than by themselves), or clarifies."""
    hold_open(pair, reflection, by=pair.me.id)
    hearing = next(row for row in queries.hearings_of([reflection.id]) if row.id == hearing_id)
    if _answered_so(pair, hearing, clarification):
        return
    before = queries.round_of(hearing).state
    round_after(before, HearingAct.CONFIRM if clarification is None else HearingAct.CLARIFY)
    if before is not HearingState.OFFERED:
        raise Refusal(_l("This has already been answered. Here is where it stands now."))
    hearing.answered_at = now()
    hearing.answer = HearingAnswer.CONFIRMED if clarification is None else HearingAnswer.CLARIFIED
    if clarification is not None:
        owner, place = Owner(pair.me.id, pair.id), clarification_place(hearing.id)
        hearing.clarification_cipher = secrecy.close(owner, place, clarification)
    elif better:
        hearing.said_better_at = now()
    pairs.note_week(pair.id, pair.me.id)
    told = HearingConfirmed if clarification is None else HearingClarified
    announce(told(pair.id, pair.me.id, hearing.id, reflection.id, now()))


def leave_it(pair: MyPair, reflection: Reflection) -> None:
    """Either leaves the hearing there: no other round is heard, and nothing waits any more."""
    hold_open(pair, reflection, by=reflection.author_id)
    rounds = queries.hearings_of([reflection.id])
    if rounds and rounds[-1].left_at is not None:
        return
    if not may_leave([queries.round_of(row) for row in rounds]):
        raise Refusal(_l("Nothing waits for an answer here."))
    rounds[-1].left_at = now()


def talk_in_person(pair: MyPair, reflection: Reflection) -> None:
    """After the third round: one line for the agenda of the next meeting."""
    hold_open(pair, reflection, by=reflection.author_id)
    if reflection.talk_in_person_at is not None:
        return
    if not may_talk_in_person([queries.round_of(row) for row in queries.hearings_of([reflection.id])]):
        raise Refusal(_l("Talking about it in person is proposed after the third round."))
    reflection.talk_in_person_at = now()


def ask_advice(pair: MyPair, reflection: Reflection) -> None:
    """The author wishes the partner's advice on their own text, once they were heard."""
    hold_open(pair, reflection, by=pair.me.id)
    _refuse_unheard(reflection)
    if reflection.advice_asked_at is None:
        reflection.advice_asked_at = now()
        announce(AdviceAsked(pair.id, pair.me.id, reflection.id, reflection.id, now()))


def reply(pair: MyPair, reflection: Reflection, text: str) -> str:
    """Go on talking under a reflection that was heard. The reply's id."""
    hold_open(pair, reflection, by=reflection.author_id)
    _refuse_unheard(reflection)
    row_id = say(pair, Reply, reflection, text)
    announce(Replied(pair.id, pair.me.id, row_id, reflection.id, now()))
    return row_id


def _refuse_unheard(reflection: Reflection) -> None:
    if not may_reply([queries.round_of(row) for row in queries.hearings_of([reflection.id])]):
        raise Refusal(_l("Replies come once what was heard has been confirmed."))


def _said_already(rounds: list[Hearing]) -> Refusal:
    if queries.round_of(rounds[-1]).left:
        return Refusal(_l("It was left there."))
    return Refusal(_l("What you heard is already here, and waits for its answer."))


def _answered_so(pair: MyPair, hearing: Hearing, clarification: str | None) -> bool:
    if clarification is None:
        return queries.round_of(hearing).state is HearingState.CONFIRMED
    return own_words(pair, clarification_place(hearing.id), hearing.clarification_cipher) == clarification


def _text_of(pair: MyPair, reflection: Reflection) -> str:
    if reflection.text_cipher is None:
        return ""
    return secrecy.open_one(Owner(reflection.author_id, pair.id), place_of(reflection), reflection.text_cipher)
