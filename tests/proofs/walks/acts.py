"""Everything that a person can do in a pair: by which door, by which service, and what the model makes of it.

An act is a line: a door as the view has it, the use case as the view calls it, and, where the model's table does
not say it all, what may be (None: either) and what comes of it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import select

from portal.journal import policy as journal_policy
from portal.journal import queries as exchanges
from portal.journal import service as journal
from portal.journal.models import Reflection
from portal.journal.queries import MomentFound
from portal.journal.rules import CardWords
from portal.journal.service import Assignment, CardFound
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.refusal import Refusal
from portal.learning import policy as learning_policy
from portal.learning import service as learning
from portal.learning.queries import my_lesson
from portal.learning.rules import NoteInPair, StepInPair
from portal.pairs.rules import MyPair
from portal.pairs.service import agreement, lifecycle
from tests.proofs.walks.safety import SAFETY
from tests.proofs.walks.scene import NOBODYS, PAIR, Act, Scene, guarded, nothing
from tests.proofs.walks.town import CARD, CLOSING_LASTS, LESSONS, MODULE, Written

STEP = "try-1"
ROUNDS_BEFORE_TALKING = 3


def lesson_of(scene: Scene) -> Any:
    return my_lesson(scene.actor, pair=scene.couple.id, module=MODULE, lesson=str(scene.text.on), language="fr")


def desk_of(scene: Scene) -> Any:
    """Where one writes: in a lesson, on a card, or about a moment."""
    if scene.text.on in LESSONS:
        return lesson_of(scene)
    if scene.text.is_on_card:
        return journal.find_card(scene.actor, pair=scene.couple.id, card=CARD)
    return exchanges.find_moment(scene.actor, pair=scene.couple.id, moment=scene.text.moment)


def about(scene: Scene) -> str:
    """The text whose exchange the page of a moment was opened on; none for a blank page."""
    known = [one for one in scene.couple.twins(scene.text) if one.row and scene.couple.knows(scene.who, one)]
    return known[0].row if known else ""


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


LESSON = guarded(learning_policy.SEE_LESSON, lesson_of)
DESK = guarded(learning_policy.SEE_LESSON, desk_of)
AT_STEP = guarded(learning_policy.DO_STEP, step_of)
MINE = guarded(journal_policy.CHANGE, text_of)
EITHER = guarded(journal_policy.REPLY, text_of)
THEIRS = guarded(journal_policy.HEAR, text_of)
HEARD = guarded(journal_policy.ANSWER, hearing_of)
ENTRY = guarded(journal_policy.CHANGE_ENTRY, entry_of)
SAID = guarded(journal_policy.UNSAY, words_of)


Write = Callable[[Any, str, int], Any]
WriteAbout = Callable[[MyPair, Assignment, str, int], Any]


def written(in_lesson: Write, about_moment: WriteAbout, *, anew: bool = True) -> Callable[[Any, Scene], Any]:
    """The same act at either desk; not `anew`, with the words that are kept already."""

    def write(desk: Any, scene: Scene) -> Any:
        words = scene.words if anew else scene.text.words
        if isinstance(desk, CardFound):
            text = CardWords(words, words).as_text if words else ""
            return about_moment(desk.pair, journal.card_assignment(desk), text, scene.text.version)
        if not isinstance(desk, MomentFound):
            return in_lesson(desk, words, scene.text.version)
        assignment = journal.assignment_of(desk.pair, desk.moment, new_id(), about(scene))
        return about_moment(desk.pair, assignment, words, scene.text.version)

    return write


def wrote(act: str) -> Callable[[Scene, Any], None]:
    """The words are the author's own, in a newer version."""

    def then(scene: Scene, _made: object) -> None:
        text = scene.text
        if act != "pass":
            text.words = scene.words
        newest = select(Reflection).where(Reflection.author_id == scene.actor.id).order_by(Reflection.saved_at.desc())
        row = db.session.scalars(newest.limit(1)).one()
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


def may_hear(scene: Scene) -> bool | None:
    """What a card shows, the two talk about."""
    return False if scene.text.is_on_card else scene.couple.may(scene.who, "hear", scene.text)


def last_clarification(scene: Scene) -> Written | None:
    """Of the last thing that was heard, where it stands."""
    said = [one for one in scene.couple.pieces if one.on is scene.text and one.kind in ("hearing", "clarification")]
    return said[-1] if said and said[-1].kind == "clarification" and said[-1].words else None


def may_unclarify(scene: Scene) -> bool | None:
    """At any time; where there is none, nothing comes of it."""
    return scene.who == scene.text.author and (last_clarification(scene) is not None or None)


def unclarified(scene: Scene, _made: object) -> None:
    clarification = last_clarification(scene)
    assert clarification is not None
    scene.couple.erase(clarification)


def cards_erased(scene: Scene, _made: object) -> None:
    """One’s own that was handed over or kept; a draft stays."""
    for text in scene.couple.written("text"):
        if text.is_on_card and text.author == scene.who and text.state not in ("none", "draft"):
            scene.couple.withdraw(text)


