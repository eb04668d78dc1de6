"""Taking lessons in: reading the folders, rendering, publishing what changed; and handing out what goes with them."""

from portal.curriculum.service.companions import agendas, assessment, cards
from portal.curriculum.service.publishing import Outcome, sync
from portal.curriculum.service.tree import LessonSource, ModuleSource, Tree, read_tree

__all__ = ["LessonSource", "ModuleSource", "Outcome", "Tree", "agendas", "assessment", "cards", "read_tree", "sync"]
