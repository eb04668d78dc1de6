"""Co-authors: instructors alone, by their address; nobody learns who else has an account; one is always left."""

import re

import pytest
from flask.testing import FlaskClient

from portal.accounts.rules import SiteRole
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.privacy.service import delete_account
from portal.studio import queries
from portal.studio.models import ModuleAuthor
from tests.builders import person, post
from tests.studio.acting import my_draft, texts, write
from tests.studio.conftest import Writers

MADE_ANEW = re.compile(r'name="(?:csrf_token|key)"[^>]*value="[^"]+"')


@pytest.fixture
def anais(writers: Writers) -> FlaskClient:
    return writers.browser(writers.anais)


def names(writers: Writers) -> list[str]:
    with writers.app.app_context():
        return [one.name for one in queries.authors_of(my_draft(writers.slug, writers.anais.id).module_id)]


@pytest.mark.both_databases
def test_an_author_adds_an_instructor_by_their_address(writers: Writers, anais: FlaskClient) -> None:
    for _press in range(2):
        added = post(anais, f"{writers.address}/authors", email=f"  {writers.noor.email.upper()} ")
        assert added.headers["Location"] == f"{writers.address}/authors?done=added"
    assert names(writers) == ["Anaïs", "Thu", "Noor"]
    noor = writers.browser(writers.noor)
    assert noor.get(f"{writers.address}/").status_code == 200
    assert noor.get("/studio/").text.count(f'href="{writers.address}/"') == 1
    assert "added an author" in anais.get(f"{writers.address}/").text


def test_the_answer_tells_nothing_about_who_has_an_account(writers: Writers, anais: FlaskClient) -> None:
    participant = person(writers.app, "Maïté")
    administrator = person(writers.app, "Rosalie", roles=(SiteRole.ADMINISTRATOR,))
    told = set()
    for email in (participant.email, administrator.email, "nobody@example.org"):
        answer = post(anais, f"{writers.address}/authors", email=email)
        assert answer.status_code == 422
        assert 'aria-describedby="email-hint email-error"' in answer.text
        told.add(MADE_ANEW.sub("", answer.text).replace(email, ""))
    assert len(told) == 1
    assert post(anais, f"{writers.address}/authors", email="").status_code == 422
    assert post(anais, f"{writers.address}/authors", email="x").status_code == 422
    assert names(writers) == ["Anaïs", "Thu"]


@pytest.mark.both_databases
def test_an_author_is_taken_off_and_what_they_wrote_stays(writers: Writers, anais: FlaskClient) -> None:
    write(writers.app, writers.slug, writers.thu.id, "fr", "De Thu")
    thu = writers.browser(writers.thu)
    for _press in range(2):
        assert post(anais, f"{writers.address}/authors/remove", person=writers.thu.id, key=new_id()).status_code == 303
    assert thu.get(f"{writers.address}/lessons/premiere").status_code == 404
    refused = post(thu, f"{writers.address}/lessons/premiere", fr="Encore de Thu")
    assert (refused.status_code, "Encore de Thu" in refused.text) == (404, True)
    with writers.app.app_context():
        assert texts(writers.slug, writers.anais.id)["fr"] == "De Thu"
    assert names(writers) == ["Anaïs"]
    assert post(anais, f"{writers.address}/authors/remove", person=writers.noor.id, key=new_id()).status_code == 303


def test_the_last_author_stays(writers: Writers, anais: FlaskClient) -> None:
    thu = writers.browser(writers.thu)
    left = post(thu, f"{writers.address}/authors/remove", person=writers.thu.id, key=new_id())
    assert left.headers["Location"] == "/studio/?done=left"
    last = post(anais, f"{writers.address}/authors/remove", person=writers.anais.id, key=new_id())
    assert last.status_code == 409
    assert "at least one author" in last.text
    assert names(writers) == ["Anaïs"]


@pytest.mark.both_databases
def test_a_deleted_authors_texts_stay_without_their_name(writers: Writers, anais: FlaskClient) -> None:
    write(writers.app, writers.slug, writers.thu.id, "fr", "De Thu")
    with writers.app.app_context(), transaction():
        delete_account(writers.thu.id)
    with writers.app.app_context():
        assert db.session.query(ModuleAuthor).count() == 1
        assert texts(writers.slug, writers.anais.id)["fr"] == "De Thu"
    for page in ("/", "/lessons/premiere/history"):
        text = anais.get(f"{writers.address}{page}").text
        assert "Someone who deleted their account" in text
        assert "Thu" not in text
