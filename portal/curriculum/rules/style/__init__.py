"""What a lesson that ships must also be: whole, fair, plainly worded and well set.

A module is taken in without it: a text of one's own may depart from the house style, and only
`portal lessons check --strict` asks for it.
"""

from collections.abc import Mapping

from portal.curriculum.rules.front import read_front
from portal.curriculum.rules.glossary import Glossary
from portal.curriculum.rules.lines import read_lines
from portal.curriculum.rules.style.passages import passages
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
        found += wrong_marks(passage, language)
        found += wrong_words(passage, language, glossary)
        found += long_sentences(passage)
    return sorted(found)


__all__ = ["departures"]
