"""The lock of what is private for good: after fifteen idle minutes in a browser, its author proves who is there."""

from datetime import datetime

from portal.journal.rules import EntryState, ReflectionState, asks_for_password
from portal.kernel.clock import now
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal


class PrivateLocked(Refusal):
    """Something private, where its lock has fallen: nothing is done with it before the password is given."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Not saved yet: your private notes have been idle for 15 minutes. "
                "Press “Save my note” and give your password: what you wrote comes with you."
            ),
            field="text",
            status=403,
        )


def is_locked(state: EntryState | ReflectionState, unlocked_at: datetime | None) -> bool:
    """`unlocked_at`: when private texts last were, in the browser that asks."""
    return asks_for_password(state, unlocked_at, now())


def refuse_locked(state: EntryState | ReflectionState, unlocked_at: datetime | None) -> None:
    """Raises PrivateLocked. Inside the transaction: what was open when a page was made may be private by now."""
    if is_locked(state, unlocked_at):
        raise PrivateLocked
