"""The pages of the journal, and what can be done on them."""

from portal.journal.views import cards, conversation, entries, erasing, moments, opening, pages, unlocking
from portal.journal.views.blueprint import journal

__all__ = ["cards", "conversation", "entries", "erasing", "journal", "moments", "opening", "pages", "unlocking"]
