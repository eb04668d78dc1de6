"""The addresses of this slice."""

from portal.accounts.views import account, entering, links, security
from portal.accounts.views.blueprint import accounts, language

__all__ = ["account", "accounts", "entering", "language", "links", "security"]
