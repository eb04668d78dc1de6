"""What the self-assessment announces to the floors above. Never an answer, nor what it came to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SittingErased:
    """About to be gone for good: nothing that points at it may stay, and it must not come back from a backup."""

    person_id: str
    sitting_id: str
