"""What the page of a lesson shows, made from values alone: for a pair, and for who writes the lesson."""

from collections.abc import Mapping
from typing import Any

from portal.curriculum.rules import StepKind
from portal.curriculum.rules.answers import feedback_shown
from portal.kernel.refusal import Sentence
from portal.kernel.templates import render
from portal.learning.forms import NoteForm, ReflectionForm
from portal.learning.rules import LessonSeen, role_of
from portal.learning.service import LessonPage, untouched
from portal.learning.service.reflecting import prompts_for


def lesson_shown(
    seen: LessonSeen,
    found: LessonPage,
    *,
    notes: Mapping[str, NoteForm],
    reflection: ReflectionForm | None = None,
    kept: str | None = None,
    unanswered: Mapping[str, Sentence],
) -> dict[str, Any]:
    """`notes` and `reflection`: forms that come back. `kept`: the text as it lies, beside a newer one."""
    return {
        "pair": seen.pair,
        "lesson": seen,
        "seen": found,
        "notes": _note_forms(found) | dict(notes),
        "form": reflection or _reflection_form(found),
        "kept": kept,
        "unanswered": unanswered,
        "shown": feedback_shown,
        "prompts": _prompts(seen, found),
    }


def _prompts(seen: LessonSeen, found: LessonPage) -> tuple[str, ...]:
    kept = found.mine.prompt if found.mine else ()
    return kept or prompts_for(seen.text.reflect.prompts, role_of(seen.guide))


def previewed(seen: LessonSeen) -> str:
    """The same page before anything is done in it, without what stands around it. Nobody is asked who looks at it."""
    shown = lesson_shown(seen, untouched(seen), notes={}, unanswered={})
    return render("learning/preview.html", **shown, actor=None)


def _note_forms(found: LessonPage) -> dict[str, NoteForm]:
    """A form for each try that is to be done, by its step."""
    keys = [one.step.key for one in found.steps if one.step.kind is StepKind.TRY and one.done_at is None]
    return {key: NoteForm(formdata=None, prefix=key, note=found.my_notes.get(key, "")) for key in keys}


def _reflection_form(found: LessonPage) -> ReflectionForm:
    mine = found.mine
    return ReflectionForm(formdata=None, text=mine.text if mine else "", version=str(mine.version if mine else 0))
