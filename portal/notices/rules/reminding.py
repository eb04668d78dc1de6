"""Whose turn it is, said kindly and seldom: after a week, at most once a week, three times in all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.journal.rules import CHOICE_OFFERED_AFTER, leaves_today

FIRST_AFTER = timedelta(days=7)
APART = timedelta(days=7)
MOST = 3
NOTICES_KEPT = timedelta(days=90)
"""How long a notice is kept, read or not."""


@dataclass(frozen=True, slots=True)
class SealedAlone:
    """A sealed text in a pair that goes on, which the other's has not joined."""

    pair_id: str
    reflection_id: str
    author_id: str
    other_id: str
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class Reminded:
    """When somebody was reminded in a pair, and since when that counts: they last did something in it."""

    at: Sequence[datetime] = ()
    acted_at: datetime | None = None


def turn_due(waiting: Iterable[SealedAlone], reminded: Reminded, now: datetime) -> SealedAlone | None:
    """Of the texts that wait for one person in one pair, the one of which they are reminded now."""
    since = [at for at in reminded.at if reminded.acted_at is None or at > reminded.acted_at]
    if len(since) >= MOST or any(now < at + APART for at in reminded.at):
        return None
    ripe = (one for one in waiting if now >= one.sealed_at + FIRST_AFTER and not leaves_today(one.sealed_at, now))
    return min(ripe, key=lambda one: one.sealed_at, default=None)


def choice_due(one: SealedAlone, now: datetime) -> bool:
    """Whether its author is told that they need not wait."""
    return now >= one.sealed_at + CHOICE_OFFERED_AFTER and not leaves_today(one.sealed_at, now)
