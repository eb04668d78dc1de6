"""The moments: exchanges about no lesson, each with questions of its own."""

from enum import StrEnum

from portal.journal.rules.reflection import ReflectionState
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence


class Moment(StrEnum):
    FIRST = "first"
    MIDWAY = "midway"
    DISAGREEMENT = "disagreement"
    LAST = "last"
    LETTER = "letter"

    @property
    def named(self) -> Sentence:
        return _NAMES[self]

    @property
    def told(self) -> Sentence:
        """When it is for."""
        return _TOLD[self]

    @property
    def happens_once(self) -> bool:
        """In a pair. The two may disagree several times."""
        return self is not Moment.DISAGREEMENT

    @property
    def asks_by_role(self) -> bool:
        """One question for where one guides, another for where one learns."""
        return self in (Moment.FIRST, Moment.MIDWAY, Moment.LAST)

    def may_begin(self, *, closing: bool) -> bool:
        """Letters are of a pair that closes: sealed before, one would tell the partner of an end."""
        return closing or self is not Moment.LETTER


_NAMES: dict[Moment, Sentence] = {
    Moment.FIRST: _l("Our first moment"),
    Moment.MIDWAY: _l("Midway"),
    Moment.DISAGREEMENT: _l("A disagreement"),
    Moment.LAST: _l("Our last moment"),
    Moment.LETTER: _l("Our closing letters"),
}
_TOLD: dict[Moment, Sentence] = {
    Moment.FIRST: _l("To begin with, before you know each other: what you hope for, and what you are afraid of."),
    Moment.MIDWAY: _l("When one of you has done about half, or when you feel like it: how it has been until now."),
    Moment.DISAGREEMENT: _l("Whenever the two of you see something differently: what would change your mind."),
    Moment.LAST: _l("When you part, or before: what each of you takes along."),
    Moment.LETTER: _l("While the pair is closing: three sentences to each other, sealed apart and opened together."),
}

# What a moment asks. Everybody guides in one strand and learns in the other: of two questions, everybody answers both.
QUESTIONS: dict[Moment, tuple[Sentence, ...]] = {
    Moment.FIRST: (_l("What do you hope will be heard about you?"), _l("What are you afraid of not knowing?")),
    Moment.MIDWAY: (_l("Did I guide or direct? One precise moment."), _l("Where did I feel free, and where not?")),
    Moment.DISAGREEMENT: (_l("What fact would change your mind?"),),
    Moment.LAST: (_l("What I keep from you"), _l("What I changed because of you")),
    Moment.LETTER: (_l("“You taught me…”"), _l("“I saw it when…”"), _l("“I will use it to…”")),
}


def goes_on(mine: ReflectionState | None, theirs: ReflectionState | None) -> bool:
    """Whether what one begins to write belongs to this disagreement: to one's own draft, or beside the other's text.

    None is a text that is not there. What the other has opened, passed or withdrawn was another occasion.
    """
    if mine is None:
        return theirs in (ReflectionState.DRAFT, ReflectionState.SEALED)
    return mine is ReflectionState.DRAFT
