"""A module whose authors have all left is given another one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.models import Person, RoleGiven
from portal.accounts.rules import SiteRole
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.studio import service
from portal.studio.queries import authors_of
from tests.builders import Someone, person, post, sign_in
from tests.studio.acting import my_draft, texts
from tests.studio.conftest import Writers


@pytest.fixture
def boss(app: Flask) -> FlaskClient:
    return sign_in(app, person(app, "Anne", language="en", roles=(SiteRole.ADMINISTRATOR,)))


def give(boss: FlaskClient, slug: str, other: Someone) -> TestResponse:
    answer: TestResponse = post(boss, f"/admin/modules/{slug}", email=other.email)
    return answer


def leave(writers: Writers, how: str) -> None:
    """Both authors, each in this way."""
    with writers.app.app_context(), transaction():
        for who in (writers.anais, writers.thu):
            if how == "deleted":
                service.forget(who.id)
            elif how == "disabled":
                db.session.get_one(Person, who.id).disabled_at = now()
            else:
                db.session.delete(db.session.get_one(RoleGiven, (who.id, SiteRole.INSTRUCTOR)))


@pytest.mark.parametrize("how", ["deleted", "disabled", "no instructor"])
def test_another_instructor_goes_on_from_where_they_left(writers: Writers, boss: FlaskClient, how: str) -> None:
    with writers.app.app_context():
        before = texts(writers.slug, writers.anais.id)
    assert "Every module has an author" in boss.get("/admin/modules").text
    leave(writers, how)
    assert f"/admin/modules/{writers.slug}" in boss.get("/admin/modules").text
    assert writers.browser(writers.noor).get(f"{writers.address}/").status_code == 404
    for _press in range(2):
        assert give(boss, writers.slug, writers.noor).headers["Location"] == "/admin/modules?done=author"
    page = writers.browser(writers.noor).get(f"{writers.address}/")
    assert page.status_code == 200
    assert "Anne" in page.text
    with writers.app.app_context():
        assert texts(writers.slug, writers.noor.id) == before
    assert "Every module has an author" in boss.get("/admin/modules").text


def test_one_that_has_an_author_is_theirs_to_share(writers: Writers, boss: FlaskClient) -> None:
    assert "This module has an author, who adds others." in boss.get(f"/admin/modules/{writers.slug}").text
    assert give(boss, writers.slug, writers.noor).status_code == 409
    with writers.app.app_context():
        authors = authors_of(my_draft(writers.slug, writers.anais.id).module_id)
    assert [one.name for one in authors] == ["Anaïs", "Thu"]


def test_only_an_instructor_becomes_one(writers: Writers, boss: FlaskClient) -> None:
    leave(writers, "deleted")
    refused = give(boss, writers.slug, person(writers.app, "Passante"))
    assert refused.status_code == 422
    assert "Nobody with this address is an instructor here." in refused.text
    assert boss.get("/admin/modules/conversation").status_code == 404
