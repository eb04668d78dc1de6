"""The pages of a pair that learns: the workspace and its lessons."""

from portal.learning.views import agendas, lesson, newer, reflecting, ritual, workspace
from portal.learning.views.blueprint import learning

__all__ = ["agendas", "learning", "lesson", "newer", "reflecting", "ritual", "workspace"]
