"""Two instructors who write a module together, and one who does not."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.rules import SiteRole
from tests.builders import Someone, person, sign_in
from tests.studio.acting import module


@dataclass(frozen=True)
class Writers:
    """Anaïs made the module; Thu writes it too; Noor writes others."""

    app: Flask
    anais: Someone
    thu: Someone
    noor: Someone
    slug: str

    @property
    def address(self) -> str:
        return f"/studio/modules/{self.slug}"

    def browser(self, who: Someone) -> FlaskClient:
        return sign_in(self.app, who)


@pytest.fixture
def writers(app: Flask) -> Writers:
    anais, thu, noor = (
        person(app, name, language="en", roles=(SiteRole.INSTRUCTOR,)) for name in ("Anaïs", "Thu", "Noor")
    )
    slug = module(app, anais.id, thu.id, lessons=("premiere", "deuxieme"))
    return Writers(app, anais, thu, noor, slug)
