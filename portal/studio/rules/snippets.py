"""What can be put into a lesson without knowing how it is written: steps, a question, what goes further."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from portal.curriculum.rules import StepKind
from portal.curriculum.rules.headings import FURTHER, KINDS, ROLES, is_further, meant
from portal.curriculum.rules.lines import Section, read_lines, sections
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence
from portal.studio.rules.template import begun, begun_further


class Snippet(StrEnum):
    READ = "read"
    TRY = "try"
    CHECK = "check"
    QUESTION = "question"
    OPTION = "option"
    TALK = "talk"
    REFLECT = "reflect"
    GUIDE = "guide"
    LEARNER = "learner"
    HEARING = "hearing"
    FURTHER = "further"

    @property
    def named(self) -> Sentence:
        return _NAMES[self]


_NAMES: dict[Snippet, Sentence] = {
    Snippet.READ: _l("Something to read"),
    Snippet.TRY: _l("Something to try"),
    Snippet.CHECK: _l("A check, with its question"),
    Snippet.QUESTION: _l("One more question"),
    Snippet.OPTION: _l("One more answer to a question"),
    Snippet.TALK: _l("Something to talk about"),
    Snippet.REFLECT: _l("A reflection"),
    Snippet.GUIDE: _l("A prompt for who guides"),
    Snippet.LEARNER: _l("A prompt for who learns"),
    Snippet.HEARING: _l("What is said of what one heard"),
    Snippet.FURTHER: _l("What goes further"),
}

_OPTION = "- [ ]"
_WITHIN = {
    Snippet.QUESTION: StepKind.CHECK,
    Snippet.OPTION: StepKind.CHECK,
    Snippet.GUIDE: StepKind.REFLECT,
    Snippet.LEARNER: StepKind.REFLECT,
    Snippet.HEARING: StepKind.REFLECT,
}
"""What is part of a step, and of which."""

ADDED_AT_THE_END = tuple(one for one in Snippet if _WITHIN.get(one) is not StepKind.REFLECT)
"""What has a place in every lesson; a prompt has none where its step has one already."""


@cache
def snippet(kind: Snippet, language: str) -> str:
    """Its Markdown, as a new lesson has it."""
    if kind is Snippet.FURTHER:
        return f"## {FURTHER[language]}\n\n{begun_further(language)}"
    wanted = _WITHIN.get(kind) or StepKind(kind)
    found = next(one for one in _sections(begun(language, "")) if _kind(one, language) is wanted)
    return _part(found, kind, language) if kind in _WITHIN else f"## {found.heading}\n\n{found.text}"


def _part(step: Section, kind: Snippet, language: str) -> str:
    if kind is Snippet.QUESTION:
        return step.text.partition("\n\n**")[0]
    if kind is Snippet.OPTION:
        return _OPTION + step.text.partition(_OPTION)[2].partition("\n- [")[0]
    role = next(one for one in sections(step.body, "###") if meant(one.heading or "", ROLES[language]) == kind)
    return f"### {role.heading}\n\n{role.text}"


def with_snippet(source: str, kind: Snippet, language: str) -> str:
    """The text with one more at its end: before the reflection, which comes last, or after all where it goes further.

    What is part of a step goes to the end of the last one of its kind, and makes one where there is none.
    """
    found = _sections(source)
    around = [one for one in found if kind in _WITHIN and _kind(one, language) is _WITHIN[kind]]
    if around:
        return _inserted(source, _end_of(around[-1]), snippet(kind, language))
    step = Snippet(_WITHIN[kind]) if kind in _WITHIN else kind
    return _inserted(source, _before_last(found, step, language), snippet(step, language))


def _before_last(found: Iterable[Section], kind: Snippet, language: str) -> int | None:
    """How many lines stand before what stays after a step of this kind; None where nothing does."""

    def stays_after(one: Section) -> bool:
        is_reflection = kind is not Snippet.REFLECT and _kind(one, language) is StepKind.REFLECT
        return is_reflection or is_further(one.heading or "", language)

    after = (one.line - 1 for one in found if stays_after(one) and kind is not Snippet.FURTHER)
    return next(after, None)


def _sections(source: str) -> list[Section]:
    return list(sections(read_lines(source, []), "##"))[1:]


def _kind(section: Section, language: str) -> StepKind | None:
    return meant((section.heading or "").partition(":")[0], KINDS[language])


def _end_of(section: Section) -> int:
    return section.body[-1].number if section.body else section.line


def _inserted(source: str, at: int | None, text: str) -> str:
    """`text` as a passage of its own after so many lines of the source; None for all of them."""
    lines = source.split("\n")
    at = len(lines) if at is None else at
    before, after = "\n".join(lines[:at]).rstrip(), "\n".join(lines[at:]).strip("\n")
    return "\n\n".join(part for part in (before, text, after) if part) + "\n"
