"""What two people can do in their journal."""

from portal.journal.service.adding import add, wish_more
from portal.journal.service.conversation import (
    NearCopy,
    answer_hearing,
    ask_advice,
    leave_it,
    offer_hearing,
    reply,
    talk_in_person,
)
from portal.journal.service.drafting import StaleText
from portal.journal.service.entries import (
    EntryView,
    add_to_entry,
    erase_entry,
    keep_entry,
    read_entries,
    read_entry,
    save_entry,
    share_entry,
)
from portal.journal.service.erasing import keep, withdraw, withdraw_words
from portal.journal.service.holding import may_hand_over
from portal.journal.service.listing import ExchangeSummary, list_exchanges
from portal.journal.service.passing import pass_this_time, pass_unwritten, write_after_all
from portal.journal.service.places import place_of
from portal.journal.service.reading import ExchangeView, HearingView, SaidView, Side, read_exchange, read_side
from portal.journal.service.showing import OpenText, find_open_entry, find_open_text, open_texts
from portal.journal.service.writing import Assignment, open_mine, save, seal, take_back

__all__ = [
    "Assignment",
    "EntryView",
    "ExchangeSummary",
    "ExchangeView",
    "HearingView",
    "NearCopy",
    "OpenText",
    "SaidView",
    "Side",
    "StaleText",
    "add",
    "add_to_entry",
    "answer_hearing",
    "ask_advice",
    "erase_entry",
    "find_open_entry",
    "find_open_text",
    "keep",
    "keep_entry",
    "leave_it",
    "list_exchanges",
    "may_hand_over",
    "offer_hearing",
    "open_mine",
    "open_texts",
    "pass_this_time",
    "pass_unwritten",
    "place_of",
    "read_entries",
    "read_entry",
    "read_exchange",
    "read_side",
    "reply",
    "save",
    "save_entry",
    "seal",
    "share_entry",
    "take_back",
    "talk_in_person",
    "wish_more",
    "withdraw",
    "withdraw_words",
    "write_after_all",
]
