"""What someone who answers a question sees."""

from collections.abc import Collection, Mapping

from portal.curriculum.rules.values import LessonText, Question


def answers_in(lesson: LessonText, given: Mapping[str, str]) -> dict[str, int]:
    """The option that an address says was chosen for each question, by the question's name (`check-1-2`)."""
    questions = {
        f"{step.key}-{number}": question
        for step in lesson.steps
        for number, question in enumerate(step.questions, start=1)
    }
    chosen = {name: _option(question, given.get(name, "")) for name, question in questions.items()}
    return {name: option for name, option in chosen.items() if option is not None}


def _option(question: Question, text: str) -> int | None:
    return next((index for index in range(len(question.options)) if text == str(index)), None)


def is_found(question: Question, tried: Collection[int]) -> bool:
    return question.right_option in tried


def feedback_shown(question: Question, tried: Collection[int]) -> frozenset[int]:
    """The options whose feedback is open: those tried; all of them once the right one is found."""
    if is_found(question, tried):
        return frozenset(range(len(question.options)))
    return frozenset(tried) & frozenset(range(len(question.options)))
