"""How far a pair that closes is in its ritual, as far as one of the two may know."""

from dataclasses import dataclass

from portal.journal.rules import ExchangeLine, ReflectionState

HANDED_OVER = (ReflectionState.SEALED, ReflectionState.OPEN, ReflectionState.PASSED)


@dataclass(frozen=True, slots=True)
class RitualDone:
    """Of the steps that leave something in the journal. The other two are the pair's own, and nothing tells of them."""

    written_by_me: bool
    written_by_partner: bool
    """Sealed, open, or passed."""
    heard_by_me: bool
    heard_by_partner: bool
    """They said what they heard in the other's letter."""
    left_trace: bool
    """One of the two has shared a note since the pair began to close."""


def ritual_done(mine: ExchangeLine | None, theirs: ExchangeLine | None, *, shared_since: int) -> RitualDone:
    """From the two letters, and how many notes were shared since the pair began to close."""
    return RitualDone(
        written_by_me=_is_handed(mine),
        written_by_partner=_is_handed(theirs),
        heard_by_me=_is_heard(theirs),
        heard_by_partner=_is_heard(mine),
        left_trace=shared_since > 0,
    )


def _is_handed(letter: ExchangeLine | None) -> bool:
    return letter is not None and letter.state in HANDED_OVER


def _is_heard(letter: ExchangeLine | None) -> bool:
    return letter is not None and letter.rounds > 0 and not letter.waits_for_hearing
