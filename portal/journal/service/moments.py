"""Where a text about a moment belongs, and what it answers."""

from collections.abc import Sequence
from html import escape

from portal.curriculum.rules import Strand
from portal.journal import queries
from portal.journal.models import Exchange, Reflection
from portal.journal.queries import is_known_to, state_in
from portal.journal.rules import QUESTIONS, GuidingRole, Moment, ReflectionState, goes_on
from portal.journal.service.writing import Assignment
from portal.kernel.i18n import _, current_language
from portal.pairs import service as pairs
from portal.pairs.queries import strand_guides
from portal.pairs.rules import MyPair


def assignment_of(pair: MyPair, moment: Moment, key: str, about: str | None = None) -> Assignment:
    """What a moment asks of the reader. `key` is the id of a text that is new; `about`, of any text of an exchange.

    Without `about` it is the exchange that the two are in, or a new one. Inside the transaction that writes.
    """
    pair = pairs.hold(pair)
    return Assignment(
        lesson_id=None,
        revision_id=None,
        role=GuidingRole.BOTH,
        prompt=prompts_of(pair, moment),
        language=current_language(),
        moment=moment,
        exchange_id=_exchange_of(pair, moment, key, about),
        key=key,
    )


def text_under_way(pair: MyPair, moment: Moment) -> Reflection | None:
    """The text by which the reader finds the exchange that their words belong to; None while they may know of none."""
    for _exchange, rows in _current(pair, moment):
        known = [row for row in rows if is_known_to(pair, row)]
        if known:
            return next((row for row in known if row.author_id == pair.me.id), known[0])
    return None


def prompts_of(pair: MyPair, moment: Moment) -> tuple[str, ...]:
    """As HTML. Everybody guides in one strand and learns in another, and answers both questions."""
    guided, learned = QUESTIONS[moment]
    if str(guided) == str(learned):
        return (f"<p>{escape(str(guided))}</p>",)
    return tuple(
        f"<p><strong>{escape(where)}</strong><br>{escape(str(question))}</p>"
        for where, question in zip(_roles(pair), (guided, learned), strict=True)
    )


def _roles(pair: MyPair) -> tuple[str, str]:
    """Where the reader guides, and where they learn."""
    guided = strand_guides(pair.id).get(Strand.CULTURE)
    if guided is None:
        return _("Where you guide"), _("Where you learn")
    if guided == pair.me.id:
        return _("In culture, where you guide"), _("In strategy, where you learn")
    return _("In strategy, where you guide"), _("In culture, where you learn")


def _exchange_of(pair: MyPair, moment: Moment, key: str, about: str | None) -> str | None:
    everywhere = queries.moment_exchanges(pair.id, moment)
    for exchange, rows in everywhere:
        if {key, about} & {row.id for row in rows if is_known_to(pair, row)}:
            return exchange.id
    return next((exchange.id for exchange, _rows in _current(pair, moment)), None)


def _current(pair: MyPair, moment: Moment) -> list[tuple[Exchange, Sequence[Reflection]]]:
    """The exchanges in which a new text has its place, the newest first."""
    found = queries.moment_exchanges(pair.id, moment)
    return [one for one in found if moment.happens_once or goes_on(*_states(pair, one[1]))]


def _states(pair: MyPair, rows: Sequence[Reflection]) -> tuple[ReflectionState | None, ReflectionState | None]:
    """Of the reader's text and of the other's, known to the reader or not."""
    by = {row.author_id: state_in(pair, row) for row in rows}
    return by.get(pair.me.id), by.get(pair.partner.id)
