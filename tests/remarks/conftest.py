"""Two who learn, and an instructor who answers."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.rules import SiteRole
from tests.builders import Someone, TwoPeople, pair, person, sign_in
from tests.learning.conftest import take_in, write_lessons
from tests.studio.conftest import writers

__all__ = ["writers"]


@dataclass
class Remarking:
    app: Flask
    two: TwoPeople
    instructor: Someone
    reader: FlaskClient
    answering: FlaskClient


@pytest.fixture
def remarking(app: Flask, tmp_path: Path) -> Remarking:
    write_lessons(tmp_path / "lessons")
    take_in(app, tmp_path / "lessons")
    two = pair(app)
    instructor = person(app, "Thu", language="en", roles=(SiteRole.INSTRUCTOR,))
    return Remarking(app, two, instructor, sign_in(app, two.first), sign_in(app, instructor))
