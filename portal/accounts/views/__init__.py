"""The addresses of this slice. Importing it also registers the handlers of its mail."""

from portal.accounts import mail
from portal.accounts.views import account, entering, links, security
from portal.accounts.views.blueprint import accounts, language

__all__ = ["account", "accounts", "entering", "language", "links", "mail", "security"]
