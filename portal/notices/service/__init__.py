"""Telling people what there is to tell: once, kindly, and as they chose."""

from portal.notices.service.choosing import erase_of, proved, save, unsubscribe
from portal.notices.service.marking import clear, clear_all_read, mark_all_read, mark_read, mark_unread
from portal.notices.service.reading import NoticeRead, NoticesPage, read_page

__all__ = [
    "NoticeRead",
    "NoticesPage",
    "clear",
    "clear_all_read",
    "erase_of",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "proved",
    "read_page",
    "save",
    "unsubscribe",
]
