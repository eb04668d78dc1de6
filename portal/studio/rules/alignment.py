"""The two languages of a lesson, step by step: what stands in one only, and what changed in one alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.curriculum.rules import Reading, StepKind, parse
from portal.curriculum.rules.checking import count_words


@dataclass(frozen=True, slots=True)
class StepSide:
    """A step in one language."""

    title: str
    line: int
    """Of its heading."""
    words: int
    now: str
    """Its text, heading included."""
    before: str | None
    """What it was when the other language was last touched; None where it has not changed since."""


@dataclass(frozen=True, slots=True)
class StepRow:
    key: str
    kind: StepKind
    sides: Mapping[str, StepSide]
    """By language; one that has no such step is not among them."""


def aligned(sources: Mapping[str, str], before: Mapping[str, str]) -> tuple[StepRow, ...]:
    """The steps of both, in their order.

    `before`: by language, what its text was when the other language was last touched, where that is told.
    """
    readings = {language: parse(source, language) for language, source in sources.items()}
    sides = {
        language: _sides(readings[language], sources[language], before.get(language), language) for language in sources
    }
    kinds = {step.key: step.kind for one in readings.values() if one.draft for step in one.draft.steps}
    return tuple(
        StepRow(key, kinds[key], {language: found[key] for language, found in sides.items() if key in found})
        for key in merged([list(found) for found in sides.values()])
    )


def merged(orders: list[list[str]]) -> list[str]:
    """All keys: those of the first order, and each other one after the key that it follows in its own."""
    whole = list(orders[0]) if orders else []
    for order in orders[1:]:
        for key, following in zip(order, [None, *order], strict=False):
            if key not in whole:
                whole.insert(whole.index(following) + 1 if following is not None else 0, key)
    return whole


def _sides(reading: Reading, source: str, before: str | None, language: str) -> dict[str, StepSide]:
    if reading.draft is None:
        return {}
    now = dict(_passages(reading, source))
    then = dict(_passages(parse(before, language), before)) if before is not None else {}
    return {
        step.key: StepSide(
            title=step.title,
            line=reading.lines[step.key],
            words=count_words(now[step.key]),
            now=now[step.key],
            before=then.get(step.key, "") if before is not None and then.get(step.key) != now[step.key] else None,
        )
        for step in reading.draft.steps
    }


def _passages(reading: Reading, source: str) -> Iterator[tuple[str, str]]:
    """Each step's lines, from its heading to the next."""
    if reading.draft is None:
        return
    lines = source.split("\n")
    begins = [(step.key, reading.lines[step.key] - 1) for step in reading.draft.steps]
    ends = [*(at for _key, at in begins[1:]), len(lines)]
    for (key, at), end in zip(begins, ends, strict=True):
        yield key, "\n".join(lines[at:end]).strip()
