"""What who answers for a module can do with a remark: answer it once, settle it, take it up again."""

from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.secrecy import Opener, Owner
from portal.kernel.signals import announce
from portal.remarks.models import Remark
from portal.remarks.queries import RemarkSeen
from portal.remarks.rules import refuse_other_answer, refuse_withdrawn
from portal.remarks.service.holding import hold
from portal.remarks.service.reading import answer_place, opened
from portal.remarks.signals import RemarkAnswered


def answer(remark: RemarkSeen, answerer_id: str, words: str) -> None:
    """By one of those who answer for the module; the writer is told that there is something to read."""
    row, owner, place = _held(remark), Owner(remark.writer_id), answer_place(remark.id)
    kept = opened(Opener({owner}), owner.person_id, place, row.answer_cipher)
    refuse_other_answer(kept, words)
    if kept is not None:
        return
    row.answer_cipher = secrecy.close(owner, place, words)
    row.answered_by_id, row.answered_at = answerer_id, now()
    announce(RemarkAnswered(row.id, row.writer_id))


def settle(remark: RemarkSeen) -> None:
    """It needs nothing more, answered or not."""
    row = _held(remark)
    row.settled_at = row.settled_at or now()


def reopen(remark: RemarkSeen) -> None:
    _held(remark).settled_at = None


def _held(remark: RemarkSeen) -> Remark:
    row = hold(remark)
    refuse_withdrawn(row.withdrawn_at)
    return row
