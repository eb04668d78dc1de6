"""What people change about themselves: name, language, time zone, password."""

from datetime import datetime

from portal.accounts.models import Person
from portal.accounts.rules import LinkPurpose, Profile
from portal.accounts.service import account_links
from portal.accounts.service.sessions import end_all_sessions
from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal

PASSWORD_MAIL = "accounts.password_changed"  # noqa: S105 (the name of a mail)


class Outdated(Refusal):
    """The form was made from an older version than the one that is kept."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Your profile was changed elsewhere in the meantime. What you wrote is still here: "
                "save it again to keep it."
            ),
            status=409,
        )


def save_profile(person_id: str, profile: Profile, version: int) -> None:
    """Raises Outdated when `version` is not the one that is kept. What is kept already, sent again, changes nothing."""
    person = db.session.get_one(Person, person_id, with_for_update=True)
    if profile == Profile(person.name, person.language, person.time_zone):
        return
    if person.version != version:
        raise Outdated
    person.name, person.language, person.time_zone = profile.name, profile.language, profile.time_zone
    person.version += 1


def choose_language(person_id: str, language: str) -> None:
    person = db.session.get_one(Person, person_id)
    if person.language != language:
        person.language = language
        person.version += 1


def mark_seen(person_id: str, until: datetime) -> None:
    """The person has seen what there was until this moment; never less than before."""
    person = db.session.get_one(Person, person_id)
    seen = min(until, now())
    person.seen_until = max(seen, person.seen_until or seen)


def set_password(person_id: str, password_hash: str) -> None:
    """A new password: every session and every open link end, and the person is told by mail."""
    person = db.session.get_one(Person, person_id)
    person.password_hash = password_hash
    end_all_sessions(person_id)
    account_links.lapse(person_id, *LinkPurpose)
    outbox.put(PASSWORD_MAIL, f"{PASSWORD_MAIL}:{new_id()}", recipient_id=person_id)
