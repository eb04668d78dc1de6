"""Assumption cards: what one writes on them, where they stand, and how well each of the two predicted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from portal.curriculum import service as curriculum
from portal.curriculum.rules import Card, CardKind, CardText
from portal.journal import queries
from portal.journal.models import Exchange, Reflection
from portal.journal.queries import is_known_to, state_in
from portal.journal.rules import (
    CardWords,
    Compared,
    ExchangeLine,
    GuidingRole,
    Nearness,
    ReflectionState,
    Tally,
    may_withdraw,
    predicted,
    tally,
)
from portal.journal.service.erasing import withdraw
from portal.journal.service.open_text import hold_open
from portal.journal.service.reading import ExchangeView, Side, read_exchanges, read_side
from portal.journal.service.writing import Assignment
from portal.kernel.database import db
from portal.kernel.i18n import _l, current_language
from portal.kernel.identity import Actor
from portal.kernel.refusal import Refusal
from portal.pairs import service as pairs
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair


@dataclass(frozen=True, slots=True)
class CardFound:
    """A card, for one of the two of a pair."""

    pair: MyPair
    card: Card

    @property
    def text(self) -> CardText:
        return text_of(self.card)


@dataclass(frozen=True, slots=True)
class CardStands:
    """A card in the list: where both stand, as far as the reader may know. No text of theirs."""

    key: str
    text: CardText | None
    """None for one that left the list; what was written on it is still there."""
    mine: ExchangeLine | None
    theirs: ExchangeLine | None

    @property
    def reflection_id(self) -> str | None:
        """What its exchange is found by; None while the reader may know of neither text."""
        found = self.mine or self.theirs
        return found.reflection_id if found else None


def find_card(actor: Actor, *, pair: str, card: str) -> CardFound | None:
    mine = my_pair(actor, pair=pair)
    found = card_named(card) if mine is not None else None
    return CardFound(mine, found) if mine is not None and found is not None else None


def card_named(key: str) -> Card | None:
    return next((card for card in curriculum.cards() if card.key == key), None)


def text_of(card: Card) -> CardText:
    """In the reader's language."""
    return card.texts[current_language()]


def deck(pair: MyPair) -> list[CardStands]:
    """Every card, in order, then what was written on others. Two statements."""
    lines = {
        (line.card, line.author_id): line
        for line in queries.exchange_lines(pair.me.id, [pair.id])
        if line.card is not None
    }
    texts = {card.key: text_of(card) for card in curriculum.cards()}
    gone = sorted({key for key, _author in lines} - texts.keys())
    return [
        CardStands(key, texts.get(key), lines.get((key, pair.me.id)), lines.get((key, pair.partner.id)))
        for key in (*texts, *gone)
    ]


def card_assignment(found: CardFound) -> Assignment:
    """What the card asks. Inside the transaction that writes."""
    pair = pairs.hold(found.pair)
    return Assignment(
        lesson_id=None,
        revision_id=None,
        role=GuidingRole.BOTH,
        prompt=_prompts(found.card),
        language=current_language(),
        card=found.card.key,
        exchange_id=queries.card_exchange(pair.id, found.card.key),
    )


def on_card(found: CardFound) -> tuple[Side | None, Sequence[Reflection]]:
    """What the reader wrote on it; and both texts, known to the reader or not."""
    rows = queries.reflections_on_card(found.pair.id, found.card.key)
    mine = next((row for row in rows if row.author_id == found.pair.me.id), None)
    return (read_side(found.pair, mine) if mine is not None else None), rows


def known_on(found: CardFound, rows: Iterable[Reflection]) -> str | None:
    """The text by which the reader finds the exchange, their own first."""
    known = sorted(
        (row for row in rows if is_known_to(found.pair, row)), key=lambda row: row.author_id != found.pair.me.id
    )
    return known[0].id if known else None


