"""The same acts as buttons: where each form leads, and what it sends."""

from collections.abc import Callable

from sqlalchemy import select

from portal.journal.models import Addition, Entry, Hearing, Reply
from portal.kernel.database import db, new_id
from portal.pairs.queries import my_pair
from portal.pairs.service import agreement
from tests.proofs.walks.acts import STEP, about, shared
from tests.proofs.walks.safety import kind_of, partner, shown
from tests.proofs.walks.scene import NOBODYS, Scene
from tests.proofs.walks.town import ADMINISTRATOR, CARD, MODULE, PASSWORD

Press = tuple[str, dict[str, str]]

"""A path in the pair, or from the root; and what is sent there."""

MADE = {"hear": Hearing, "add": Addition, "reply": Reply, "add to entry": Entry}
SENT = {"report", "show"}
"""What these make has its id in the address that they lead to."""
ENTERED = {"enter", "share entry", "keep entry"}
"""What these make has the key of their form for its id."""


def reflection(act: str) -> Callable[[Scene], Press]:
    def press(at: Scene) -> Press:
        text = at.text.words if act == "pass" else at.words
        if at.text.is_on_card:
            return f"cards/{CARD}", {"act": act, "answer": text, "prediction": text, "version": str(at.text.version)}
        if at.text.moment:
            sent = {"act": act, "text": text, "version": str(at.text.version), "key": new_id(), "about": about(at)}
            return f"journal/moments/{at.text.moment}", sent
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


def again(act: str) -> Callable[[Scene], Press]:
    """An entry that is there already."""

    def press(at: Scene) -> Press:
        key, version = (at.entry.row, at.entry.version) if at.entry else ("", 0)
        return "journal/entries", {"act": act, "text": at.words, "version": str(version), "key": key}

    return press


def add_to(at: Scene) -> Press:
    return f"journal/entries/{at.entry.row if at.entry else NOBODYS}/add", {"text": at.words, "key": new_id()}


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


def report(at: Scene) -> Press:
    handler = at.town.people[at.town.handler_in(at.couple)].id
    return "report", {"act": "send", "words": at.words, "handler": handler, "attested": "no", "key": new_id()}


def show(at: Scene) -> Press:
    piece, (path, sent) = shown(at), report(at)
    return f"{path}/{kind_of(piece)}/{piece.row or NOBODYS}", sent | {"excerpt": piece.words, "attested": "yes"}


def handle(act: str) -> Callable[[Scene], Press]:
    return lambda at: (f"/reports/{at.report.row if at.report else NOBODYS}/{act}", {"answer": at.words})


def hand_over(at: Scene) -> Press:
    path, _sent = handle("hand-over")(at)
    return path, {"handler": at.town.people[ADMINISTRATOR].id}


def newest(act: str, at: Scene) -> str:
    """The id of what was made under a text."""
    kind = MADE[act]
    if kind is Entry:
        under = select(Entry.id).where(Entry.under_id == (at.entry.row if at.entry else NOBODYS))
        return db.session.scalars(under.order_by(Entry.saved_at.desc()).limit(1)).one()
    moment = Hearing.offered_at if kind is Hearing else kind.written_at  # type: ignore[attr-defined]
    return db.session.scalars(
        select(kind.id).where(kind.reflection_id == at.text.row).order_by(moment.desc()).limit(1)  # type: ignore[attr-defined]
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
    "take back clarification": answer("clarification/withdraw"),
    "erase cards": lambda _: ("erase-cards", {}),
    "leave": button("leave"),
    "reply": words("reply"),
    "in person": button("in-person"),
    "unsay": unsay,
    "note": step("done"),
    "erase note": step("note/erase"),
    "undo": step("undo"),
    "fill sheet": sheet,
    "propose": text,
    "sign": signature,
    "enter": entry("save"),
    "share entry": entry("share"),
    "keep entry": entry("keep"),
    "rewrite entry": again("save"),
    "share draft": again("share"),
    "keep draft": again("keep"),
    "add to entry": add_to,
    "erase entry": erase,
    "pause": lambda _: ("pause", {}),
    "resume": lambda _: ("resume", {}),
    "freeze": lambda _: ("freeze", {}),
    "unfreeze": lambda _: ("unfreeze", {}),
    "close now": lambda _: ("close/now", {}),
    "close": lambda _: ("close", {}),
    "finish": lambda _: ("finish", {}),
    "report": report,
    "show": show,
    "withdraw report": handle("withdraw"),
    "take": handle("take"),
    "answer": handle("close"),
    "lift": handle("lift"),
    "close pair": handle("close-pair"),
    "hand over": hand_over,
    "block": lambda _: ("block", {}),
    "unblock": lambda at: (f"/account/blocks/{at.town.people[partner(at)].id}/lift", {}),
    "leave programme": lambda at: (f"/account/programs/{at.couple.program}/leave", {}),
    "delete account": lambda _: ("/account/privacy/delete", {"current": PASSWORD}),
}
