"""What two people can do in their journal."""

from portal.journal.service.conversation import answer_hearing, offer_hearing, reply
from portal.journal.service.reading import ExchangeView, HearingView, ReplyView, Side, read_exchange, read_side
from portal.journal.service.writing import Assignment, open_mine, save, seal, take_back

__all__ = [
    "Assignment",
    "ExchangeView",
    "HearingView",
    "ReplyView",
    "Side",
    "answer_hearing",
    "offer_hearing",
    "open_mine",
    "read_exchange",
    "read_side",
    "reply",
    "save",
    "seal",
    "take_back",
]
