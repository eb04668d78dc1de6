"""Reading a person's day: four statements, whatever the number of pairs. Nothing is written here."""

from dataclasses import dataclass
from datetime import datetime

from portal.kernel.clock import now
from portal.kernel.identity import Actor
from portal.learning.service import read_paths
from portal.pairs.queries import InvitationSeen, current_glances, my_open_invitations
from portal.pairs.rules import MyPair
from portal.today.rules import ORDER, RESTING, Item, News, closings, news, waiting


@dataclass(frozen=True, slots=True)
class Day:
    """`next` is the one next thing; None when nothing asks for the reader."""

    next: Item | None
    waits: tuple[Item, ...]
    news: tuple[News, ...]
    pairs: tuple[MyPair, ...]
    invitations: tuple[InvitationSeen, ...]
    """Those that nobody has accepted yet; only looked for where there is no pair."""
    read_at: datetime


def read_day(actor: Actor) -> Day:
    moment = now()
    current = current_glances(actor)
    glances = [glance for glance in current if glance.pair.may_write]
    pairs = tuple(glance.pair for glance in glances)
    paths = read_paths(glances)
    items = [
        item for glance in glances for item in waiting(glance.pair, paths[glance.pair.id], glance.agreement, moment)
    ]
    items.sort(key=_nearness)
    coming = next((item for item in items if item.thing not in RESTING), None)
    told = [one for pair in pairs for one in news(pair, paths[pair.id], actor.seen_until, moment)]
    told += closings(glance.pair for glance in current)
    return Day(
        next=coming,
        waits=tuple(item for item in items if item is not coming),
        news=tuple(sorted(told, key=lambda one: one.at, reverse=True)),
        pairs=pairs,
        invitations=() if pairs else tuple(my_open_invitations(actor)),
        read_at=moment,
    )


def _nearness(item: Item) -> int:
    return ORDER.index(item.thing)
