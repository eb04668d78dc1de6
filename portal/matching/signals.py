"""What matching announces to the floors above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LevelsTakenDown:
    """Levels that are on no profile any more, by the ids of their rows: they must not come back from a backup."""

    ids: tuple[str, ...]
