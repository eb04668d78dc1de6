"""After the opening a text is not rewritten: its author adds to it. And who wrote more may wish for more, once."""

from portal.journal.models import Addition, Reflection
from portal.journal.queries import state_in
from portal.journal.rules import Act, ReflectionState, after, may_wish_more
from portal.journal.service.holding import Held, hold_mine, refuse_during_pause
from portal.journal.service.places import place_of
from portal.journal.service.saying import say
from portal.journal.signals import Added, MoreWished
from portal.kernel.clock import now
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Opener, Owner
from portal.kernel.signals import announce
from portal.pairs.rules import MyPair


def add(pair: MyPair, reflection: Reflection, text: str) -> str:
    """Add to one's own open text: dated, and visible to both. The id of what is added."""
    held = hold_mine(pair, reflection.id)
    refuse_during_pause(held.pair)
    after(held.state, Act.ADD)
    row_id = say(held.pair, Addition, reflection, text)
    announce(Added(pair.id, pair.me.id, row_id, reflection.id, now()))
    return row_id


def wish_more(pair: MyPair, reflection_id: str) -> None:
    """By who opened a fuller text against a short one: the partner sees one neutral line, once."""
    held = hold_mine(pair, reflection_id)
    refuse_during_pause(held.pair)
    if held.theirs is not None and held.theirs.more_wished_at is not None:
        return
    if not _may_wish(held):
        raise Refusal(_l("You can ask this once, when both are open and yours is much longer."))
    if held.theirs is not None:
        held.theirs.more_wished_at = now()
        announce(MoreWished(pair.id, pair.me.id, held.theirs.id, held.theirs.id, now()))


def _may_wish(held: Held) -> bool:
    both = [row for row in (held.mine, held.theirs) if row is not None and held.exchange.kind.is_heard]
    opened = [row for row in both if state_in(held.pair, row) is ReflectionState.OPEN]
    if len(opened) < 2 or any(row.more_wished_at is not None for row in both):  # noqa: PLR2004 (a pair)
        return False
    opener = Opener({Owner(row.author_id, held.pair.id) for row in both})
    mine, theirs = (
        opener.open(Owner(row.author_id, held.pair.id), place_of(row), row.text_cipher or b"") for row in both
    )
    return may_wish_more(mine, theirs)
