"""The pages of meetings, and the calendars that follow them."""

from portal.meetings.views import acts, calendars, pages, texts
from portal.meetings.views.blueprint import meetings

__all__ = ["acts", "calendars", "meetings", "pages", "texts"]
