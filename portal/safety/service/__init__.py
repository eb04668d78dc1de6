"""What can be done about a report, by who sends it and by who handles it."""

from portal.safety.service.erasing import close_again, erase_again, on_time_passed
from portal.safety.service.handling import close, close_pair, hand_over, leave_none_behind, lift_freeze, take
from portal.safety.service.proving import prove, proven
from portal.safety.service.reading import ReportRead, read
from portal.safety.service.sending import attestation_of, send, withdraw
from portal.safety.service.showing import Shown, as_it_is_now, find_text

__all__ = [
    "ReportRead",
    "Shown",
    "as_it_is_now",
    "attestation_of",
    "close",
    "close_again",
    "close_pair",
    "erase_again",
    "find_text",
    "hand_over",
    "leave_none_behind",
    "lift_freeze",
    "on_time_passed",
    "prove",
    "proven",
    "read",
    "send",
    "take",
    "withdraw",
]
