"""The remarks that somebody left on lessons, as their own page shows them."""

from collections.abc import Iterator

from portal.kernel.i18n import current_language
from portal.kernel.identity import Actor
from portal.privacy.rules.taken import Kind, RemarkTaken, Words
from portal.remarks.queries import my_remarks
from portal.remarks.service import RemarkRead, read_all


def take_remarks(actor: Actor) -> tuple[RemarkTaken, ...]:
    """The newest first. Of one that was withdrawn nothing is left to read."""
    found = read_all(my_remarks(actor.id, current_language()))
    return tuple(_taken(remark) for remark in found if remark.text is not None)


def _taken(remark: RemarkRead) -> RemarkTaken:
    seen = remark.seen
    return RemarkTaken(seen.sent_at, seen.lesson_title, str(seen.answered_by or ""), tuple(_words(remark)))


def _words(remark: RemarkRead) -> Iterator[Words]:
    seen = remark.seen
    yield Words(Kind.REMARK, True, remark.text or "", seen.sent_at)
    if remark.answer is not None:
        yield Words(Kind.ANSWER, False, remark.answer, seen.answered_at)
