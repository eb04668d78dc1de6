"""What an administrator may not do, and how the portal is."""

from dataclasses import dataclass

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Health:
    """What the portal needs in order to serve, and how its jobs are getting on."""

    database: bool
    migrations: bool
    keys: bool
    waiting: int
    failed: int

    @property
    def jobs(self) -> bool:
        """Whether what is due gets done."""
        return self.database and self.waiting == 0

    @property
    def ready(self) -> bool:
        return self.database and self.migrations and self.keys and self.jobs


class OwnDoor(Refusal):
    """Nobody locks themselves out: so there is always an administrator left."""

    def __init__(self) -> None:
        super().__init__(
            _l("You cannot take this from your own account. Another administrator can do it for you."), status=409
        )


def refuse_oneself(actor_id: str, person_id: str) -> None:
    """What would lock a person out is for another administrator to do."""
    if actor_id == person_id:
        raise OwnDoor
