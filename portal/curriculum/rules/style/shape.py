"""A lesson that ships is whole, and its questions give nothing away."""

import re
from collections.abc import Iterator, Mapping

from portal.curriculum.rules.checking import MOST_WORDS, count_words
from portal.curriculum.rules.values import LessonText, Option, Problem, Question, Step, StepKind
from portal.kernel.i18n import _l

QUESTIONS = range(2, 5)
OPTIONS = range(3, 5)
FEWEST_FURTHER, MOST_FURTHER = 2, 4

_WHOLE = {StepKind.READ: "Read", StepKind.TRY: "Try", StepKind.CHECK: "Check", StepKind.TALK: "Talk"}
_ITEM = re.compile(r"^[-*+] ", re.MULTILINE)
_UNSEEN = {
    "fr": re.compile(r"(?:comprendre|connaître|savoir|prendre conscience|se familiariser|découvrir)\b", re.IGNORECASE),
    "en": re.compile(r"(?:understand|know|be aware|learn|appreciate|discover)\b", re.IGNORECASE),
}
_INFINITIVE = re.compile(r"(?:se |s’)?\w+(?:er|ir|re)\b", re.IGNORECASE)


def wrong_shape(text: LessonText, language: str, at: Mapping[str, int]) -> Iterator[Problem]:
    yield from _wrong_objective(text, language, at.get("objective", 1))
    if bool(text.notice) and not text.dated:
        yield Problem(at.get("notice", 1), _l("A notice speaks of a date: give it as “dated”."))
    missing = [word for kind, word in _WHOLE.items() if not any(step.kind is kind for step in text.steps)]
    if missing:
        yield Problem(1, _l("A whole lesson also has: %(steps)s.", steps=", ".join(missing)))
    if not FEWEST_FURTHER <= len(_ITEM.findall(text.further)) <= MOST_FURTHER:
        yield Problem(1, _l("Give two to four things to read under Further, as a list."))
    words = sum(count_words(step.text) for step in text.steps if step.kind is StepKind.READ)
    if words > MOST_WORDS:
        yield Problem(
            1, _l("There are %(words)s words to read in all. Keep them to %(most)s.", words=words, most=MOST_WORDS)
        )
    for step in text.steps:
        if step.kind is StepKind.CHECK:
            yield from _wrong_questions(step, at)


def _wrong_objective(text: LessonText, language: str, line: int) -> Iterator[Problem]:
    if _UNSEEN[language].match(text.objective) or (language == "fr" and not _INFINITIVE.match(text.objective)):
        yield Problem(
            line, _l("Begin the objective with a verb for something that can be seen done: sort, restate, compare.")
        )


def _wrong_questions(step: Step, at: Mapping[str, int]) -> Iterator[Problem]:
    if len(step.questions) not in QUESTIONS:
        yield Problem(at.get(step.key, 1), _l("Ask two to four questions here."))
    for number, question in enumerate(step.questions, start=1):
        if len(question.options) not in OPTIONS:
            yield Problem(at.get(f"{step.key}-{number}", 1), _l("Give this question three or four options."))
    answered = [question for question in step.questions if any(option.right for option in question.options)]
    if len(answered) > 1:
        yield from _given_away(answered, at.get(step.key, 1))


def _given_away(questions: list[Question], line: int) -> Iterator[Problem]:
    if len({question.right_option for question in questions}) == 1:
        yield Problem(line, _l("The right answers all stand in the same place. Move one."))
    if all(is_longest_right(question) for question in questions):
        yield Problem(line, _l("The longest option is right each time. Shorten one, or lengthen a wrong one."))


def is_longest_right(question: Question) -> bool:
    """Whether the right option alone is the longest of them."""
    right = question.options[question.right_option]
    return all(_length(right) > _length(option) for option in question.options if option is not right)


def _length(option: Option) -> int:
    return len(option.text)
