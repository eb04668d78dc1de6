"""Taking lessons in: reading the folders, rendering, publishing what changed; and handing out what goes with them."""

from portal.curriculum.service.companions import agendas, assessment, cards
from portal.curriculum.service.preparing import PreparedModule, prepare
from portal.curriculum.service.publishing import Outcome, Published, Release, publish, unpublish
from portal.curriculum.service.syncing import sync
from portal.curriculum.service.tree import Tree, read_tree

__all__ = [
    "Outcome",
    "PreparedModule",
    "Published",
    "Release",
    "Tree",
    "agendas",
    "assessment",
    "cards",
    "prepare",
    "publish",
    "read_tree",
    "sync",
    "unpublish",
]
