"""A text that is written over several savings, from one page or from two: nothing is overwritten unseen."""

from portal.journal.models import Entry, Reflection
from portal.journal.rules import ReflectionState
from portal.journal.service.places import place_of
from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.secrecy import Owner, Place
from portal.pairs.rules import MyPair


class StaleText(Refusal):
    """The text was saved elsewhere since this page was made: nothing is overwritten."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _l(
                "This text was saved from another page or device in the meantime. "
                "Both texts are shown: keep what you want."
            ),
            field="text",
        )
        self.version = version


_ENDED: dict[ReflectionState, Sentence] = {
    ReflectionState.SEALED: _l("This reflection was sealed from another page or device in the meantime."),
    ReflectionState.OPEN: _l("This reflection was opened from another page or device in the meantime."),
    ReflectionState.PASSED: _l("You passed from another page or device in the meantime."),
    ReflectionState.KEPT: _l("This reflection was made private for good from another page or device in the meantime."),
    ReflectionState.WITHDRAWN: _l("This reflection was withdrawn from another page or device in the meantime."),
}


def refuse_ended(state: ReflectionState) -> None:
    """Raises where this is no draft any more: only a page that was made before still has the form of one."""
    if state is not ReflectionState.DRAFT:
        raise Refusal(_ENDED[state], field="text")


def is_sent_again(pair: MyPair, row: Reflection | Entry, text: str, version: int, *, is_draft: bool) -> bool:
    """Whether this is the text that is kept already, from a page that is out of date: then nothing changes.

    `version` is that of the text it was made from, 0 for a new one. Raises StaleText for a draft that is another text.
    """
    if row.version == version and is_draft:
        return False
    if own_words(pair, place_of(row), row.text_cipher) == text:
        return True
    if is_draft:
        raise StaleText(row.version)
    return False


def rewrite(pair: MyPair, row: Reflection | Entry, text: str) -> None:
    """Keep a new version of one's own text."""
    row.version += 1
    row.text_cipher = secrecy.close(Owner(pair.me.id, pair.id), place_of(row), text)
    row.saved_at = now()


def own_words(pair: MyPair, place: Place, cipher: bytes | None) -> str | None:
    """One's own text at this place; None where there is none."""
    return secrecy.open_one(Owner(pair.me.id, pair.id), place, cipher) if cipher is not None else None
