"""Slugs: short names of modules and lessons, made from their titles and free to be chosen."""

import re
from collections.abc import Collection

from portal.curriculum.rules.folders import LONGEST_SLUG
from portal.kernel.alphabet import unaccented

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def slug_from(title: str) -> str:
    """« Du porte-voix à la conversation » is `du-porte-voix-a-la-conversation`; "" for a title without any letter."""
    words = _NOT_PLAIN.sub("-", unaccented(title)).strip("-")
    if len(words) <= LONGEST_SLUG:
        return words
    return words[: LONGEST_SLUG + 1].rpartition("-")[0] or words[:LONGEST_SLUG]


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """It, or the first of `wanted-2`, `wanted-3`… that nobody has."""
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = wanted[: LONGEST_SLUG - len(ending)].rstrip("-") + ending
    return slug
