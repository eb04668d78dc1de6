"""Administration: who may enter, what can be done, and what nobody can do to themselves."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import Person, RoleGiven, SignInSession
from portal.accounts.rules import SiteRole
from portal.kernel.database import db, new_id
from tests.builders import Someone, person, post, sign_in


@pytest.fixture
def boss(app: Flask) -> Someone:
    return person(app, "Anne", roles=(SiteRole.ADMINISTRATOR,))


@pytest.fixture
def boss_client(app: Flask, boss: Someone) -> FlaskClient:
    return sign_in(app, boss)


def roles_of(app: Flask, someone: Someone) -> set[SiteRole]:
    with app.app_context():
        return set(db.session.scalars(db.select(RoleGiven.role).filter_by(person_id=someone.id)))


def is_disabled(app: Flask, someone: Someone) -> bool:
    with app.app_context():
        return db.session.get_one(Person, someone.id).disabled_at is not None


@pytest.mark.parametrize("address", ["/admin/", "/admin/health"])
def test_a_visitor_is_sent_to_sign_in(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login?next=/admin/")


@pytest.mark.parametrize("roles", [(), (SiteRole.INSTRUCTOR,)])
def test_others_are_refused(app: Flask, roles: tuple[SiteRole, ...]) -> None:
    someone = person(app, roles=roles)
    client = sign_in(app, someone)
    assert client.get("/admin/").status_code == 403
    assert client.get("/admin/health").status_code == 403
    assert client.get(f"/admin/people/{someone.id}").status_code == 404
    for act in ("give", "take", "disable", "enable"):
        assert post(client, f"/admin/people/{someone.id}/{act}", role="administrator").status_code == 404
    assert roles_of(app, someone) == set(roles)
    assert not is_disabled(app, someone)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_answer_in_both_languages(app: Flask, boss: Someone, boss_client: FlaskClient, language: str) -> None:
    for address in ("/admin/", "/admin/health", f"/admin/people/{boss.id}"):
        answer = boss_client.get(f"{address}?lang={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}-CA">' in answer.text


def test_people_are_found_by_a_part_of_their_name_or_address(app: Flask, boss_client: FlaskClient) -> None:
    wanted, other = person(app, "Ibrahim"), person(app, "Maïté")
    for text in ("ibra", wanted.email[:12]):
        shown = boss_client.get("/admin/", query_string={"q": text}).text
        assert wanted.email in shown
        assert other.email not in shown


def test_a_search_without_result_says_how_to_go_on(boss_client: FlaskClient) -> None:
    assert "Nobody found" in boss_client.get("/admin/?q=zzz&lang=en").text


def test_a_page_after_the_last_one_leads_back(boss_client: FlaskClient) -> None:
    for number in ("9", "9" * 30):
        assert "The list ends before this page." in boss_client.get(f"/admin/?page={number}&lang=en").text


@pytest.mark.parametrize("number", ["0", "-3", "x"])
def test_a_page_that_is_none_is_the_first(app: Flask, boss: Someone, boss_client: FlaskClient, number: str) -> None:
    assert boss.name in boss_client.get(f"/admin/?page={number}").text


def test_people_come_fifty_a_page(app: Flask, boss_client: FlaskClient) -> None:
    for number in range(50):
        person(app, f"Person {number}")
    assert "page=2" in boss_client.get("/admin/").text
    assert "page=1" in boss_client.get("/admin/?page=2").text


def test_nobody_is_found_under_an_unknown_id(boss_client: FlaskClient) -> None:
    assert boss_client.get(f"/admin/people/{new_id()}").status_code == 404


def test_a_role_is_given_and_taken(app: Flask, boss_client: FlaskClient) -> None:
    someone = person(app)
    address = f"/admin/people/{someone.id}"
    answer = post(boss_client, f"{address}/give", role="instructor")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{address}?done=given"
    assert roles_of(app, someone) == {SiteRole.INSTRUCTOR}
    assert 'role="status"' in boss_client.get(f"{address}?done=given").text
    post(boss_client, f"{address}/take", role="instructor")
    assert roles_of(app, someone) == set()


def test_giving_a_role_twice_gives_it_once(app: Flask, boss_client: FlaskClient) -> None:
    someone = person(app, roles=(SiteRole.INSTRUCTOR,))
    assert post(boss_client, f"/admin/people/{someone.id}/give", role="instructor").status_code == 303
    assert roles_of(app, someone) == {SiteRole.INSTRUCTOR}


@pytest.mark.parametrize("fields", [{}, {"role": "coordinator"}])
def test_an_unknown_role_changes_nothing(app: Flask, boss_client: FlaskClient, fields: dict[str, str]) -> None:
    someone = person(app)
    assert post(boss_client, f"/admin/people/{someone.id}/give", **fields).status_code == 422
    assert roles_of(app, someone) == set()


def test_disabling_ends_every_session_and_can_be_undone(app: Flask, boss_client: FlaskClient) -> None:
    someone = person(app)
    theirs = sign_in(app, someone)
    address = f"/admin/people/{someone.id}"
    post(boss_client, f"{address}/disable")
    assert is_disabled(app, someone)
    assert theirs.get("/").status_code == 200  # a visitor again
    with app.app_context():
        sessions = db.session.scalars(db.select(SignInSession).filter_by(person_id=someone.id)).all()
        assert all(session.ended_at is not None for session in sessions)
    assert "refuses" not in boss_client.get(f"{address}?lang=en").text
    post(boss_client, f"{address}/enable")
    assert not is_disabled(app, someone)
    assert theirs.get("/").status_code == 200  # the old session stays ended


def test_administrators_cannot_lock_themselves_out(app: Flask, boss: Someone, boss_client: FlaskClient) -> None:
    address = f"/admin/people/{boss.id}"
    assert post(boss_client, f"{address}/take", role="administrator").status_code == 409
    assert post(boss_client, f"{address}/disable").status_code == 409
    assert roles_of(app, boss) == {SiteRole.ADMINISTRATOR}
    assert not is_disabled(app, boss)


def test_their_own_page_offers_no_such_button(boss: Someone, boss_client: FlaskClient) -> None:
    shown = boss_client.get(f"/admin/people/{boss.id}").text
    assert "/take" not in shown
    assert "/disable" not in shown


def test_a_word_that_is_not_known_tells_nothing(boss: Someone, boss_client: FlaskClient) -> None:
    assert 'data-kind="done"' not in boss_client.get(f"/admin/people/{boss.id}?done=anything").text
