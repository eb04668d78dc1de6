"""Who runs the site. An administrator sees accounts, never a word that people wrote."""

from portal.accounts.rules import SiteRole
from portal.kernel.access import Permission
from portal.kernel.identity import Actor


def _runs_the_site(actor: Actor, _subject: object = None) -> bool:
    return SiteRole.ADMINISTRATOR in actor.roles


ADMIN = Permission("admin", _runs_the_site)
