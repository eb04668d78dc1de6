"""The pages of the studio."""

from portal.studio.views import editor, figures, lessons, modules, publishing, reviewing, revisions
from portal.studio.views.blueprint import bp

__all__ = ["bp", "editor", "figures", "lessons", "modules", "publishing", "reviewing", "revisions"]
