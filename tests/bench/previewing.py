"""What the preview of a lesson costs, as a multiple of the bare rendering of its Markdown."""

import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from statistics import median

from flask import Flask
from markdown_it import MarkdownIt

from portal.curriculum.rules import Glossary, Strand, parse, read_glossary
from portal.curriculum.rules.checking import MOST_WORDS, count_words
from portal.curriculum.service.rendering import explanations_in, rendered
from portal.kernel.i18n import speaking
from portal.learning.rules import Side, previewed_lesson
from portal.learning.views.showing import previewed
from portal.shipped import shipped

ROUNDS = 15
EACH = 20
LANGUAGE = "fr"


def cpu_vs_markdown(app: Flask) -> float:
    """The median of rounds, both in turns. No text is rendered twice: each has a word that no other has."""
    lesson = _longest(shipped("lessons"))
    glossary, _problems = read_glossary((shipped("lessons") / "glossary.toml").read_text())
    bare = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    numbers = count()

    def cost(act: Callable[[str], str]) -> float:
        texts = [lesson.replace("\n\n", f" {next(numbers)}\n\n", 3) for _ in range(EACH)]
        begun = time.process_time()
        for text in texts:
            act(text)
        return time.process_time() - begun

    with app.test_request_context(), speaking(LANGUAGE):
        ratios = [cost(lambda text: _preview(text, glossary)) / cost(bare.render) for _ in range(ROUNDS + 1)]
    return median(ratios[1:])


def _longest(root: Path) -> str:
    """The lesson with the most to read, filled up to what a lesson may hold."""
    sources = [path.read_text() for path in root.glob(f"*/*/{LANGUAGE}.md")]
    source = max(sources, key=_words)
    return source.replace("\n\n## ", f" {'encore ' * (MOST_WORDS - 1 - _words(source))}.\n\n## ", 2)


def _words(source: str) -> int:
    """Of its first step."""
    text = parse(source, LANGUAGE).lesson
    return count_words(text.steps[0].text) if text else 0


def _preview(source: str, glossary: Glossary) -> str:
    """From what is typed to the page."""
    text = parse(source, LANGUAGE).lesson
    if text is None:
        raise RuntimeError("the lesson of the bench cannot be read")
    shown = rendered(text, {}, explanations_in(source, LANGUAGE, glossary))
    seen = previewed_lesson(
        shown,
        language=LANGUAGE,
        module="strategie",
        module_title="La stratégie",
        slug="essai",
        number=1,
        total=3,
        strand=Strand.STRATEGY,
        guide=Side.ME,
    )
    return previewed(seen)
