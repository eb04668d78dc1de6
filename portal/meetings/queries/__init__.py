"""Named statements about meetings. Texts come as they lie: encrypted."""

from portal.meetings.queries.feeds import FeedSeen, feed, feed_of, in_calendar_of
from portal.meetings.queries.glances import MeetingGlance, meeting_glance, still_asked, with_next_meeting
from portal.meetings.queries.meetings import (
    MeetingFound,
    Meetings,
    cancelled_of_late,
    meetings_in,
    my_meeting,
    places_of,
    texts_of,
)
from portal.meetings.queries.standing import kept_for_a_talk, lessons_here

__all__ = [
    "FeedSeen",
    "MeetingFound",
    "MeetingGlance",
    "Meetings",
    "cancelled_of_late",
    "feed",
    "feed_of",
    "in_calendar_of",
    "kept_for_a_talk",
    "lessons_here",
    "meeting_glance",
    "meetings_in",
    "my_meeting",
    "places_of",
    "still_asked",
    "texts_of",
    "with_next_meeting",
]
