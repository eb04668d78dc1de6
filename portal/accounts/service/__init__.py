"""What can be done with an account and its sessions. The rest of the portal asks here."""

from portal.accounts.service.credentials import hashed_password
from portal.accounts.service.holding import hold_person
from portal.accounts.service.newcomers import create_confirmed
from portal.accounts.service.profile import mark_seen, set_password
from portal.accounts.service.roles import give_role, set_disabled, take_role
from portal.accounts.service.sessions import (
    actor_of,
    end_all_sessions,
    load_with,
    record_act,
    sign_in_as,
    start_session,
)

__all__ = [
    "actor_of",
    "create_confirmed",
    "end_all_sessions",
    "give_role",
    "hashed_password",
    "hold_person",
    "load_with",
    "mark_seen",
    "record_act",
    "set_disabled",
    "set_password",
    "sign_in_as",
    "start_session",
    "take_role",
]
