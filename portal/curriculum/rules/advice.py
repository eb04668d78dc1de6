"""What is better done before a module. Advice: it orders, and locks nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.curriculum.rules.values import Strand

ANY = "any:"


@dataclass(frozen=True, slots=True)
class Advice:
    modules: tuple[tuple[str, str], ...] = ()
    """Slugs and titles, in the order of the sheet."""
    strands: tuple[Strand, ...] = ()
    """A module of each of these."""

    def __bool__(self) -> bool:
        return bool(self.modules or self.strands)


def advice(requires: Sequence[str], titles: Mapping[str, str]) -> Advice:
    """`requires` as it is told. A module that has no title here is not published, and not mentioned."""
    return Advice(
        modules=tuple((slug, titles[slug]) for slug in requires if slug in titles),
        strands=tuple(Strand(name.removeprefix(ANY)) for name in requires if name.startswith(ANY)),
    )
