"""Every text of an exchange or a note that its reader may read, one by one: for whoever wants to show one of them."""

from collections.abc import Iterator

from portal.journal import queries
from portal.journal.rules import EntryState
from portal.journal.service.entries import read_entry
from portal.journal.service.reading import ExchangeView, Side, read_exchange
from portal.kernel.identity import Actor
from portal.pairs.rules import OpenText


def find_open_text(actor: Actor, *, pair: str, kind: str, text: str) -> OpenText | None:
    """By the id of its row. None for what is a draft, sealed, private or withdrawn, and for everybody else's."""
    reflection = queries.reflection_of(text)
    found = reflection and queries.find_exchange(actor, pair=pair, reflection=reflection, language=actor.language)
    if not found:
        return None
    seen = read_exchange(found.pair, found.exchange, found.reflections)
    return next((one for one in open_texts(seen) if (one.kind, one.id) == (kind, text)), None)


def find_open_entry(actor: Actor, *, pair: str, kind: str, text: str) -> OpenText | None:
    """The same for a free entry, or for what was added to one."""
    found = queries.find_entry(actor, pair=pair, entry=text)
    seen = read_entry(found.pair, found.entry) if found else None
    if seen is None or seen.state is not EntryState.SHARED or seen.text is None or seen.shared_at is None:
        return None
    return OpenText(kind, seen.id, seen.author_id, seen.text, seen.shared_at)


def open_texts(seen: ExchangeView) -> Iterator[OpenText]:
    """What is open to both, whoever wrote it."""
    for side in (seen.mine, seen.theirs):
        if side is not None:
            yield from _open_on(side)


def _open_on(side: Side) -> Iterator[OpenText]:
    if side.is_open and side.text is not None and side.opened_at is not None:
        yield OpenText("reflection", side.id, side.author_id, side.text, side.opened_at)
    for heard in side.hearings:
        if heard.text is not None:
            yield OpenText("hearing", heard.id, heard.hearer_id, heard.text, heard.offered_at)
        if heard.clarification is not None and heard.answered_at is not None:
            yield OpenText("clarification", heard.id, side.author_id, heard.clarification, heard.answered_at)
    for kind, said in (("addition", side.additions), ("reply", side.replies)):
        for one in said:
            if one.text is not None:
                yield OpenText(kind, one.id, one.author_id, one.text, one.written_at)
