"""From a lesson's Markdown to the HTML that is stored."""

from collections.abc import Mapping
from dataclasses import replace

from portal.curriculum.rules import LessonText, Option, Prompts, Question, Step
from portal.kernel import markup

# Raised when the same Markdown must be rendered anew. The newest revisions then show the new rendering; they make
# no new one, because their words are the same.
PIPELINE = 1


def rendered(lesson: LessonText, pictures: Mapping[str, str]) -> LessonText:
    """The same lesson in sanitised HTML; titles and the front matter stay plain text."""

    def render(text: str) -> str:
        return markup.render(text, pictures)

    def option(of: Option) -> Option:
        return Option(markup.render_line(of.text), of.right, render(of.feedback))

    def step(of: Step) -> Step:
        prompts = of.prompts
        return replace(
            of,
            text=render(of.text),
            questions=tuple(
                Question(markup.render_line(question.text), tuple(option(o) for o in question.options))
                for question in of.questions
            ),
            prompts=Prompts(*(render(t) for t in (prompts.both, prompts.guide, prompts.learner, prompts.hearing))),
        )

    return replace(lesson, steps=tuple(step(s) for s in lesson.steps), further=render(lesson.further))
