"""A lesson as a pair will see it, before there is one: the two people are invented, and have done nothing."""

from datetime import UTC, datetime

from portal.curriculum.rules import LessonText, Strand
from portal.learning.rules.lesson import LessonSeen
from portal.learning.rules.sides import Side
from portal.pairs.rules import MyPair, PairPersonSeen, PairState, Standing

PARTNER = "Camille"
_BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def invented_pair(language: str) -> MyPair:
    return MyPair(
        id="preview",
        program_id="",
        me=PairPersonSeen("me", "", 1, language),
        partner=PairPersonSeen("other", PARTNER, 2, language),
        state=PairState.ACTIVE,
        created_at=_BEGUN,
        standing=Standing(),
        closing_at=None,
        closed_at=None,
        done_by_me=False,
    )


def previewed_lesson(
    text: LessonText,
    *,
    language: str,
    module: str,
    module_title: str,
    slug: str,
    number: int,
    total: int,
    strand: Strand,
    guide: Side,
) -> LessonSeen:
    """`text` in HTML. `guide`: who guides, as the reader sees it; in a `together` lesson, who opened as guide."""
    return LessonSeen(
        pair=invented_pair(language),
        id="",
        module=module,
        slug=slug,
        module_title=module_title,
        number=number,
        total=total,
        strand=strand,
        revision_id="",
        guide_id={Side.ME: "me", Side.OTHER: "other", Side.BOTH: None}[guide],
        is_begun=False,
        text=text,
    )
