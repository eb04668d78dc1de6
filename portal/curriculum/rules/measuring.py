"""What can be counted of lessons: how long they are, how hard to read, and whether their questions can be guessed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from portal.curriculum.rules.checking import count_words
from portal.curriculum.rules.style.sentences import sentences_in
from portal.curriculum.rules.style.shape import is_longest_right
from portal.curriculum.rules.values import LessonText, StepKind

_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile(r"[*_`#>\[\]]|^[-+] |^\d+\. ", re.MULTILINE)
_VOWELS = {"fr": re.compile(r"[aeiouyàâäéèêëîïôöùûüÿæœ]+"), "en": re.compile(r"[aeiouy]+")}
_MUTE = {
    "fr": re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûüÿæœ])(?:es?|ent)$"),
    "en": re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeiouydt])ed$"),
}
_EASE = {"fr": (207.0, 1.015, 73.6), "en": (206.835, 1.015, 84.6)}


@dataclass(frozen=True, slots=True)
class Length:
    """Words to read in a lesson."""

    median: float
    most: int


@dataclass(frozen=True, slots=True)
class Guessing:
    """How far the questions can be answered without reading them: shares from 0 to 1."""

    questions: int
    options: float
    """A question, on average."""
    first: float
    longest: float
    chance: float
    """The share that either would have by chance."""


def length_of(texts: Iterable[LessonText]) -> Length:
    words = [sum(count_words(passage) for passage in _readings(text)) for text in texts]
    return Length(median(words), max(words))


def guessing_of(texts: Iterable[LessonText]) -> Guessing:
    questions = [question for text in texts for step in text.steps for question in step.questions]
    many = len(questions)
    return Guessing(
        questions=many,
        options=sum(len(question.options) for question in questions) / many,
        first=sum(question.right_option == 0 for question in questions) / many,
        longest=sum(is_longest_right(question) for question in questions) / many,
        chance=sum(1 / len(question.options) for question in questions) / many,
    )


def reading_ease(text: LessonText, language: str) -> float:
    """How easy its Read is, from about 0 to 100: 60 and more is plain.

    English: Flesch, "A new readability yardstick", Journal of Applied Psychology 32, 1948. French: its adaptation by
    Kandel and Moles, "Application de l'indice de Flesch à la langue française", Cahiers Études de Radio-Télévision
    19, 1958. Syllables are groups of vowels, less the mute ones at the end: near enough to put lessons in order.
    """
    whole, a_sentence, a_syllable = _EASE[language]
    sentences = [words for passage in _readings(text) for words in _sentences(passage)]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(_syllables(word, language) for word in words)
    return whole - a_sentence * len(words) / len(sentences) - a_syllable * syllables / len(words)


def _readings(text: LessonText) -> Iterator[str]:
    return (step.text for step in text.steps if step.kind is StepKind.READ)


def _sentences(passage: str) -> Iterator[Sequence[str]]:
    for line in _MARKS.sub("", passage).split("\n"):
        for sentence in sentences_in(line):
            words = _WORD.findall(sentence.lower())
            if words:
                yield words


def _syllables(word: str, language: str) -> int:
    return max(1, len(_VOWELS[language].findall(_MUTE[language].sub("", word))))
