"""What every act on an open text needs: the pair held, and the text still open."""

from portal.journal.models import Reflection
from portal.journal.queries import state_in
from portal.journal.rules import ReflectionState
from portal.journal.service.holding import refuse_during_pause
from portal.kernel.database import db
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair


def hold_open(pair: MyPair, reflection: Reflection, *, by: str) -> None:
    """Hold the pair; raises unless the reflection is open, and the one `by` whom this act expects it."""
    current = pairs.hold(pair)
    refuse_during_pause(current)
    db.session.refresh(reflection)
    if reflection.author_id != by:
        raise RuntimeError("an act on the reflection of the wrong one of the two")
    if state_in(current, reflection) is not ReflectionState.OPEN:
        raise Refusal(_l("This reflection is not open."))
