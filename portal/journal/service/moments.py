"""Where a text about a moment belongs, and what it answers."""

from collections.abc import Sequence
from html import escape

from portal.curriculum.rules import Strand
from portal.journal import queries
from portal.journal.models import Exchange, Reflection
from portal.journal.queries import is_known_to, state_in
from portal.journal.rules import QUESTIONS, GuidingRole, Moment, ReflectionState, goes_on
from portal.journal.service.writing import Assignment
from portal.kernel.i18n import _, _l, current_language
from portal.kernel.refusal import Refusal
from portal.pairs import service as pairs
from portal.pairs.queries import strand_guides
from portal.pairs.rules import MyPair


def assignment_of(pair: MyPair, moment: Moment, key: str, about: str | None = None) -> Assignment:
    """What a moment asks of the reader. `key` is the id of a text that is new; `about`, of any text of an exchange.

    Without `about` it is the exchange that the two are in, or a new one. Inside the transaction that writes.
    Raises for a moment that has not come.
    """
    pair = pairs.hold(pair)
    if not moment.may_begin(closing=pair.is_closing) and text_under_way(pair, moment) is None:
        raise Refusal(
            _l("Closing letters are written once the pair is closing. Your text is still here."), field="text"
        )
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
    """As HTML. Where a question is asked of each role, one answers both, and is told which is which."""
    questions = [escape(str(question)) for question in QUESTIONS[moment]]
    if not moment.asks_by_role:
        return tuple(f"<p>{question}</p>" for question in questions)
    return tuple(
        f"<p><strong>{escape(where)}</strong><br>{question}</p>"
        for where, question in zip(_roles(pair), questions, strict=True)
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
