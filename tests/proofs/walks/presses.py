"""The same acts as buttons: where each form leads, and what it sends."""

from collections.abc import Callable

from sqlalchemy import select

from portal.journal.models import Addition, Hearing, Reply
from portal.kernel.database import db, new_id
from portal.pairs.queries import my_pair
from portal.pairs.service import agreement
from tests.proofs.walks.acts import NOBODYS, STEP, Scene, shared
from tests.proofs.walks.town import MODULE

Press = tuple[str, dict[str, str]]

MADE = {"hear": Hearing, "add": Addition, "reply": Reply}
ENTERED = {"enter", "share entry", "keep entry"}
"""What these make has the key of their form for its id."""


def reflection(act: str) -> Callable[[Scene], Press]:
    def press(at: Scene) -> Press:
        text = at.text.words if act == "pass" else at.words
        return f"lessons/{MODULE}/{at.text.on}/reflection", {"act": act, "text": text, "version": str(at.text.version)}

    return press


def button(path: str) -> Callable[[Scene], Press]:
    return lambda at: (f"journal/{at.text.row or NOBODYS}/{path}", {})


def words(path: str) -> Callable[[Scene], Press]:
    return lambda at: (f"journal/{at.text.row or NOBODYS}/{path}", {"text": at.words, "key": new_id(), "sure": "y"})


def answer(how: str) -> Callable[[Scene], Press]:
    def press(at: Scene) -> Press:
        heard = at.hearing.row if at.hearing else NOBODYS
        return f"journal/{at.text.row or NOBODYS}/hearing/{heard}/{how}", {"text": at.words}

    return press


def entry(act: str) -> Callable[[Scene], Press]:
    return lambda at: ("journal/entries", {"act": act, "text": at.words, "version": "0", "key": new_id()})


def erase(at: Scene) -> Press:
    return f"journal/entries/{at.entry.row if at.entry else NOBODYS}/withdraw", {}


def unsay(at: Scene) -> Press:
    return f"journal/{at.text.row or NOBODYS}/words/{at.said.row if at.said else NOBODYS}/withdraw", {}


def step(act: str) -> Callable[[Scene], Press]:
    def press(at: Scene) -> Press:
        note = {f"{STEP}-note": at.words} | ({f"{STEP}-share": "y"} if shared(at) else {})
        return f"lessons/{MODULE}/{at.text.on}/steps/{STEP}/{act}", note if act == "done" else {}

    return press


def swap(at: Scene) -> Press:
    return f"lessons/{MODULE}/{at.text.on}/swap", {"guide": at.town.people[at.couple.two[at.pick % 2]].id}


def sheet(at: Scene) -> Press:
    sent = {"purpose": at.words, "version": str(state_of(at).version) if at.who in at.couple.two else "0"}
    return "agreement", sent | ({"act": "hand"} if shared(at) else {})


def text(at: Scene) -> Press:
    newest = state_of(at).newest if at.who in at.couple.two else None
    return "agreement/text", {"rhythm": at.words, "after": str(newest.number if newest else 0), "key": new_id()}


def signature(at: Scene) -> Press:
    newest = state_of(at).newest if at.who in at.couple.two else None
    return "agreement/sign", {"agreement": newest.id if newest else NOBODYS}


def state_of(at: Scene) -> agreement.AgreementState:
    with at.town.open():
        pair = my_pair(at.actor, pair=at.couple.id)
        assert pair is not None
        return agreement.read_agreement(pair)


def newest(act: str, at: Scene) -> str:
    """The id of what was made under a text."""
    kind = MADE[act]
    moment = Hearing.offered_at if kind is Hearing else kind.written_at  # type: ignore[attr-defined]
    return db.session.scalars(
        select(kind.id).where(kind.reflection_id == at.text.row).order_by(moment.desc()).limit(1)
    ).one()


PRESSES: dict[str, Callable[[Scene], Press]] = {
    "write": reflection("save"),
    "seal": reflection("seal"),
    "pass": reflection("pass"),
    "swap": swap,
    "take back": button("take-back"),
    "open mine": button("open"),
    "write after all": button("after-all"),
    "keep": button("keep"),
    "withdraw": button("withdraw"),
    "add": words("add"),
    "wish more": button("more"),
    "ask advice": button("advice"),
    "hear": words("hearing"),
    "confirm": answer("confirm"),
    "clarify": answer("clarify"),
    "leave": button("leave"),
    "reply": words("reply"),
    "in person": button("in-person"),
    "unsay": unsay,
    "note": step("done"),
    "undo": step("undo"),
    "fill sheet": sheet,
    "propose": text,
    "sign": signature,
    "enter": entry("save"),
    "share entry": entry("share"),
    "keep entry": entry("keep"),
    "erase entry": erase,
    "pause": lambda _: ("pause", {}),
    "resume": lambda _: ("resume", {}),
    "freeze": lambda _: ("freeze", {}),
    "unfreeze": lambda _: ("unfreeze", {}),
    "close now": lambda _: ("close/now", {}),
    "close": lambda _: ("close", {}),
    "finish": lambda _: ("finish", {}),
}
