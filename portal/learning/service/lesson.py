"""A lesson as one of the two sees it: both lanes of its steps, one's answers and notes, one's reflection."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.curriculum.rules import StepKind
from portal.journal.queries import ReflectionSeen, is_known_to, reflections_seen, state_in
from portal.journal.rules import Opening, ReflectionState, how_it_opens
from portal.journal.service import place_of as place_of_text
from portal.kernel.secrecy import KeysUnavailable, Opener, Owner, Place
from portal.learning.rules import LessonSeen, StepSeen, is_told, keeps_its_prompt, roles_may_change, steps_seen
from portal.progress.queries import LessonFacts, StepFact, lesson_facts
from portal.progress.rules import tried_options
from portal.progress.service import place_of as place_of_note


@dataclass(frozen=True, slots=True)
class MyReflection:
    """One's own reflection. `text` is None once it was withdrawn."""

    id: str
    state: ReflectionState
    text: str | None
    version: int
    saved_at: datetime
    sealed_at: datetime | None
    prompt: tuple[str, ...]
    """What it answers, where the lesson has been renewed since; empty where the lesson still asks it."""


@dataclass(frozen=True, slots=True)
class TheirNote:
    """A line that the partner meant for the reader."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteLeft:
    """What was noted on a step that the lesson had before the two took a newer version."""

    key: str
    kind: StepKind
    mine: str | None
    theirs: TheirNote | None


@dataclass(frozen=True, slots=True)
class LessonPage:
    steps: tuple[StepSeen, ...]
    tried: Mapping[str, Mapping[int, tuple[int, ...]]]
    """By check, by question (from 1): the options tried, from 0."""
    my_notes: Mapping[str, str]
    """By step; what was noted before an undo is there to be sent again."""
    their_notes: Mapping[str, TheirNote]
    """By step."""
    notes_left: tuple[NoteLeft, ...]
    mine: MyReflection | None
    theirs: ReflectionState | None
    """None while the partner has handed nothing over."""
    opening: Opening
    """How the reader's text opens, as long as it has not."""
    may_swap: bool
    my_done_is_final: bool
    """The reader's reflection is open: nothing they did is undone any more."""
    keys_are_away: bool
    """What was written here can be neither read nor written for now; the lesson can."""
    newer_is_told: bool
    """A newer version of the lesson waits to be taken."""


def read_lesson(lesson: LessonSeen) -> LessonPage:
    """Everything the page shows: the facts of both, their reflections, and one statement for the keys."""
    pair = lesson.pair
    facts = lesson_facts(pair.id, lesson.id, pair.me.id)
    by_author = {row.author_id: row for row in reflections_seen(pair.id, lesson.id)}
    return _page(lesson, facts, by_author.get(pair.me.id), by_author.get(pair.partner.id))


def untouched(lesson: LessonSeen) -> LessonPage:
    """The same of a lesson in which nothing is done or written. Nothing is asked of the database."""
    return _page(lesson, LessonFacts((), ()), None, None)


def _page(
    lesson: LessonSeen, facts: LessonFacts, mine: ReflectionSeen | None, theirs: ReflectionSeen | None
) -> LessonPage:
    pair = lesson.pair
    texts, keys_are_away = _opened_or_away(lesson, facts, mine)
    my_done, their_done = facts.done_by(pair.me.id), facts.done_by(pair.partner.id)
    my_state = state_in(pair, mine) if mine else None
    their_state = state_in(pair, theirs) if theirs is not None and is_known_to(pair, theirs) else None
    my_notes = {f.key: texts[f.id] for f in facts.steps if f.person_id == pair.me.id and f.id in texts}
    their_notes = {key: TheirNote(fact.id, texts[fact.id]) for key, fact in their_done.items() if fact.id in texts}
    return LessonPage(
        steps=steps_seen(lesson.text, _moments(my_done), _moments(their_done), my_state, their_state),
        tried=_tried(lesson, facts),
        my_notes=my_notes,
        their_notes=their_notes,
        notes_left=tuple(_notes_left(lesson, my_notes, their_notes)),
        mine=_reflection(lesson, mine, texts),
        theirs=their_state,
        opening=how_it_opens(their_state, paused=not pair.may_share),
        may_swap=lesson.guide_id is not None and pair.may_share and roles_may_change((my_state, their_state)),
        my_done_is_final=mine is not None and mine.moments.opened_at is not None,
        keys_are_away=keys_are_away,
        newer_is_told=is_told(lesson, is_traced=bool(mine or their_state or facts.steps or facts.tries)),
    )


def _notes_left(lesson: LessonSeen, mine: Mapping[str, str], theirs: Mapping[str, TheirNote]) -> Iterator[NoteLeft]:
    for key in sorted(mine.keys() | theirs.keys()):
        if lesson.text.step(key) is None:
            yield NoteLeft(key, StepKind(key.partition("-")[0]), mine.get(key), theirs.get(key))


def _moments(done: Mapping[str, StepFact]) -> dict[str, datetime]:
    return {key: fact.done_at for key, fact in done.items()}


def _tried(lesson: LessonSeen, facts: LessonFacts) -> dict[str, dict[int, tuple[int, ...]]]:
    me = lesson.pair.me.id
    return {
        step.key: tried_options(facts.tries, step.key, facts.begun_again_at(me, step.key))
        for step in lesson.text.steps
        if step.kind is StepKind.CHECK
    }


def _reflection(lesson: LessonSeen, row: ReflectionSeen | None, texts: Mapping[str, str]) -> MyReflection | None:
    if row is None:
        return None
    state = state_in(lesson.pair, row)
    kept = tuple(json.loads(row.prompt)) if keeps_its_prompt(lesson, state, row.saved_at) else ()
    return MyReflection(row.id, state, texts.get(row.id), row.version, row.saved_at, row.moments.sealed_at, kept)


def _opened_or_away(lesson: LessonSeen, facts: LessonFacts, mine: ReflectionSeen | None) -> tuple[dict[str, str], bool]:
    try:
        return _opened(lesson, facts, mine), False
    except KeysUnavailable:
        return {}, True


def _opened(lesson: LessonSeen, facts: LessonFacts, mine: ReflectionSeen | None) -> dict[str, str]:
    """What the reader may read here, by row."""
    pair_id = lesson.pair.id
    closed = [*_notes(lesson, facts)]
    if mine is not None and mine.text_cipher is not None:
        closed.append((mine.id, Owner(mine.author_id, pair_id), place_of_text(mine), mine.text_cipher))
    opener = Opener({owner for _, owner, _, _ in closed})
    return {row_id: opener.open(owner, place, cipher) for row_id, owner, place, cipher in closed}


def _notes(lesson: LessonSeen, facts: LessonFacts) -> Iterator[tuple[str, Owner, Place, bytes]]:
    for fact in facts.steps:
        mine = fact.person_id == lesson.pair.me.id
        shared = fact.undone_at is None and fact.note_shared_at is not None
        if fact.note_cipher is not None and (mine or shared):
            yield fact.id, Owner(fact.person_id, lesson.pair.id), place_of_note(fact.id), fact.note_cipher
