"""From a lesson's Markdown to the HTML that is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from portal.curriculum.rules import Glossary, LessonText, Option, Prompts, Question, Step, StepKind
from portal.kernel import markup
from portal.kernel.explanations import Explainer, Explanation

# Raised when the same Markdown must be rendered anew. The newest revisions then show the new rendering; they make
# no new one, because their words are the same.
PIPELINE = 2

GLOSSARY = "/glossary"
KEPT_NAMES = 1024
_MORE = {"fr": "Tout le glossaire", "en": "The whole glossary"}
_EXPLAINED = (StepKind.READ, StepKind.TRY)


def rendered(lesson: LessonText, pictures: Mapping[str, str], explanations: Sequence[Explanation] = ()) -> LessonText:
    """The same lesson in sanitised HTML; titles and the front matter stay plain text.

    What is to be read or tried explains its terms, each where it comes first.
    """
    explainer = Explainer(explanations)

    def render(text: str) -> str:
        return markup.render(text, pictures)

    def option(of: Option) -> Option:
        return Option(markup.render_line(of.text), of.right, render(of.feedback))

    def step(of: Step) -> Step:
        prompts = of.prompts
        return replace(
            of,
            text=explainer.explain(render(of.text)) if of.kind in _EXPLAINED else render(of.text),
            questions=tuple(
                Question(markup.render_line(question.text), tuple(option(o) for o in question.options))
                for question in of.questions
            ),
            prompts=Prompts(*(render(t) for t in (prompts.both, prompts.guide, prompts.learner, prompts.hearing))),
        )

    return replace(lesson, steps=tuple(step(s) for s in lesson.steps), further=render(lesson.further))


def explanations_in(source: str, language: str, glossary: Glossary) -> tuple[Explanation, ...]:
    """Those of the terms that a document names."""
    words = source.casefold()
    return tuple(
        Explanation(
            key=term.slug,
            names=term.names[language],
            meaning=term.meaning[language],
            address=f"{GLOSSARY}?lang={language}#{term.slug}",
            more=_MORE[language],
            in_bold_only=term.is_everyday,
        )
        for term in glossary
        if any(name in words for name in _folded(term.names[language]))
    )


@lru_cache(maxsize=KEPT_NAMES)
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names)
