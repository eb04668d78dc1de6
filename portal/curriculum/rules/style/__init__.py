"""What a lesson that ships must also be: whole, fair, plainly worded and well set.

A module is taken in without it: a text of one's own may depart from the house style, and only
`portal lessons check --strict` asks for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from portal.curriculum.rules.companions import Companion, read_companion
from portal.curriculum.rules.front import read_front
from portal.curriculum.rules.glossary import Glossary
from portal.curriculum.rules.lines import read_lines
from portal.curriculum.rules.style.passages import Passage, companion_passages, passages
from portal.curriculum.rules.style.sentences import long_sentences
from portal.curriculum.rules.style.shape import wrong_shape
from portal.curriculum.rules.style.typography import wrong_marks
from portal.curriculum.rules.style.words import wrong_words
from portal.curriculum.rules.values import LessonText, Problem


def departures(
    source: str, language: str, text: LessonText, at: Mapping[str, int], glossary: Glossary
) -> list[Problem]:
    """Where this document departs from the style. `at` says where its parts stand, as `Reading.lines` does."""
    front = read_front(read_lines(source, []), [])
    found = list(wrong_shape(text, language, at))
    for passage in passages(front, language):
        found += _in_passage(passage, language, glossary)
    return _in_order(found)


def companion_departures(source: str, companion: Companion, glossary: Glossary) -> list[Problem]:
    """Where what goes with the lessons departs from the style."""
    found = companion_passages(source, read_companion(companion, source))
    return _in_order(problem for language, passage in found for problem in _in_passage(passage, language, glossary))


def _in_order(found: Iterable[Problem]) -> list[Problem]:
    return [replace(problem, blocks=False) for problem in sorted(found)]


def _in_passage(passage: Passage, language: str, glossary: Glossary) -> Iterator[Problem]:
    yield from wrong_marks(passage, language)
    yield from wrong_words(passage, language, glossary)
    yield from long_sentences(passage)


__all__ = ["companion_departures", "departures"]
