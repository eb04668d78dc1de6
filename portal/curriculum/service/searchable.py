"""From a lesson to what a search looks through."""

from collections.abc import Iterator

from portal.curriculum.models import SearchedText
from portal.curriculum.rules import LessonText
from portal.curriculum.rules.search import folded
from portal.kernel import markup


def searched_text(sha256: str, lesson: LessonText) -> SearchedText:
    """What the document says, but for the answers to its questions: a search does not give them away."""
    paragraphs = [words for passage in _passages(lesson) for words in markup.paragraphs(passage)]
    return SearchedText(
        sha256=sha256,
        title=folded(lesson.title),
        objective=folded(lesson.objective),
        whole=folded("\n".join((lesson.title, lesson.objective, *paragraphs))),
        paragraphs=paragraphs,
    )


def _passages(lesson: LessonText) -> Iterator[str]:
    for step in lesson.steps:
        prompts = step.prompts
        yield from (step.title, step.text, *(question.text for question in step.questions))
        yield from (prompts.both, prompts.guide, prompts.learner, prompts.hearing)
    yield lesson.further
