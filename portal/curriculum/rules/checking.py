"""What makes the steps of a lesson right."""

import re
from collections.abc import Iterator, Sequence

from portal.curriculum.rules.inline import ADDRESS, Reference, references_in
from portal.curriculum.rules.lines import Line, Lines
from portal.curriculum.rules.values import Problem, Step, StepKind
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence

MOST_WORDS = 450
MEDIA = "media/"

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_MARKED = re.compile(r"[<#\[=]|-\s*$")
"""What everything that may be wrong in a line has."""
_RAW_HTML = re.compile(r"<(?!https?:|mailto:)(?:[/?!]?[a-zA-Z]|!--)")
_BEGINNINGS = ("https://", "http://", "mailto:", "#")
"""Of what a link leads to."""
_REFERENCE = re.compile(r" {0,3}\[[^\]]+\]:(?:\s|$)")
_OTHER_HEADING = re.compile(r" {0,3}(?:#|#{4,})(?:\s|$)")
_BROKEN_HEADING = re.compile(r"#{2,3}[^#\s]| {1,3}#{2,3}(?:\s|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_UNKEEPABLE = re.compile(r"[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PICTURE_NAME = re.compile(r"media/[A-Za-z0-9][A-Za-z0-9._-]*")


def count_words(text: str) -> int:
    """The words that a person reads: addresses are none."""
    return len(_WORD.findall(ADDRESS.sub(" ", text)))


def check_step(step: Step, line: int) -> Iterator[Problem]:
    """What a step of its kind must have."""
    if step.kind is StepKind.READ and count_words(step.text) > MOST_WORDS:
        words = count_words(step.text)
        yield Problem(line, _l("This step has %(words)s words. Keep it to %(most)s.", words=words, most=MOST_WORDS))
    if step.kind in (StepKind.READ, StepKind.TRY) and not step.text:
        yield Problem(line, _l("This step is empty. Write it, or remove its heading."))
    if step.kind is StepKind.CHECK and not step.questions:
        yield Problem(line, _l("A check needs a question: a paragraph in bold, with its options under it."))
    if step.kind in (StepKind.TALK, StepKind.REFLECT) and not (step.prompts.guide and step.prompts.learner):
        yield Problem(
            line, _l("Address both roles here: a ### heading for whoever guides, and one for whoever learns.")
        )
    if step.kind is StepKind.REFLECT and not step.prompts.hearing:
        yield Problem(line, _l("Open the hearing here: a ### heading “What I heard”, and a sentence under it."))
    if step.kind is StepKind.TALK and step.prompts.hearing:
        yield Problem(line, _l("“What I heard” belongs under the Reflect step. Move it there."))


def check_steps(steps: Sequence[tuple[Step, int]], first_line: int, last_line: int) -> Iterator[Problem]:
    """What a lesson must have. Each step comes with the line of its heading."""
    if not any(step.kind is StepKind.READ for step, _ in steps):
        yield Problem(first_line, _l("A lesson has something to read: add a step that begins with Read."))
    reflects = [line for step, line in steps if step.kind is StepKind.REFLECT]
    for line in reflects[1:]:
        yield Problem(line, _l("A lesson has one Reflect only. Keep one, at the end."))
    if not reflects:
        yield Problem(last_line, _l("A lesson ends with a Reflect: add it."))
    elif steps[-1][0].kind is not StepKind.REFLECT:
        yield Problem(reflects[-1], _l("Reflect comes last: move it to the end, before what goes further."))


def check_lines(lines: Lines) -> Iterator[Problem]:
    """What no line of a document may hold."""
    for line in lines:
        if _UNKEEPABLE.search(line.text):
            yield Problem(line.number, _l("This line holds a character that nobody sees and that cannot be kept."))


def check_text(lines: Lines) -> Iterator[Problem]:
    """What no text under a heading may hold."""
    above = ""
    for line in lines:
        yield from (Problem(line.number, sentence) for sentence in _wrong_in(line.prose, above))
        above = line.prose.strip()


def _wrong_in(text: str, above: str) -> Iterator[Sentence]:
    if not _MARKED.search(text):
        return
    if _RAW_HTML.search(text):
        yield _l("HTML is not shown here. Write this in Markdown.")
    if _OTHER_HEADING.match(text):
        yield _l("Use ## for a step and ### inside it, no other heading.")
    if _BROKEN_HEADING.match(text):
        yield _l("A heading stands at the very start of its line, with a space after its marks.")
    if above and _UNDERLINE.match(text):
        yield _l("Right under a text, this line makes a heading of it. Put an empty line between them, or remove it.")
    if _REFERENCE.match(text):
        yield _l("Write the address right after the words it is for: [words](https://…).")
    for reference in references_in(text):
        yield from _wrong_picture(reference) if reference.is_picture else _wrong_link(reference)


def _wrong_link(link: Reference) -> Iterator[Sentence]:
    if link.target in _BEGINNINGS:
        yield _l("Write where this link leads: its address is missing.")
    elif not link.target.startswith(_BEGINNINGS):
        yield _l("A link begins with https://: “%(target)s” leads nowhere.", target=link.target)


def _wrong_picture(picture: Reference) -> Iterator[Sentence]:
    if not picture.has_words:
        yield _l("Say what this picture shows, between the square brackets.")
    if not picture.target.startswith(MEDIA):
        yield _l("Add this picture to the lesson, and write its place like this: media/my-picture.png.")
    elif not _PICTURE_NAME.fullmatch(picture.target):
        yield _l("Name this picture with plain letters, digits and hyphens only: media/my-picture.png.")


def pictures_in(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """The media files that a text shows, each with its line."""
    return [
        (line.number, one.target)
        for line in lines
        for one in references_in(line.prose)
        if one.is_picture and _PICTURE_NAME.fullmatch(one.target)
    ]
