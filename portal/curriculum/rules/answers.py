"""What someone who answers a question sees."""

from collections.abc import Collection

from portal.curriculum.rules.values import Question


def is_found(question: Question, tried: Collection[int]) -> bool:
    return question.right_option in tried


def feedback_shown(question: Question, tried: Collection[int]) -> frozenset[int]:
    """The options whose feedback is open: those tried; all of them once the right one is found."""
    if is_found(question, tried):
        return frozenset(range(len(question.options)))
    return frozenset(tried) & frozenset(range(len(question.options)))
