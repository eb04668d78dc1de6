"""Doing and undoing steps, answering checks, finishing lessons. Never for anybody else, never waiting for them.

Who calls holds the pair, and hands it over as it is then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from portal.curriculum.rules import Question, StepKind
from portal.journal.queries import moments_of, reflections_on
from portal.journal.rules import is_settled
from portal.journal.signals import (
    ExchangeOpened,
    PassTakenBack,
    ReflectionMoved,
    ReflectionPassed,
    ReflectionSealed,
    ReflectionSettled,
    SealTakenBack,
)
from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor
from portal.kernel.ledger import Erasure
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Owner, Place
from portal.kernel.signals import announce
from portal.pairs import service as pairs
from portal.pairs.models import PairLesson
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair, OpenText
from portal.progress import queries
from portal.progress.models import CheckAnswer, LessonDone, StepDone
from portal.progress.rules import REFLECT, SAID_DONE, is_answered, is_finished, tried_options
from portal.progress.signals import LessonFinished, NotesErased

_NO_NOTE = update(StepDone).values(note_cipher=None, note_shared_at=None)


@dataclass(frozen=True, slots=True)
class Begun:
    """A lesson that a pair has begun, in the revision it stays on."""

    pair_id: str
    lesson_id: str
    revision_id: str


def say_done(pair: MyPair, begun: Begun, kind: StepKind, key: str, note: str = "", *, share: bool = False) -> None:
    """This person has read, tried or talked. A note is one line to oneself or, if shared, to the partner.

    It takes the place of the one that stood before the step was undone; sent without one, that one is erased.
    """
    if note and share:
        pair.refuse_paused()
    if kind not in SAID_DONE:
        raise Refusal(_l("This step is done by answering or by sealing."))
    _do(begun, pair.me.id, key, note, share=share)


def answer(pair: MyPair, begun: Begun, key: str, questions: Sequence[Question], *, number: int, option: int) -> None:
    """Answer question `number` (from 1) with `option` (from 0). Tries are free; all are kept, the first among them."""
    if not (1 <= number <= len(questions) and 0 <= option < len(questions[number - 1].options)):
        raise Refusal(_l("Choose one of the answers."), field=f"{key}-{number}")
    db.session.add(
        CheckAnswer(
            pair_id=pair.id,
            person_id=pair.me.id,
            lesson_id=begun.lesson_id,
            revision_id=begun.revision_id,
            step_key=key,
            question=number,
            try_number=queries.last_try(pair.id, begun.lesson_id, pair.me.id, key, number) + 1,
            option=option,
            right=questions[number - 1].right_option == option,
            answered_at=now(),
        )
    )
    db.session.flush()
    pairs.note_week(pair.id, pair.me.id)
    facts = queries.lesson_facts(pair.id, begun.lesson_id, pair.me.id)
    tried = tried_options(facts.tries, key, facts.begun_again_at(pair.me.id, key))
    if is_answered(questions, tried):
        _do(begun, pair.me.id, key)


def undo(pair: MyPair, begun: Begun, key: str) -> None:
    """Take a done of one's own back, until one's reflection on the lesson is open. Its note waits to be sent again."""
    if key == REFLECT:
        raise Refusal(_l("To undo this step, take your reflection back."))
    if _was_opened(begun, pair.me.id):
        raise Refusal(_l("Your reflection on this lesson is open: what you did stays done."))
    _undo(begun, pair.me.id, key)


def erase_note(pair: MyPair, lesson_id: str, key: str) -> None:
    """Erase one's own note of a step for good, in a pair of any state. The step stays as it is, done or not."""
    _erase_notes(queries.notes_of(pair.id, lesson_id, pair.me.id, key))


def erase_notes_again(erasure: Erasure) -> None:
    """After a restore: the notes that were erased since the backup, shared no more."""
    db.session.execute(_NO_NOTE.where(StepDone.id.in_(erasure.ids)))


def renew(begun: Begun, people: Iterable[str], asked_anew: Iterable[tuple[str, int]]) -> None:
    """The pair took a newer revision: what was done stays done, and questions that are others wait for an answer.

    `asked_anew`: those questions, by step and number. Whoever has done every step that is left has finished.
    """
    tried = update(CheckAnswer).where(CheckAnswer.pair_id == begun.pair_id, CheckAnswer.lesson_id == begun.lesson_id)
    for key, number in asked_anew:
        question = tried.where(CheckAnswer.step_key == key, CheckAnswer.question == number)
        db.session.execute(question.where(CheckAnswer.asked_anew_at.is_(None)).values(asked_anew_at=now()))
    for person_id in people:
        _finish(begun, person_id)


def on_sealed(event: ReflectionSealed) -> None:
    """Reflect is done at sealing: done for me never waits for my partner."""
    begun = _begun_by(event)
    if begun is not None:
        _do(begun, event.author_id, REFLECT)


def on_taken_back(event: SealTakenBack | PassTakenBack) -> None:
    """One's own act: Reflect is to be done again. What was done for the pair stays."""
    begun = _begun_by(event)
    if begun is not None:
        _undo(begun, event.author_id, REFLECT)


def on_passed(event: ReflectionPassed) -> None:
    """Reflect is done for who passes, and their text is in nobody's way any more."""
    begun = _begun_by(event)
    if begun is not None:
        _do(begun, event.author_id, REFLECT)
        _finish_together(begun.pair_id, begun.lesson_id)


