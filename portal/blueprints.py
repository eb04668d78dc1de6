"""The URL map: every blueprint, a line each. What is not here cannot be reached."""

from flask import Flask

from portal.kernel.access import refuse_unguarded
from portal.site.views import site

__all__ = ["refuse_unguarded", "register"]

BLUEPRINTS = (site,)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
