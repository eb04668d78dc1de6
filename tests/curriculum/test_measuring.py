"""What `portal lessons report` counts."""

from dataclasses import replace

import pytest

from portal.curriculum.rules import LessonText, guessing_of, length_of, parse, reading_ease
from tests.curriculum.test_style import ENGLISH, FRENCH


def lesson(source: str, language: str = "en") -> LessonText:
    read = parse(source, language).lesson
    assert read is not None
    return read


def test_the_words_to_read_are_those_of_read_alone() -> None:
    short, long = lesson(ENGLISH), lesson(ENGLISH.replace("Read it twice first", "Read it twice or three times first"))
    assert length_of([short]).most == length_of([lesson(ENGLISH.replace("Pick three", "Pick two or three"))]).most
    assert length_of([short, long]).most == length_of([short]).most + 3
    assert length_of([short, long]).median == length_of([short]).most + 1.5


def test_guessing_is_held_against_chance() -> None:
    found = guessing_of([lesson(ENGLISH)])
    assert (found.questions, found.options, found.first, found.longest) == (2, 3.0, 0.5, 0.5)
    assert found.chance == pytest.approx(1 / 3)


@pytest.mark.parametrize(("language", "source"), [("en", ENGLISH), ("fr", FRENCH)])
def test_long_words_in_long_sentences_read_less_easily(language: str, source: str) -> None:
    easy = lesson(source, language)
    heavy = "Organisational considerations necessitate particularly comprehensive communication, " * 3 + "indeed."
    hard = replace(easy, steps=(replace(easy.steps[0], text=heavy), *easy.steps[1:]))
    assert reading_ease(hard, language) < 30
    assert reading_ease(easy, language) > 60