def unsaid(scene: Scene, _made: object) -> None:
    piece, last = scene.said, scene.hearing
    assert piece is not None
    scene.couple.erase(piece)
    if piece is last and scene.text.heard in ("waits", "clarified"):
        scene.text.heard = "unsaid"


def theirs(scene: Scene) -> Written:
    """The other text of the occasion."""
    return next(one for one in scene.couple.twins(scene.text) if one is not scene.text)


def may_wish_more(scene: Scene) -> bool:
    """Whoever opened a fuller text against a short one; once in an exchange, and said again it changes nothing."""
    mine, other = scene.text, theirs(scene)
    is_fuller = 2 * len("".join(other.words.split())) < len("".join(mine.words.split()))
    may = mine.state == other.state == "open" and is_fuller and "more" not in mine.asked and not mine.is_on_card
    return scene.who == mine.author and may_share(scene) and ("more" in other.asked or may)


def may_ask_advice(scene: Scene) -> bool:
    """The author, once they were heard."""
    return scene.who == scene.text.author and scene.couple.may(scene.who, "reply", scene.text) is True


def may_talk_in_person(scene: Scene) -> bool:
    """Either, after the third round that was not right; said again it changes nothing."""
    text = scene.text
    rounds = [one for one in scene.couple.written("hearing", text) if one.state == "open"]
    is_long = text.heard in ("clarified", "unsaid") and len(rounds) >= ROUNDS_BEFORE_TALKING
    return text.state == "open" and may_share(scene) and ("in person" in text.asked or is_long)


def entered(state: str) -> Callable[[Scene, Any], None]:
    def then(scene: Scene, row: str) -> None:
        scene.couple.pieces.append(Written("entry", scene.who, None, scene.words, state, row=row, version=1))

    return then


def may_enter(scene: Scene) -> bool:
    return scene.who in scene.couple.two and scene.couple.state != "closed"


def may_share(scene: Scene) -> bool:
    return may_enter(scene) and not scene.couple.rests


def is_mine(scene: Scene, *states: str) -> bool:
    return scene.entry is not None and scene.entry.author == scene.who and scene.entry.state in states


def may_rewrite(scene: Scene) -> bool:
    """Until it is shared; private, too."""
    return is_mine(scene, "draft", "kept") and may_enter(scene)


def may_share_draft(scene: Scene) -> bool:
    """What is private stays so."""
    return is_mine(scene, "draft") and may_share(scene)


def rewritten(state: str = "") -> Callable[[Scene, Any], None]:
    def then(scene: Scene, _made: object) -> None:
        assert scene.entry is not None
        scene.entry.words, scene.entry.version = scene.words, scene.entry.version + 1
        scene.entry.state = state or scene.entry.state

    return then


def again(write: Callable[[MyPair, str, str, int, datetime], Any]) -> Callable[[Any, Scene], Any]:
    """An entry that is there already."""

    def do(pair: MyPair, scene: Scene) -> Any:
        entry = scene.entry or missing()
        return write(pair, entry.row, scene.words, entry.version, scene.town.now)

    return do


def missing() -> NoReturn:
    raise Refusal("there is none")


def may_add(scene: Scene) -> bool:
    return is_mine(scene, "open") and may_share(scene) and scene.entry is not None and scene.entry.on is None


def added(scene: Scene, row: str) -> None:
    scene.add("under", scene.entry, row)


def may_erase(scene: Scene) -> bool:
    return scene.entry is not None and scene.entry.author == scene.who


def erased(scene: Scene, _made: object) -> None:
    """With what was added to it. Of what was never shared there is no trace."""
    entry = scene.entry
    assert entry is not None
    if entry.state in ("open", "withdrawn"):
        scene.couple.erase(entry, *scene.couple.written("under", entry))
    else:
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


def is_lesson(scene: Scene) -> bool:
    return scene.who in scene.couple.two and scene.text.on in LESSONS and scene.couple.state != "closed"


def may_swap(scene: Scene) -> bool:
    """Until either has sealed, as far as one may know; the other sees it at once, so not during a pause."""
    twins = [one for one in scene.couple.twins(scene.text) if scene.couple.knows(scene.who, one)]
    return (
        is_lesson(scene) and not scene.couple.rests and all(one.state in ("none", "draft", "passed") for one in twins)
    )


def may_note(scene: Scene) -> bool:
    """One line a step; until one takes the step back. During a pause nothing is handed over."""
    noted = any(one.author == scene.who and one.done for one in scene.couple.written("note", scene.text.on))
    return is_lesson(scene) and not (scene.couple.rests and shared(scene)) and not noted


def shared(scene: Scene) -> bool:
    return scene.pick % 2 == 1


def noted(scene: Scene, _made: object) -> None:
    """The newest line of one's own is the one that is shown."""
    for earlier in scene.couple.written("note", scene.text.on):
        if earlier.author == scene.who:
            scene.couple.pieces.remove(earlier)
    scene.add("note", scene.text.on, state="open" if shared(scene) else "draft")


def may_erase_note(scene: Scene) -> bool:
    """At any time."""
    return scene.who in scene.couple.two and scene.text.on in LESSONS


