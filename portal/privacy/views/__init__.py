"""One's own data, on a page and in a copy."""

from portal.privacy.views import deleting, overview, taking
from portal.privacy.views.blueprint import privacy

__all__ = ["deleting", "overview", "privacy", "taking"]
