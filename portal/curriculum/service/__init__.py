"""Taking lessons in: reading the folders, rendering, publishing what changed."""

from portal.curriculum.service.publishing import Outcome, sync
from portal.curriculum.service.tree import LessonSource, ModuleSource, Tree, read_tree

__all__ = ["LessonSource", "ModuleSource", "Outcome", "Tree", "read_tree", "sync"]
