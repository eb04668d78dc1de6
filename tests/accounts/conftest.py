"""Until every blueprint is registered, what the accounts' pages need."""

from collections.abc import Callable

import pytest
from flask import Flask

import portal.curriculum.models
import portal.programs.models  # noqa: F401 (tables that others point to)
from portal.accounts.views import accounts, language


@pytest.fixture
def dressed() -> Callable[[Flask], Flask]:
    def dress(app: Flask) -> Flask:
        for blueprint in (accounts, language):
            if blueprint.name not in app.blueprints:
                app.register_blueprint(blueprint)
        app.url_build_error_handlers.append(lambda _error, endpoint, _values: f"/missing/{endpoint}")
        return app

    return dress


@pytest.fixture
def app(app: Flask, dressed: Callable[[Flask], Flask]) -> Flask:
    return dressed(app)
