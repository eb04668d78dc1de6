"""The questions of a Check: a bold paragraph, its options as a task list, a quote under each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.curriculum.rules.values import Option, Problem, Question
from portal.kernel.i18n import _l

FEWEST_OPTIONS, MOST_OPTIONS = 2, 5

_QUESTION = re.compile(r"\*\*(.+)\*\*\s*$")
_OPTION = re.compile(r"- \[([ xX])\]\s+(.+)$")
_FEEDBACK = re.compile(r"\s+>\s?(.*)$")
_CONTINUED = re.compile(r"\s{2,}(\S.*)$")


@dataclass
class _DraftOption:
    line: int
    right: bool
    text: list[str]
    feedback: list[str] = field(default_factory=list)


@dataclass
class _DraftQuestion:
    line: int
    text: str
    options: list[_DraftOption] = field(default_factory=list)


def read_questions(lines: Sequence[tuple[int, str]], problems: list[Problem]) -> tuple[str, tuple[Question, ...]]:
    """What stands before the first question, and the questions."""
    intro: list[str] = []
    drafts: list[_DraftQuestion] = []
    for number, text in lines:
        _read_line(number, text, intro, drafts, problems)
    for draft in drafts:
        _check(draft, problems)
    return "\n".join(intro).strip(), tuple(_finished(draft) for draft in drafts)


def _read_line(number: int, text: str, intro: list[str], drafts: list[_DraftQuestion], problems: list[Problem]) -> None:
    option = drafts[-1].options[-1] if drafts and drafts[-1].options else None
    if found := _QUESTION.match(text):
        drafts.append(_DraftQuestion(number, found[1].strip()))
    elif not drafts:
        intro.append(text)
    elif found := _OPTION.match(text):
        drafts[-1].options.append(_DraftOption(number, found[1] != " ", [found[2]]))
    elif option is not None and (found := _FEEDBACK.match(text)):
        option.feedback.append(found[1])
    elif option is not None and not option.feedback and (found := _CONTINUED.match(text)):
        option.text.append(found[1])
    elif text.strip():
        problems.append(Problem(number, _l("This line is no question, option or feedback. Indent it, or remove it.")))


def _check(draft: _DraftQuestion, problems: list[Problem]) -> None:
    if not FEWEST_OPTIONS <= len(draft.options) <= MOST_OPTIONS:
        problems.append(Problem(draft.line, _l("Give this question two to five options, as lines of “- [ ] …”.")))
    if sum(option.right for option in draft.options) != 1:
        problems.append(Problem(draft.line, _l("Mark exactly one option of this question as right, with [x].")))
    silent = [option.line for option in draft.options if not "".join(option.feedback).strip()]
    problems += [
        Problem(line, _l("Give this option its feedback: an indented quote on the next line.")) for line in silent
    ]


def _finished(draft: _DraftQuestion) -> Question:
    return Question(
        draft.text,
        tuple(Option("\n".join(o.text), o.right, "\n".join(o.feedback).strip()) for o in draft.options),
    )
