"""The words of the trade: `glossary.toml`, beside the modules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.curriculum.rules.folders import LANGUAGES, is_slug, read_toml
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l

KEYS = ("en", "fr", "avoid", "meaning", "everyday")


@dataclass(frozen=True, slots=True)
class Term:
    slug: str
    names: Mapping[str, tuple[str, ...]]
    """By language; the first is the one that is shown."""
    meaning: Mapping[str, str]
    avoid: tuple[str, ...] = ()
    """What a French lesson does not say in its place."""
    is_everyday: bool = False
    """Whether most readers know it: a lesson explains it where it stands in bold, and nowhere else."""


Glossary = tuple[Term, ...]


def read_glossary(source: str) -> tuple[Glossary, list[Problem]]:
    """Its terms, in the order of the file, and what is wrong with it. A wrong term is left out."""
    data, not_toml = read_toml(source)
    if not_toml:
        return (), [not_toml]
    problems = {slug: list(_wrong(slug, entry, source)) for slug, entry in data.items()}
    terms = tuple(_term(slug, entry) for slug, entry in data.items() if not problems[slug])
    return terms, [problem for wrong in problems.values() for problem in wrong]


def _term(slug: str, entry: Mapping[str, Any]) -> Term:
    return Term(
        slug,
        names={language: tuple(entry[language]) for language in LANGUAGES},
        meaning=dict(entry["meaning"]),
        avoid=tuple(entry.get("avoid", ())),
        is_everyday=entry.get("everyday", False),
    )


def _wrong(slug: str, entry: object, source: str) -> Iterator[Problem]:
    line = next((n for n, text in enumerate(source.split("\n"), start=1) if text.strip() == f"[{slug}]"), 1)
    if not is_slug(slug) or not isinstance(entry, dict) or set(entry) - set(KEYS):
        keys = ", ".join(KEYS)
        yield Problem(
            line, _l("A term is a table with a name like [reverse-mentoring], and these keys: %(keys)s.", keys=keys)
        )
        return
    meaning = entry.get("meaning")
    for language in LANGUAGES:
        if not _are_words(entry.get(language)) or not entry[language]:
            yield Problem(
                line, _l("“%(term)s” needs its names in “%(language)s”: a list.", term=slug, language=language)
            )
        if not isinstance(meaning, dict) or not _are_words([meaning.get(language)]):
            sentence = _l("“%(term)s” needs its “meaning.%(language)s”.", term=slug, language=language)
            yield Problem(line, sentence)
    if not _are_words(entry.get("avoid", [])):
        yield Problem(line, _l("“avoid” is a list of words."))
    if not isinstance(entry.get("everyday", False), bool):
        yield Problem(line, _l("“everyday” is true or false."))


def _are_words(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(word, str) and word.strip() for word in found)
