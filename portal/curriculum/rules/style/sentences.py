"""Sentences that can be read in one breath."""

import re
from collections.abc import Iterator

from portal.curriculum.rules.checking import count_words
from portal.curriculum.rules.style.passages import Passage
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l

MOST_WORDS_A_SENTENCE = 25

_END = re.compile(r"(?<=[.!?…])(?:\u00a0*[»”)*])*\s+(?=[\[(«“*]*\u00a0?[A-ZÀ-ÖØ-Þ0-9])")


def sentences_in(text: str) -> list[str]:
    return [part for part in _END.split(text) if part.strip()]


def long_sentences(passage: Passage) -> Iterator[Problem]:
    for sentence in [] if passage.is_source else sentences_in(passage.text):
        words = count_words(sentence)
        if words > MOST_WORDS_A_SENTENCE:
            yield Problem(
                passage.line,
                _l(
                    "This sentence has %(words)s words. Cut it in two: %(most)s at most.",
                    words=words,
                    most=MOST_WORDS_A_SENTENCE,
                ),
            )
