"""The questions of a Check: a bold paragraph, its options as a task list, a quote under each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.curriculum.rules.lines import Line, Lines
from portal.curriculum.rules.values import Option, Problem, Question
from portal.kernel.i18n import _l

FEWEST_OPTIONS, MOST_OPTIONS = 2, 5

_BOLD_BEGINS = re.compile(r" {0,3}(\*\*|__)(?!\s)")
_QUESTION = re.compile(r" {0,3}(\*\*|__)(?!\s)((?:(?!\1).)+)\1\s*$")
_OPTION = re.compile(r"[-*+] \[([ xX])\]\s+(\S.*)$")
_FEEDBACK = re.compile(r"(?: {2}|\t)\s*>\s?(.*)$")
_CONTINUED = re.compile(r"(?: {2}|\t)\s*(\S.*)$")


@dataclass
class _DraftOption:
    line: int
    is_right: bool
    text: list[str]
    feedback: list[str] = field(default_factory=list)


@dataclass
class _DraftQuestion:
    line: int
    text: str
    options: list[_DraftOption] = field(default_factory=list)


@dataclass
class QuestionsRead:
    """What stands before the first question, the questions, and the line of each."""

    intro: str
    questions: tuple[Question, ...]
    lines: tuple[int, ...]


def read_questions(lines: Lines, problems: list[Problem]) -> QuestionsRead:
    reader = _Reader(problems)
    for line in _with_whole_questions(lines):
        reader.read(line)
    for draft in reader.drafts:
        _check(draft, problems)
    return QuestionsRead(
        intro="\n".join(reader.intro).strip(),
        questions=tuple(_finished(draft) for draft in reader.drafts),
        lines=tuple(draft.line for draft in reader.drafts),
    )


def _with_whole_questions(lines: Lines) -> Iterator[Line]:
    """The same lines, a bold paragraph that was wrapped over several being one."""
    index = 0
    while index < len(lines):
        end = _end_of_bold(lines, index)
        if end == index:
            yield lines[index]
        else:
            whole = " ".join(line.text.strip() for line in lines[index : end + 1])
            yield Line(lines[index].number, whole)
        index = end + 1


def _end_of_bold(lines: Lines, start: int) -> int:
    """The index of the line that closes the bold text which begins this line, or `start` when it is not that."""
    found = _BOLD_BEGINS.match(lines[start].text)
    if found is None or found[1] in lines[start].text[found.end() :]:
        return start
    for index in range(start + 1, len(lines)):
        if lines[index].is_blank or lines[index].is_code:
            return start
        if found[1] in lines[index].text:
            return index
    return start


@dataclass
class _Reader:
    problems: list[Problem]
    intro: list[str] = field(default_factory=list)
    drafts: list[_DraftQuestion] = field(default_factory=list)
    after_blank: bool = False

    def read(self, line: Line) -> None:
        if found := _QUESTION.match(line.text):
            self.drafts.append(_DraftQuestion(line.number, found[2].strip()))
        elif not self.drafts:
            self._read_intro(line)
        elif found := _OPTION.match(line.text):
            self.drafts[-1].options.append(_DraftOption(line.number, found[1] != " ", [found[2]]))
        elif not line.is_blank and not self._belongs_to_option(line):
            sentence = _l("This line is no question, option or feedback. Indent it, or remove it.")
            self.problems.append(Problem(line.number, sentence))
        self.after_blank = line.is_blank

    def _read_intro(self, line: Line) -> None:
        if _OPTION.match(line.text):
            sentence = _l("This option has no question above it: a paragraph in bold, from its first word to its last.")
            self.problems.append(Problem(line.number, sentence))
        else:
            self.intro.append(line.text)

    def _belongs_to_option(self, line: Line) -> bool:
        """Whether it is feedback, or goes on with what stands above it."""
        option = self.drafts[-1].options[-1] if self.drafts[-1].options else None
        if option is None:
            return False
        if found := _FEEDBACK.match(line.text):
            option.feedback.append(found[1])
            return True
        found = _CONTINUED.match(line.text)
        if found is None or self.after_blank:
            return False
        (option.feedback or option.text).append(found[1])
        return True


def _check(draft: _DraftQuestion, problems: list[Problem]) -> None:
    if not FEWEST_OPTIONS <= len(draft.options) <= MOST_OPTIONS:
        problems.append(Problem(draft.line, _l("Give this question two to five options, as lines of “- [ ] …”.")))
    if sum(option.is_right for option in draft.options) != 1:
        problems.append(Problem(draft.line, _l("Mark exactly one option of this question as right, with [x].")))
    silent = [option.line for option in draft.options if not "".join(option.feedback).strip()]
    problems += [
        Problem(line, _l("Give this option its feedback: an indented quote on the next line.")) for line in silent
    ]
    if any("![" in text for text in (draft.text, *("\n".join(option.text) for option in draft.options))):
        sentence = _l("Neither a question nor its options show a picture: put it above the first question.")
        problems.append(Problem(draft.line, sentence))


def _finished(draft: _DraftQuestion) -> Question:
    return Question(
        draft.text,
        tuple(Option("\n".join(o.text), o.is_right, "\n".join(o.feedback).strip()) for o in draft.options),
    )
