"""Everything that a person can do in a pair: by which door, by which service, and what the model makes of it.

An act is a line: a door as the view has it, the use case as the view calls it, and, where the model's table does
not say it all, what may be (None: either) and what comes of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.journal import policy as journal_policy
from portal.journal import queries as exchanges
from portal.journal import service as journal
from portal.kernel.access import Permission
from portal.kernel.database import new_id
from portal.kernel.identity import Actor
from portal.learning import policy as learning_policy
from portal.learning import service as learning
from portal.learning.queries import my_lesson
from portal.learning.rules import StepInPair
from portal.pairs.policy import SEE_PAIR
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair
from portal.pairs.service import agreement, lifecycle
from tests.proofs.walks.town import CLOSING_LASTS, MODULE, Couple, Town, Written

NOBODYS = "n" * 22
STEP = "try-1"


@dataclass
class Scene:
    """Somebody, in front of a text."""

    town: Town
    couple: Couple
    who: str
    text: Written
    words: str
    pick: int

    @property
    def actor(self) -> Actor:
        return self.town.actors[self.who]

    @property
    def hearing(self) -> Written | None:
        return next(reversed(self.couple.written("hearing", self.text)), None)

    @property
    def entry(self) -> Written | None:
        """A free entry of the pair."""
        found = self.couple.written("entry")
        return found[self.pick % len(found)] if found else None

    @property
    def said(self) -> Written | None:
        """Something that was said about the text."""
        found = [one for one in self.couple.pieces if one.on is self.text and one.kind in KINDS]
        return found[self.pick % len(found)] if found else None

    def add(self, kind: str, on: object, row: str = "", state: str = "open") -> None:
        self.couple.pieces.append(Written(kind, self.who, on, self.words, state, row=row))


KINDS = ("hearing", "addition", "reply")

Door = Callable[[Scene], Any]


def guarded(permission: Permission, load: Callable[[Scene], Any]) -> Door:
    """As the guard of a view: nobody gets further to what is not there, or not theirs."""

    def door(scene: Scene) -> Any:
        subject = load(scene)
        return subject if subject is not None and permission.allows(scene.actor, subject) else None

    return door


def lesson_of(scene: Scene) -> Any:
    return my_lesson(scene.actor, pair=scene.couple.id, module=MODULE, lesson=str(scene.text.on), language="fr")


def step_of(scene: Scene) -> StepInPair | None:
    lesson = lesson_of(scene)
    return StepInPair(lesson, lesson.text.step(STEP)) if lesson is not None else None


def place(scene: Scene) -> dict[str, str]:
    return {"pair": scene.couple.id, "reflection": scene.text.row or NOBODYS, "language": "fr"}


def text_of(scene: Scene) -> Any:
    return exchanges.find_exchange(scene.actor, **place(scene))


def hearing_of(scene: Scene) -> Any:
    hearing = scene.hearing
    return exchanges.find_hearing(scene.actor, **place(scene), hearing=hearing.row if hearing else NOBODYS)


def words_of(scene: Scene) -> Any:
    said = scene.said
    return exchanges.find_words(scene.actor, **place(scene), words=said.row if said else NOBODYS)


def entry_of(scene: Scene) -> Any:
    entry = scene.entry
    return exchanges.find_entry(scene.actor, pair=scene.couple.id, entry=entry.row if entry else NOBODYS)


PAIR = guarded(SEE_PAIR, lambda scene: my_pair(scene.actor, pair=scene.couple.id))
LESSON = guarded(learning_policy.SEE_LESSON, lesson_of)
AT_STEP = guarded(learning_policy.DO_STEP, step_of)
MINE = guarded(journal_policy.CHANGE, text_of)
EITHER = guarded(journal_policy.REPLY, text_of)
THEIRS = guarded(journal_policy.HEAR, text_of)
HEARD = guarded(journal_policy.ANSWER, hearing_of)
ENTRY = guarded(journal_policy.CHANGE_ENTRY, entry_of)
SAID = guarded(journal_policy.UNSAY, words_of)


@dataclass(frozen=True)
class Act:
    door: Door
    do: Callable[[Any, Scene], Any]
    then: Callable[[Scene, Any], None] | None = None
    may: Callable[[Scene], bool | None] | None = None

    def may_be(self, name: str, scene: Scene) -> bool | None:
        """Whether it is possible; None where it may be refused or not, and nothing comes of it."""
        return self.may(scene) if self.may else scene.couple.may(scene.who, name, scene.text)

    def become(self, name: str, scene: Scene, made: Any) -> None:
        """Let the model know that it happened."""
        if self.then is not None:
            self.then(scene, made)
        else:
            scene.couple.do(name, scene.text)


def nothing(_scene: Scene, _made: object) -> None:
    """Whatever was done, nobody reads more or less."""


def either(_scene: Scene) -> None:
    return None


def wrote(act: str) -> Callable[[Scene, Any], None]:
    """The words are the author's own, in a newer version."""

    def then(scene: Scene, _made: object) -> None:
        text = scene.text
        if act != "pass":
            text.words = scene.words
        found = exchanges.reflections_on(scene.couple.id, lesson_of(scene).id)
        row = next(row for row in found if row.author_id == scene.actor.id)
        text.row, text.version = row.id, row.version
        scene.couple.do(act, text)

    return then


