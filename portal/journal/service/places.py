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


def said_place(kind: str, row_id: str) -> Place:
    """Of what is said under an open reflection; `kind`: "addition" or "reply"."""
    return Place(kind, "text_cipher", row_id)
