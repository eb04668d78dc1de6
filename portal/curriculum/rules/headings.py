"""The headings that a lesson knows, and how they are told whatever the way they are typed."""

import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from portal.curriculum.rules.values import StepKind

# As a document writes them; `plain` says how they are compared.
KINDS = {
    "fr": {
        "Lire": StepKind.READ,
        "Essayer": StepKind.TRY,
        "Vérifier": StepKind.CHECK,
        "Échanger": StepKind.TALK,
        "Réfléchir": StepKind.REFLECT,
    },
    "en": {
        "Read": StepKind.READ,
        "Try": StepKind.TRY,
        "Check": StepKind.CHECK,
        "Talk": StepKind.TALK,
        "Reflect": StepKind.REFLECT,
    },
}
FURTHER = {"fr": "Pour aller plus loin", "en": "Further"}
ROLES = {
    "fr": {"Je guide": "guide", "J’apprends": "learner", "Ce que j’ai entendu": "hearing"},
    "en": {"I guide": "guide", "I learn": "learner", "What I heard": "hearing"},
}

Meaning = TypeVar("Meaning")


def meant(heading: str, words: Mapping[str, Meaning]) -> Meaning | None:
    return next((meaning for word, meaning in words.items() if plain(word) == plain(heading)), None)


def is_further(heading: str, language: str) -> bool:
    return plain(heading) == plain(FURTHER[language])


def plain(heading: str) -> str:
    """A heading whatever its spaces, its apostrophes, its capitals and the way its accents are composed."""
    return " ".join(unicodedata.normalize("NFKC", heading).replace("’", "'").lower().split())


def taken_as_heading(words: str, language: str) -> str:
    """A heading of another document in a lesson: a step, a role or what goes further; a line in bold for any other."""
    if meant(words.partition(":")[0], KINDS[language]) is not None or is_further(words, language):
        return f"## {words}"
    if meant(words, ROLES[language]) is not None:
        return f"### {words}"
    return f"**{words}**"
