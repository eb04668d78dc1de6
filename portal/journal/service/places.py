"""Where each text of the journal lies: it opens there and nowhere else."""

from portal.journal.models import Entry, Reflection
from portal.journal.queries import ReflectionSeen
from portal.kernel.secrecy import Place


def place_of(row: Reflection | ReflectionSeen | Entry) -> Place:
    """Of the text of a reflection or an entry, in its version."""
    table = "entry" if isinstance(row, Entry) else "reflection"
    return Place(table, "text_cipher", row.id, row.version)


def hearing_place(hearing_id: str) -> Place:
    return Place("hearing", "text_cipher", hearing_id)


def clarification_place(hearing_id: str) -> Place:
    return Place("hearing", "clarification_cipher", hearing_id)


def reply_place(reply_id: str) -> Place:
    return Place("reply", "text_cipher", reply_id)


def addition_place(addition_id: str) -> Place:
    return Place("addition", "text_cipher", addition_id)
