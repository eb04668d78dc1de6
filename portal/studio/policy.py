"""Who writes modules: instructors, each in those of which they are an author."""

from portal.accounts.rules import SiteRole
from portal.kernel.access import Permission
from portal.kernel.identity import Actor


def _is_instructor(actor: Actor, _subject: object = None) -> bool:
    return SiteRole.INSTRUCTOR in actor.roles


ENTER_STUDIO = Permission("studio.enter", _is_instructor)
WRITE_MODULE = Permission("studio.write module", _is_instructor)
"""The loader finds a module for its authors alone."""
REVIEW = Permission("studio.review release", _is_instructor)
"""The loader finds a release for the authors of its module; for every instructor, one that must be reviewed."""
SEE_FIGURES = Permission("studio.see figures", _is_instructor)
"""The loader finds a module for its authors; for every instructor, one that is kept as files."""
READ_PUBLISHED = Permission("studio.read published module", _is_instructor)
