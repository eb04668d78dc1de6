"""What a mail may say of a notice, and whether it still leaves. Never a word, nor where anybody stands."""

from collections.abc import Sequence

from portal.kernel.i18n import ngettext
from portal.kernel.refusal import Sentence
from portal.notices.rules.kinds import Kind, Topic, told
from portal.pairs.rules import MyPair


def is_still_due(kind: Kind, pair: MyPair | None) -> bool:
    """Asked again when a mail leaves. `pair`: the one that it is of, as its reader may see it now.

    Nothing leaves about a pair that rests or is closed.
    """
    if not kind.is_mailed:
        return False
    return pair.may_share if pair is not None else kind.topic is Topic.ANSWER


def in_the_journal(kind: Kind) -> bool:
    """A mail tells of all these alike: something is there."""
    return kind.topic in (Topic.JOURNAL, Topic.TURN)


def mail_line(kinds: Sequence[Kind], name: Sentence) -> str:
    """One line for one notice, or for several of the journal of one pair."""
    if not in_the_journal(kinds[0]):
        return told(kinds[0], name)
    line: str = ngettext(
        "Something awaits you in your journal with %(name)s, whenever you like.",
        "%(num)s things await you in your journal with %(name)s, whenever you like.",
        len(kinds),
        name=str(name),
    )
    return line
