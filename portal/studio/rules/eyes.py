"""Through whose eyes an author looks at a lesson."""

from enum import StrEnum


class Eyes(StrEnum):
    GUIDE = "guide"
    LEARNER = "learner"
    VISITOR = "visitor"