def said(act: str, kind: str) -> Callable[[Scene, Any], None]:
    def then(scene: Scene, row: str) -> None:
        scene.add(kind, scene.text, row)
        scene.couple.do(act, scene.text)

    return then


def under(use_case: Callable[..., str]) -> Callable[[Any, Scene], str]:
    """What is written under a text; gives its id."""
    return lambda found, scene: use_case(found.pair, found.reflection, scene.words)


def answered(asked: Any, scene: Scene, words: str | None) -> None:
    journal.answer_hearing(asked.exchange.pair, asked.exchange.reflection, asked.hearing_id, words)


def may_unsay(scene: Scene) -> bool:
    return scene.said is not None and scene.who == scene.said.author and scene.couple.knows(scene.who, scene.text)


def unsaid(scene: Scene, _made: object) -> None:
    piece, last = scene.said, scene.hearing
    assert piece is not None
    piece.erase()
    if piece is last and scene.text.heard in ("waits", "clarified"):
        scene.text.heard = "unsaid"


def entered(state: str) -> Callable[[Scene, Any], None]:
    return lambda scene, made: scene.add("entry", None, made, state)


def may_enter(scene: Scene) -> bool:
    return scene.who in scene.couple.two and scene.couple.state != "closed"


def may_share(scene: Scene) -> bool:
    return may_enter(scene) and not scene.couple.rests


def may_erase(scene: Scene) -> bool:
    return scene.entry is not None and scene.entry.author == scene.who


def erased(scene: Scene, _made: object) -> None:
    """Of what was never shared there is no trace."""
    entry = scene.entry
    assert entry is not None
    if entry.state == "open":
        entry.erase()
    elif entry.state != "withdrawn":
        scene.couple.pieces.remove(entry)


def may_rest(scene: Scene) -> bool:
    return scene.who in scene.couple.two and scene.couple.state != "closed"


def rests(kind: str) -> Callable[[Scene, Any], None]:
    return lambda scene, _made: scene.couple.rests.add((kind, scene.who))


def goes_on(kind: str) -> Callable[[Scene, Any], None]:
    """One's own alone ends."""
    return lambda scene, _made: scene.couple.rests.discard((kind, scene.who))


def began_to_close(scene: Scene, _: object) -> None:
    if scene.couple.state == "active":
        scene.couple.state, scene.couple.closes_at = "closing", scene.town.now + CLOSING_LASTS


def may_lift(scene: Scene) -> bool | None:
    return scene.who in scene.couple.two and (may_rest(scene) or None)


def may_close_now(scene: Scene) -> bool:
    return scene.who in scene.couple.two


def finished(scene: Scene, _made: object) -> None:
    scene.couple.finished.add(scene.who)
    if scene.couple.finished == set(scene.couple.two):
        scene.couple.close()


