"""The page of notices, what one gets, and the link that ends the mails."""

from portal.notices.views import choosing, pages, unsubscribing
from portal.notices.views.blueprint import notices

__all__ = ["choosing", "notices", "pages", "unsubscribing"]
