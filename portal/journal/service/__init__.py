"""What two people can do in their journal."""

from portal.journal.service.conversation import answer_hearing, offer_hearing, reply
from portal.journal.service.holding import may_hand_over
from portal.journal.service.listing import ExchangeSummary, list_exchanges
from portal.journal.service.places import place_of
from portal.journal.service.reading import ExchangeView, HearingView, ReplyView, Side, read_exchange, read_side
from portal.journal.service.writing import Assignment, StaleText, open_mine, save, seal, take_back

__all__ = [
    "Assignment",
    "ExchangeSummary",
    "ExchangeView",
    "HearingView",
    "ReplyView",
    "Side",
    "StaleText",
    "answer_hearing",
    "list_exchanges",
    "may_hand_over",
    "offer_hearing",
    "open_mine",
    "place_of",
    "read_exchange",
    "read_side",
    "reply",
    "save",
    "seal",
    "take_back",
]
