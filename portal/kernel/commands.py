"""What the commands of the command line share: they run in the portal, speak English, and say "no" in a sentence."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask.cli import with_appcontext

from portal.kernel.i18n import speaking
from portal.kernel.refusal import Refusal

P = ParamSpec("P")
T = TypeVar("T")


def in_portal(command: Callable[P, T]) -> Callable[P, T]:
    """Run a command in the application's context. A Refusal becomes the command's error."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with speaking("en"):
            try:
                return command(*args, **kwargs)
            except Refusal as refusal:
                raise click.ClickException(str(refusal.sentence)) from refusal

    return with_appcontext(run)
