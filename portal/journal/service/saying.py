"""What is said under an open reflection: dated, and open to both as it is written."""

from portal.journal.models import Addition, Reflection, Reply
from portal.journal.service.places import said_place
from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.secrecy import Owner
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair


def say(pair: MyPair, kind: type[Addition] | type[Reply], reflection: Reflection, text: str) -> str:
    """Its id. The pair is held, and it has been settled that this may be said."""
    row_id = new_id()
    cipher = secrecy.close(Owner(pair.me.id, pair.id), said_place(kind.__tablename__, row_id), text)
    db.session.add(
        kind(id=row_id, reflection_id=reflection.id, author_id=pair.me.id, text_cipher=cipher, written_at=now())
    )
    pairs.note_week(pair.id, pair.me.id)
    return row_id
