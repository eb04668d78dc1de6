"""The pages of the studio."""

from portal.studio.views import editor, lessons, modules
from portal.studio.views.blueprint import bp

__all__ = ["bp", "editor", "lessons", "modules"]