def may_finish(scene: Scene) -> bool | None:
    if scene.who not in scene.couple.two:
        return False
    return {"closing": True, "closed": None}.get(scene.couple.state, False)


def may_swap(scene: Scene) -> bool:
    """Until either has sealed, as far as one may know."""
    twins = [one for one in scene.couple.written("text", scene.text.on) if scene.couple.knows(scene.who, one)]
    is_early = all(one.state in ("none", "draft", "passed") for one in twins)
    return scene.who in scene.couple.two and is_early and scene.couple.state != "closed"


def may_note(scene: Scene) -> bool:
    """One line a step; until one takes the step back. During a pause nothing is handed over."""
    noted = any(one.author == scene.who and one.done for one in scene.couple.written("note", scene.text.on))
    in_time = scene.couple.state != "closed" and not (scene.couple.rests and shared(scene))
    return scene.who in scene.couple.two and in_time and not noted


def shared(scene: Scene) -> bool:
    return scene.pick % 2 == 1


def noted(scene: Scene, _made: object) -> None:
    """The newest line of one's own is the one that is shown."""
    for earlier in scene.couple.written("note", scene.text.on):
        if earlier.author == scene.who:
            scene.couple.pieces.remove(earlier)
    scene.add("note", scene.text.on, state="open" if shared(scene) else "draft")


def may_undo(scene: Scene) -> bool:
    """A step, done or not, until one's own text was open."""
    return scene.who in scene.couple.two and scene.couple.state != "closed" and not scene.text.was_open


def undone(scene: Scene, _made: object) -> None:
    """What was noted is there for its author alone."""
    for one in scene.couple.written("note", scene.text.on):
        if one.author == scene.who:
            one.done, one.state = False, "draft"


def sheet_of(scene: Scene, who: str) -> Written | None:
    return next((one for one in scene.couple.written("sheet") if one.author == who), None)


def may_fill(scene: Scene) -> bool:
    mine = sheet_of(scene, scene.who)
    in_time = scene.couple.state != "closed" and not (scene.couple.rests and shared(scene))
    return scene.who in scene.couple.two and in_time and not (mine is not None and mine.state == "open")


def fill(pair: MyPair, scene: Scene) -> None:
    version = agreement.read_agreement(pair).version
    agreement.save_sheet(pair, {"purpose": scene.words}, version, hand_over=shared(scene))


def filled(scene: Scene, _made: object) -> None:
    """Handed over by both, both are open."""
    mine = sheet_of(scene, scene.who)
    if mine is None:
        scene.add("sheet", None, state="draft")
    else:
        mine.words = scene.words
    sheets = scene.couple.written("sheet")
    for one in sheets:
        if one.author == scene.who and shared(scene):
            one.state = "sealed"
    if len(sheets) == len([one for one in sheets if one.state == "sealed"]) == len(scene.couple.two):
        sheets[0].state = sheets[1].state = "open"


def may_propose(scene: Scene) -> bool:
    is_ready = any(one.state == "open" for one in scene.couple.written("sheet"))
    return scene.who in scene.couple.two and is_ready and may_rest(scene) and not scene.couple.rests


def propose(pair: MyPair, scene: Scene) -> None:
    newest = agreement.read_agreement(pair).newest
    agreement.propose_text(pair, {"rhythm": scene.words}, newest.number if newest else 0)


def sign(pair: MyPair, _scene: Scene) -> None:
    newest = agreement.read_agreement(pair).newest
    agreement.sign(pair, newest.id if newest else NOBODYS)


