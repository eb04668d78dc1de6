"""Sitting the self-assessment, and reading what it came to: each person their own."""

from portal.assessment.service.reading import Reckoning, Sat, Sittings, levels_in, read, reckon
from portal.assessment.service.sitting import AnsweredElsewhere, erase_of, finish, save

__all__ = [
    "AnsweredElsewhere",
    "Reckoning",
    "Sat",
    "Sittings",
    "erase_of",
    "finish",
    "levels_in",
    "read",
    "reckon",
    "save",
]