def note_erased(scene: Scene, _made: object) -> None:
    scene.couple.erase(*(one for one in scene.couple.written("note", scene.text.on) if one.author == scene.who))


def may_undo(scene: Scene) -> bool:
    """A step, done or not, until one's own text was open."""
    return is_lesson(scene) and not scene.text.was_open


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


def may_sign(scene: Scene) -> bool:
    return bool(scene.couple.written("agreement")) and may_share(scene)


def signed(scene: Scene, _made: object) -> None:
    """Signed by both, it is both's, whoever goes."""
    newest = scene.couple.written("agreement")[-1]
    if newest.author != scene.who:
        newest.between = scene.couple.two


def sign(pair: MyPair, _scene: Scene) -> None:
    newest = agreement.read_agreement(pair).newest
    agreement.sign(pair, newest.id if newest else NOBODYS)


ACTS: dict[str, Act] = {
    "write": Act(DESK, written(learning.save_draft, journal.save_draft), wrote("write")),
    "seal": Act(DESK, written(learning.seal_text, journal.seal_text), wrote("seal")),
    "pass": Act(DESK, written(learning.pass_over, journal.pass_over, anew=False), wrote("pass")),
    "swap": Act(LESSON, lambda seen, at: learning.swap(seen, seen.pair.in_seat(at.pick % 2 + 1).id), nothing, may_swap),
    "take back": Act(MINE, lambda found, _: journal.take_back(found.pair, found.reflection.id)),
    "open mine": Act(MINE, lambda found, _: journal.open_mine(found.pair, found.reflection.id)),
    "write after all": Act(MINE, lambda found, _: journal.write_after_all(found.pair, found.reflection.id)),
    "keep": Act(MINE, lambda found, _: journal.keep(found.pair, found.reflection.id)),
    "withdraw": Act(
        MINE,
        lambda found, _: journal.withdraw(found.pair, found.reflection.id, now()),
        lambda at, _: at.couple.withdraw(at.text),
    ),
    "add": Act(MINE, under(journal.add), said("add", "addition")),
    "wish more": Act(
        MINE,
        lambda found, _: journal.wish_more(found.pair, found.reflection.id),
        lambda at, _: theirs(at).asked.add("more"),
        may_wish_more,
    ),
    "ask advice": Act(
        MINE,
        lambda found, _: journal.ask_advice(found.pair, found.reflection),
        lambda at, _: at.text.asked.add("advice"),
        may_ask_advice,
    ),
    "erase cards": Act(
        PAIR,
        lambda pair, at: journal.erase_my_cards(pair, at.town.now),
        cards_erased,
        lambda at: at.who in at.couple.two,
    ),
    "hear": Act(THEIRS, under(journal.offer_hearing), said("hear", "hearing"), may_hear),
    "confirm": Act(HEARD, lambda asked, at: answered(asked, at, None)),
    "clarify": Act(HEARD, lambda asked, at: answered(asked, at, at.words), said("clarify", "clarification")),
    "take back clarification": Act(
        HEARD,
        lambda asked, _: journal.withdraw_clarification(asked.exchange.pair, asked.hearing_id),
        unclarified,
        may_unclarify,
    ),
    "leave": Act(EITHER, lambda found, _: journal.leave_it(found.pair, found.reflection)),
    "reply": Act(EITHER, under(journal.reply), said("reply", "reply")),
    "in person": Act(
        EITHER,
        lambda found, _: journal.talk_in_person(found.pair, found.reflection),
        lambda at, _: at.text.asked.add("in person"),
        may_talk_in_person,
    ),
    "unsay": Act(SAID, lambda at, _: journal.withdraw_words(at.exchange.pair, at.kind, at.words_id), unsaid, may_unsay),
    "note": Act(AT_STEP, lambda at, scene: learning.say_done(at, scene.words, share=shared(scene)), noted, may_note),
    "erase note": Act(
        AT_STEP, lambda at, _: learning.erase_note(NoteInPair(at.lesson, at.step.key)), note_erased, may_erase_note
    ),
    "undo": Act(AT_STEP, lambda at, _: learning.undo(at), undone, may_undo),
    "fill sheet": Act(PAIR, fill, filled, may_fill),
    "propose": Act(PAIR, propose, lambda at, _: at.add("agreement", None), may_propose),
    "sign": Act(PAIR, sign, signed, may_sign),
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
    "rewrite entry": Act(PAIR, again(journal.save_entry), rewritten(), may_rewrite),
    "share draft": Act(PAIR, again(journal.share_entry), rewritten("open"), may_share_draft),
    "keep draft": Act(PAIR, again(journal.keep_entry), rewritten("kept"), may_rewrite),
    "add to entry": Act(
        ENTRY, lambda found, at: journal.add_to_entry(found.pair, found.entry, at.words), added, may_add
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
} | SAFETY

AT_LESSON = {name for name, act in ACTS.items() if act.door in (LESSON, DESK, AT_STEP)}
"""What is done where one writes: always to one's own text."""

AT_TEXT = {name for name, act in ACTS.items() if act.door in (MINE, EITHER, THEIRS, HEARD, SAID)}
"""What is done by the address of a text: to be refused there is to know of it."""