def compare(card: Card, seen: ExchangeView) -> Compared | None:
    """Both predictions beside the answers that they were of; None as long as not both are open."""
    mine, theirs = seen.mine, seen.theirs
    if mine is None or theirs is None or not seen.both_open or seen.opened_at is None:
        return None
    me, other = CardWords.read(mine.text), CardWords.read(theirs.text)
    return Compared(
        key=card.key,
        reflection_id=mine.id,
        opened_at=seen.opened_at,
        by_me=replace(predicted(card.kind, me.prediction, other.answer, mine.nearness), after_reading=mine.after_other),
        by_partner=replace(
            predicted(card.kind, other.prediction, me.answer, theirs.nearness), after_reading=theirs.after_other
        ),
    )


def predictions(pair: MyPair) -> list[tuple[Card, Compared]]:
    """How near each came, card after card. It stands while both texts do: either of the two can end it."""
    known = {card.key: card for card in curriculum.cards()}
    found = queries.card_exchanges(pair.id)
    seen = [one for one in read_exchanges(pair, found) if one.card in known]
    both = [(known[one.card], compare(known[one.card], one)) for one in seen if one.card is not None]
    return [(card, compared) for card, compared in both if compared is not None]


def tallies(found: Sequence[tuple[Card, Compared]]) -> tuple[Tally, Tally]:
    """The reader's, and the partner's."""
    return tally(one.by_me for _card, one in found), tally(one.by_partner for _card, one in found)


def say_near(pair: MyPair, reflection: Reflection, nearness: str) -> None:
    """By who was predicted, of the partner's open text. Said again otherwise, the last word counts."""
    if nearness not in set(Nearness):
        raise Refusal(_l("Choose one of the three."), status=422)
    hold_open(pair, reflection, by=pair.partner.id)
    _refuse_numbers(reflection.exchange_id)
    mine = next((row for row in queries.reflections_in(reflection.exchange_id) if row.author_id == pair.me.id), None)
    if mine is None or state_in(pair, mine) is not ReflectionState.OPEN:
        raise Refusal(_l("This is said once both are open."))
    reflection.nearness = Nearness(nearness)
    pairs.note_week(pair.id, pair.me.id)


def _refuse_numbers(exchange_id: str) -> None:
    """Raises for a card that answers by itself how near a prediction was, and for one that left the list."""
    card = card_named(db.session.get_one(Exchange, exchange_id).card or "")
    if card is None or card.kind is not CardKind.OPEN:
        raise Refusal(_l("How near it was is said of answers in words alone."))


def erase_my_cards(pair: MyPair, unlocked_at: datetime | None) -> int:
    """All of one's own that was handed over or kept; how many texts. One's drafts are nobody else's, and stay.

    Raises PrivateLocked where one of them is private and its lock has fallen: then none is erased.
    """
    pair = pairs.hold_in_any_state(pair)
    gone = list(_erasable(pair, queries.card_exchanges(pair.id)))
    for row in gone:
        withdraw(pair, row.id, unlocked_at)
    return len(gone)


def private_card(pair: MyPair) -> str | None:
    """The id of one of one's own that is private for good and can be erased."""
    mine = _erasable(pair, queries.card_exchanges(pair.id))
    return next((row.id for row in mine if state_in(pair, row) is ReflectionState.KEPT), None)


def _erasable(pair: MyPair, found: Iterable[tuple[Exchange, Sequence[Reflection]]]) -> Iterator[Reflection]:
    for _exchange, rows in found:
        for row in rows:
            has_words = row.text_cipher is not None
            if row.author_id == pair.me.id and may_withdraw(state_in(pair, row), has_words=has_words):
                yield row


def _prompts(card: Card) -> tuple[str, ...]:
    """As HTML: the statement, and what can be answered where one does not answer in words."""
    text = text_of(card)
    if card.kind is CardKind.OPEN:
        return (_paragraph(text.text),)
    return _paragraph(text.text), _paragraph(" · ".join(f"{number}. {words}" for number, words in text.choices.items()))


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"
