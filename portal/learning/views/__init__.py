"""The pages of a pair that learns: the workspace and its lessons."""

from portal.learning.views import lesson, reflecting, workspace
from portal.learning.views.blueprint import learning

__all__ = ["learning", "lesson", "reflecting", "workspace"]
