"""Opening what an author sent. It is slow: with no transaction open, and not too often."""

from datetime import timedelta

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.throttle import Limit
from portal.kernel.transaction import end_reading
from portal.kernel.uploads.receiving import receive_archive, receive_picture

PER_PERSON = Limit("studio.sent", 60, timedelta(minutes=15))


def clean_picture(person_id: str, content: bytes) -> bytes:
    """The picture alone, small enough for a lesson. Raises a Refusal."""
    _admit(person_id)
    return receive_picture(content)


def files_in(person_id: str, content: bytes) -> dict[str, bytes]:
    """The files of an archive, its pictures clean. Raises a Refusal."""
    _admit(person_id)
    return receive_archive(content)


def _admit(person_id: str) -> None:
    if not PER_PERSON.admits(person_id):
        raise Refusal(
            _l("There were many tries in a short time. Wait 15 minutes, then try again."), field="file", status=429
        )
    end_reading()
