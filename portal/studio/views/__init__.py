"""The pages of the studio."""

from portal.studio.views import (
    authors,
    duplicating,
    editor,
    exporting,
    figures,
    history,
    importing,
    lessons,
    looking,
    modules,
    pasting,
    pictures,
    publishing,
    reviewing,
    revisions,
    sheets,
)
from portal.studio.views.blueprint import bp

__all__ = [
    "authors",
    "bp",
    "duplicating",
    "editor",
    "exporting",
    "figures",
    "history",
    "importing",
    "lessons",
    "looking",
    "modules",
    "pasting",
    "pictures",
    "publishing",
    "reviewing",
    "revisions",
    "sheets",
]
