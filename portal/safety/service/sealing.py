"""The words of a report, encrypted under a key of its own.

Not the reporter's: a report must stay readable to who handles it, should its author, or the one it is about,
delete their account meanwhile. Nor the handler's, who may hand it over. The key goes with the report: 90 days
after it was closed, or at once when its author withdraws it.
"""

from portal.kernel import secrecy
from portal.kernel.secrecy import Opener, Owner, Place


def close(report_id: str, column: str, text: str) -> bytes:
    """`column`: as its table calls it."""
    return secrecy.close(Owner(report_id), _place(report_id, column), text)


def opener(report_id: str) -> Opener:
    return Opener({Owner(report_id)})


def open_with(opener: Opener, report_id: str, column: str, cipher: bytes | None) -> str | None:
    return None if cipher is None else opener.open(Owner(report_id), _place(report_id, column), cipher)


def destroy(report_id: str) -> None:
    secrecy.destroy_keys(report_id)


def _place(report_id: str, column: str) -> Place:
    return Place("report", column, report_id)
