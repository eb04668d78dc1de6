"""What people can do with what is kept about them."""

from portal.privacy.service.account import admit, take_account
from portal.privacy.service.deleting import delete_account, delete_again
from portal.privacy.service.pairs import take_pair
from portal.privacy.service.telling import tell_account, tell_journal
from portal.privacy.service.writing import as_json, as_markdown

__all__ = [
    "admit",
    "as_json",
    "as_markdown",
    "delete_account",
    "delete_again",
    "take_account",
    "take_pair",
    "tell_account",
    "tell_journal",
]
