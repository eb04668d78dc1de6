"""The pages of the journal, and what can be done on them."""

from portal.journal.views import conversation, entries, erasing, moments, opening, pages, unlocking
from portal.journal.views.blueprint import journal

__all__ = ["conversation", "entries", "erasing", "journal", "moments", "opening", "pages", "unlocking"]
