"""The pages of the studio."""

from portal.studio.views import (
    editor,
    exporting,
    figures,
    importing,
    lessons,
    modules,
    pictures,
    publishing,
    reviewing,
    revisions,
)
from portal.studio.views.blueprint import bp

__all__ = [
    "bp",
    "editor",
    "exporting",
    "figures",
    "importing",
    "lessons",
    "modules",
    "pictures",
    "publishing",
    "reviewing",
    "revisions",
]