def _begun_by(event: ReflectionMoved) -> Begun | None:
    """The lesson that a reflection is on, in the revision that its pair is on by now; None for a moment's."""
    if event.lesson_id is None or event.revision_id is None:
        return None
    begun = db.session.get(PairLesson, (event.pair_id, event.lesson_id))
    return Begun(event.pair_id, event.lesson_id, begun.revision_id if begun else event.revision_id)


def on_settled(event: ReflectionSettled) -> None:
    if event.lesson_id is not None:
        _finish_together(event.pair_id, event.lesson_id)


def on_opened(event: ExchangeOpened) -> None:
    if event.lesson_id is not None:
        _finish_together(event.pair_id, event.lesson_id)


def find_shared_note(actor: Actor, *, pair: str, kind: str, text: str) -> OpenText | None:
    """A note that one of the pair meant for the other, for the two, as long as its step is done."""
    mine, step = my_pair(actor, pair=pair), db.session.get(StepDone, text)
    if mine is None or step is None or step.pair_id != mine.id or step.undone_at or step.note_shared_at is None:
        return None
    note = _note_of(step)
    return OpenText(kind, step.id, step.person_id, note, step.note_shared_at) if note is not None else None


def erase_of(person_id: str) -> None:
    """Inside a transaction: this person's notes and answers. What they did stays done, for the pair."""
    db.session.execute(_NO_NOTE.where(StepDone.person_id == person_id))
    db.session.execute(delete(CheckAnswer).where(CheckAnswer.person_id == person_id))


def _do(begun: Begun, person_id: str, key: str, note: str = "", *, share: bool = False) -> None:
    before = queries.steps_done(begun.pair_id, begun.lesson_id, person_id).get(key)
    if before is not None:
        if note and note != _note_of(before):
            raise Refusal(_l("This step is done already. Undo it to write another line."), field="note")
        return
    step = StepDone(
        id=new_id(),
        pair_id=begun.pair_id,
        person_id=person_id,
        lesson_id=begun.lesson_id,
        step_key=key,
        revision_id=begun.revision_id,
        done_at=now(),
    )
    if note:
        step.note_cipher = secrecy.close(Owner(person_id, begun.pair_id), place_of(step.id), note)
        step.note_shared_at = now() if share else None
    if _added(step):
        _erase_left_notes(begun, person_id, key)
        pairs.note_week(begun.pair_id, person_id)
        _finish(begun, person_id)


def _erase_left_notes(begun: Begun, person_id: str, key: str) -> None:
    """What was noted before is sent again, changed or left out: the earlier line is not kept behind it."""
    noted = queries.notes_of(begun.pair_id, begun.lesson_id, person_id, key)
    _erase_notes([step for step in noted if step.undone_at is not None])


def _erase_notes(steps: Sequence[StepDone]) -> None:
    for step in steps:
        step.note_cipher, step.note_shared_at = None, None
    if steps:
        announce(NotesErased(tuple(step.id for step in steps)))


def _note_of(step: StepDone) -> str | None:
    if step.note_cipher is None:
        return None
    return secrecy.open_one(Owner(step.person_id, step.pair_id), place_of(step.id), step.note_cipher)


def _undo(begun: Begun, person_id: str, key: str) -> None:
    step = queries.steps_done(begun.pair_id, begun.lesson_id, person_id).get(key)
    finished = queries.finished_by(begun.pair_id, begun.lesson_id).get(person_id)
    for row in (step, finished):
        if row is not None:
            row.undone_at = now()
    db.session.flush()


def _finish(begun: Begun, person_id: str) -> None:
    """Record that this person finished the lesson, once its last step is done. A newer revision never takes it back."""
    keys = queries.step_keys(begun.revision_id, begun.lesson_id)
    if not is_finished(keys, queries.steps_done(begun.pair_id, begun.lesson_id, person_id)):
        return
    if person_id not in queries.finished_by(begun.pair_id, begun.lesson_id):
        done = LessonDone(
            pair_id=begun.pair_id,
            person_id=person_id,
            lesson_id=begun.lesson_id,
            revision_id=begun.revision_id,
            done_at=now(),
        )
        if _added(done):
            announce(LessonFinished(begun.pair_id, person_id, begun.lesson_id, done.done_at))
    _finish_together(begun.pair_id, begun.lesson_id)


def _finish_together(pair_id: str, lesson_id: str) -> None:
    """Done for the pair: done for both, and each reflection opened, passed or kept. Recorded once, for good."""
    both = queries.finished_by(pair_id, lesson_id)
    settled = [row for row in reflections_on(pair_id, lesson_id) if is_settled(moments_of(row))]
    if len(both) == len(settled) == 2:  # noqa: PLR2004 (a pair)
        pairs.finish_together(pair_id, lesson_id)


def _was_opened(begun: Begun, person_id: str) -> bool:
    rows = reflections_on(begun.pair_id, begun.lesson_id)
    return any(row.opened_at is not None for row in rows if row.author_id == person_id)


def _added(row: StepDone | LessonDone) -> bool:
    """Whether the row is new: the same button pressed twice does once."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def place_of(step_id: str) -> Place:
    """Where the note of a step lies."""
    return Place("step_done", "note_cipher", step_id)
