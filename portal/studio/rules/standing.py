"""Where a module stands: what of it readers have, and what waits to reach them."""

from dataclasses import dataclass
from datetime import datetime

from portal.studio.rules.releasing import ReleaseState


@dataclass(frozen=True, slots=True)
class Standing:
    number: int | None
    """Of its newest revision; None for a module that was never published."""
    is_out: bool
    """Whether that is in the catalogue no more."""
    has_changes: bool
    """Whether the draft was changed after what is published was taken from it."""
    waits: ReleaseState | None
    """For whom or for when a release waits."""
    due_at: datetime | None

    @property
    def is_in_catalogue(self) -> bool:
        return self.number is not None and not self.is_out
