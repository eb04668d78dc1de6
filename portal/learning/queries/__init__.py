"""A pair's path and its lessons: each lesson in the revision the two began, else in the newest."""

from portal.learning.queries.lesson import my_lesson
from portal.learning.queries.path import paths
from portal.learning.queries.workspace import WorkspaceFound, my_workspace

__all__ = ["WorkspaceFound", "my_lesson", "my_workspace", "paths"]
