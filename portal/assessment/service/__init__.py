"""Sitting the self-assessment, and reading what it came to: each person their own."""

from portal.assessment.service.reading import Reckoning, Sat, Sittings, read, reckon
from portal.assessment.service.sitting import AnsweredElsewhere, erase, erase_again, erase_of, finish, save

__all__ = [
    "AnsweredElsewhere",
    "Reckoning",
    "Sat",
    "Sittings",
    "erase",
    "erase_again",
    "erase_of",
    "finish",
    "read",
    "reckon",
    "save",
]
