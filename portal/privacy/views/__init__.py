"""One's own data, on a page and in a copy."""

from portal.privacy.views import overview, taking
from portal.privacy.views.blueprint import privacy

__all__ = ["overview", "privacy", "taking"]
