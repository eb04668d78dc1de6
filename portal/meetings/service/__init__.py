"""What two people do with their meetings."""

from portal.meetings.service.agenda import agenda_of, lines_of, starting_points
from portal.meetings.service.ending import erase_of, on_pair_closed, on_time_passed
from portal.meetings.service.planning import accept, cancel, move, propose, say_held
from portal.meetings.service.reading import MeetingsPage, read_meetings, times_in_common
from portal.meetings.service.texts import read_all, read_places, read_texts, save_text, say_where

__all__ = [
    "MeetingsPage",
    "accept",
    "agenda_of",
    "cancel",
    "erase_of",
    "lines_of",
    "move",
    "on_pair_closed",
    "on_time_passed",
    "propose",
    "read_all",
    "read_meetings",
    "read_places",
    "read_texts",
    "save_text",
    "say_held",
    "say_where",
    "starting_points",
    "times_in_common",
]
