"""The self-assessment: situations to answer, each with four options of which none is worth the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.curriculum.rules.companions.entries import Entries, Entry, entries_of
from portal.curriculum.rules.values import Problem, Strand
from portal.kernel.i18n import _l

OPTIONS = "abcd"
WORTHS = range(len(OPTIONS))
"""From 0, which rests on an assumption or may harm, to 3, which is sound."""
SITUATIONS_EACH = 2
"""Of a dimension."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something that can be known in a strand."""

    key: str
    strand: Strand
    names: Mapping[str, str]
    """By language."""


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    """`a` to `d`, in the order of the file."""
    worth: int
    texts: Mapping[str, str]
    """By language."""
    reasons: Mapping[str, str]
    """By language: what is sound in it, and what it misses."""


@dataclass(frozen=True, slots=True)
class Situation:
    key: str
    dimension: str
    lesson: str
    """What teaches it: `module/slug`."""
    texts: Mapping[str, str]
    """By language."""
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    dimensions: tuple[Dimension, ...] = ()
    situations: tuple[Situation, ...] = ()


def read_assessment(source: str) -> tuple[Assessment, list[Problem]]:
    """The self-assessment, in the order of the file, and what is wrong with it."""
    entries = entries_of(source)
    if entries.problems:
        return Assessment(), entries.problems
    dimensions = tuple(_dimension(entry) for entry in entries.named("dimension"))
    keys = [dimension.key for dimension in dimensions]
    situations = tuple(_situation(entry, keys) for entry in entries.named("situation"))
    entries.refuse_others(["dimension", "situation"])
    entries.refuse_twice([*keys, *(situation.key for situation in situations)])
    _refuse_uneven(entries, keys, situations)
    return Assessment(dimensions, situations), entries.problems


def _dimension(entry: Entry) -> Dimension:
    entry.refuse_other_keys("key", "strand", "fr", "en")
    return Dimension(entry.slug("key"), entry.one_of("strand", list(Strand)), entry.texts())


def _situation(entry: Entry, dimensions: Sequence[str]) -> Situation:
    entry.refuse_other_keys("key", "dimension", "lesson", "fr", "en", "option")
    options = tuple(_choice(option, key) for option, key in zip(entry.tables("option"), OPTIONS, strict=False))
    if len(entry.tables("option")) != len(OPTIONS) or {option.worth for option in options} != set(WORTHS):
        entry.wrong(_l("A situation has four options, worth 3, 2, 1 and 0 once each."))
    dimension = entry.one_of("dimension", dimensions) if dimensions else ""
    return Situation(entry.slug("key"), dimension, entry.text("lesson"), entry.texts(), options)


def _choice(entry: Entry, key: str) -> Choice:
    entry.refuse_other_keys("worth", "fr", "en")
    languages = entry.languages()
    for part in languages.values():
        part.refuse_other_keys("text", "reason")
    return Choice(
        key,
        entry.number("worth", WORTHS),
        {language: part.text("text") for language, part in languages.items()},
        {language: part.text("reason") for language, part in languages.items()},
    )


def _refuse_uneven(entries: Entries, dimensions: Sequence[str], situations: Sequence[Situation]) -> None:
    found = Counter(situation.dimension for situation in situations)
    for key in dimensions:
        if found[key] != SITUATIONS_EACH:
            sentence = _l("“%(key)s” has %(found)s situations. It needs two.", key=key, found=found[key])
            entries.problems.append(Problem(1, sentence))
