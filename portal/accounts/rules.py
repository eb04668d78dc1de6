"""Who someone is on the whole site, and how long a session lives."""

from datetime import datetime, timedelta
from enum import StrEnum

SESSION_LASTS = timedelta(days=30)
SESSION_IDLES = timedelta(days=14)


class SiteRole(StrEnum):
    INSTRUCTOR = "instructor"
    ADMINISTRATOR = "administrator"


class LinkPurpose(StrEnum):
    CONFIRM = "confirm"
    RESET = "reset"
    NEW_ADDRESS = "new-address"


def session_is_over(created_at: datetime, last_act_at: datetime | None, now: datetime) -> bool:
    """A session ends 30 days after sign-in, or 14 days after its last act."""
    return now >= created_at + SESSION_LASTS or now >= (last_act_at or created_at) + SESSION_IDLES
