"""The pages of a pair as two people: starting it, its roles, its agreement, its settings."""

from portal.pairs.views import agreement, invitations, received, roles, settings
from portal.pairs.views.blueprint import bp

__all__ = ["agreement", "bp", "invitations", "received", "roles", "settings"]
