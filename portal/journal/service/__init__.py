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
    EntryLocked,
    EntryView,
    add_to_entry,
    erase_entry,
    keep_entry,
    read_entries,
    read_entry,
    save_entry,
    share_entry,
)
from portal.journal.service.erasing import (
    erase_under_pass_again,
    keep,
    keep_again,
    withdraw,
    withdraw_clarification,
    withdraw_words,
)
from portal.journal.service.holding import may_hand_over
from portal.journal.service.listing import ExchangeSummary, Shelf, list_exchanges, set_out
from portal.journal.service.moments import assignment_of, prompts_of, text_under_way
from portal.journal.service.passing import pass_over, pass_this_time, write_after_all
from portal.journal.service.places import place_of
from portal.journal.service.reading import (
    ExchangeView,
    HearingView,
    SaidView,
    Side,
    opening_beside,
    read_exchange,
    read_exchanges,
    read_side,
)
from portal.journal.service.showing import find_open_entry, find_open_text, open_texts
from portal.journal.service.writing import Assignment, Written, open_mine, save, save_draft, seal, seal_text, take_back

__all__ = [
    "Assignment",
    "EntryLocked",
    "EntryView",
    "ExchangeSummary",
    "ExchangeView",
    "HearingView",
    "NearCopy",
    "SaidView",
    "Shelf",
    "Side",
    "StaleText",
    "Written",
    "add",
    "add_to_entry",
    "answer_hearing",
    "ask_advice",
    "assignment_of",
    "erase_entry",
    "erase_under_pass_again",
    "find_open_entry",
    "find_open_text",
    "keep",
    "keep_again",
    "keep_entry",
    "leave_it",
    "list_exchanges",
    "may_hand_over",
    "offer_hearing",
    "open_mine",
    "open_texts",
    "opening_beside",
    "pass_over",
    "pass_this_time",
    "place_of",
    "prompts_of",
    "read_entries",
    "read_entry",
    "read_exchange",
    "read_exchanges",
    "read_side",
    "reply",
    "save",
    "save_draft",
    "save_entry",
    "seal",
    "seal_text",
    "set_out",
    "share_entry",
    "take_back",
    "talk_in_person",
    "text_under_way",
    "wish_more",
    "withdraw",
    "withdraw_clarification",
    "withdraw_words",
    "write_after_all",
]