ACTS: dict[str, Act] = {
    "write": Act(LESSON, lambda seen, at: learning.save_draft(seen, at.words, at.text.version), wrote("write")),
    "seal": Act(LESSON, lambda seen, at: learning.seal_text(seen, at.words, at.text.version), wrote("seal")),
    "pass": Act(LESSON, lambda seen, at: learning.pass_over(seen, at.text.words, at.text.version), wrote("pass")),
    "swap": Act(LESSON, lambda seen, at: learning.swap(seen, seen.pair.in_seat(at.pick % 2 + 1).id), nothing, may_swap),
    "take back": Act(MINE, lambda found, _: journal.take_back(found.pair, found.reflection.id)),
    "open mine": Act(MINE, lambda found, _: journal.open_mine(found.pair, found.reflection.id)),
    "write after all": Act(MINE, lambda found, _: journal.write_after_all(found.pair, found.reflection.id)),
    "keep": Act(MINE, lambda found, _: journal.keep(found.pair, found.reflection.id)),
    "withdraw": Act(
        MINE,
        lambda found, _: journal.withdraw(found.pair, found.reflection.id),
        lambda at, _: at.couple.withdraw(at.text),
    ),
    "add": Act(MINE, under(journal.add), said("add", "addition")),
    "wish more": Act(MINE, lambda found, _: journal.wish_more(found.pair, found.reflection.id), nothing, either),
    "ask advice": Act(MINE, lambda found, _: journal.ask_advice(found.pair, found.reflection), nothing, either),
    "hear": Act(THEIRS, under(journal.offer_hearing), said("hear", "hearing")),
    "confirm": Act(HEARD, lambda asked, at: answered(asked, at, None)),
    "clarify": Act(HEARD, lambda asked, at: answered(asked, at, at.words), said("clarify", "clarification")),
    "leave": Act(EITHER, lambda found, _: journal.leave_it(found.pair, found.reflection)),
    "reply": Act(EITHER, under(journal.reply), said("reply", "reply")),
    "in person": Act(EITHER, lambda found, _: journal.talk_in_person(found.pair, found.reflection), nothing, either),
    "unsay": Act(SAID, lambda at, _: journal.withdraw_words(at.exchange.pair, at.kind, at.words_id), unsaid, may_unsay),
    "note": Act(AT_STEP, lambda at, scene: learning.say_done(at, scene.words, share=shared(scene)), noted, may_note),
    "undo": Act(AT_STEP, lambda at, _: learning.undo(at), undone, may_undo),
    "fill sheet": Act(PAIR, fill, filled, may_fill),
    "propose": Act(PAIR, propose, lambda at, _: at.add("agreement", None), may_propose),
    "sign": Act(PAIR, sign, nothing, either),
    "enter": Act(
        PAIR,
        lambda pair, at: journal.save_entry(pair, new_id(), at.words, 0, at.town.now).id,
        entered("draft"),
        may_enter,
    ),
    "share entry": Act(
        PAIR,
        lambda pair, at: journal.share_entry(pair, new_id(), at.words, 0, at.town.now).id,
        entered("open"),
        may_share,
    ),
    "keep entry": Act(
        PAIR,
        lambda pair, at: journal.keep_entry(pair, new_id(), at.words, 0, at.town.now).id,
        entered("kept"),
        may_enter,
    ),
    "erase entry": Act(
        ENTRY, lambda found, at: journal.erase_entry(found.pair, found.entry.id, at.town.now), erased, may_erase
    ),
    "pause": Act(PAIR, lambda pair, _: lifecycle.pause(pair), rests("pause"), may_rest),
    "resume": Act(PAIR, lambda pair, _: lifecycle.resume(pair), goes_on("pause"), may_rest),
    "freeze": Act(PAIR, lambda pair, _: lifecycle.freeze(pair), rests("freeze"), may_rest),
    "unfreeze": Act(PAIR, lambda pair, _: lifecycle.lift_freeze(pair), goes_on("freeze"), may_lift),
    "close": Act(PAIR, lambda pair, _: lifecycle.begin_closing(pair), began_to_close, may_rest),
    "close now": Act(
        PAIR, lambda pair, _: lifecycle.close_at_once(pair.id), lambda at, _: at.couple.close(), may_close_now
    ),
    "finish": Act(PAIR, lambda pair, _: lifecycle.finish(pair), finished, may_finish),
}

AT_LESSON = {name for name, act in ACTS.items() if act.door in (LESSON, AT_STEP)}
"""What is done where one writes: always to one's own text."""

AT_TEXT = {name for name, act in ACTS.items() if act.door in (MINE, EITHER, THEIRS, HEARD, SAID)}
"""What is done by the address of a text: to be refused there is to know of it."""
