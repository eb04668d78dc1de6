"""What a release changes, and for whom: counts of pairs, told from three on, so that no two people stand out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.curriculum.rules import SHEET, Files
from portal.curriculum.rules.files import folders_in
from portal.curriculum.rules.folders import split_folder_name

FEWEST_PAIRS = 3


class LessonChange(StrEnum):
    NEW = "new"
    BACK = "back"
    """It is in the catalogue again: it was removed, or its module was taken out."""
    CHANGED = "changed"
    SAME = "same"
    LEAVES = "leaves"


@dataclass(frozen=True, slots=True)
class LessonTouched:
    slug: str
    change: LessonChange
    has_begun: bool
    """Whether any pair has."""
    begun: int | None
    waiting: int | None
    """How many pairs have begun it, and how many could still; None for both where either is too few to be told."""


@dataclass(frozen=True, slots=True)
class Touched:
    lessons: tuple[LessonTouched, ...]
    sheet_changes: bool
    order_changes: bool
    """Whether a lesson that stays has another number."""


def touched(before: Files, after: Files, begun: Mapping[str, int], pairs: int, *, is_out: bool = False) -> Touched:
    """`begun`: how many of the open pairs have begun each lesson, by its slug; `pairs`: how many there are.

    `is_out`: whether what was published is in the catalogue no more.
    """
    old, new = _lessons(before), _lessons(after)
    numbers = _numbers(after)
    changes = {slug: _change(old.get(slug), files, is_out=is_out) for slug, files in new.items()}
    gone = {} if is_out else {slug: LessonChange.LEAVES for slug in old if slug not in new}
    return Touched(
        tuple(_lesson(slug, change, begun.get(slug, 0), pairs) for slug, change in (changes | gone).items()),
        before.get(SHEET) != after.get(SHEET),
        any(numbers[slug] != number for slug, number in _numbers(before).items() if slug in numbers),
    )


def _lesson(slug: str, change: LessonChange, begun: int, pairs: int) -> LessonTouched:
    if change is LessonChange.NEW and begun:
        change = LessonChange.BACK
    waiting = pairs - begun
    is_told = all(count == 0 or count >= FEWEST_PAIRS for count in (begun, waiting))
    return LessonTouched(slug, change, begun > 0, begun if is_told else None, waiting if is_told else None)


def _change(old: Mapping[str, bytes] | None, new: Mapping[str, bytes], *, is_out: bool) -> LessonChange:
    if old is None:
        return LessonChange.NEW
    if is_out:
        return LessonChange.BACK
    return LessonChange.SAME if old == new else LessonChange.CHANGED


def _numbers(files: Files) -> dict[str, int | None]:
    names = [split_folder_name(folder) for folder in folders_in(files)]
    return {slug: number for number, slug in filter(None, names)}


def _lessons(files: Files) -> dict[str, dict[str, bytes]]:
    """What is in each lesson's folder, by its slug; where it stands among the others is no change of it."""
    found = {}
    for folder in folders_in(files):
        name = split_folder_name(folder)
        slug = name[1] if name else folder
        found[slug] = {
            path.removeprefix(f"{folder}/"): content for path, content in files.items() if path.startswith(f"{folder}/")
        }
    return found
