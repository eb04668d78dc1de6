"""Kept mail holds links that sign in: it can be read in the demo, and nowhere else."""

from flask import current_app

from portal.kernel.access import Permission
from portal.kernel.identity import Actor


def _in_the_demo(_actor: Actor | None, _subject: object = None) -> bool:
    return bool(current_app.config["SETTINGS"].demo)


DEMO = Permission("demo", _in_the_demo, visitors=True)
