"""What other slices and the command line ask of accounts."""

import pytest
from flask import Flask

from portal.accounts.models import Consent, Person, RoleGiven, SignInSession
from portal.accounts.queries import find_people
from portal.accounts.rules import SiteRole
from portal.accounts.service import (
    actor_of,
    create_confirmed,
    give_role,
    hashed_password,
    set_disabled,
    start_session,
    take_role,
)
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from tests.accounts.people import ANOTHER, enter, link_in, mails, row_of, sign_up
from tests.builders import person

EMAIL = "maite@example.ca"


def test_an_account_made_by_an_invitation_can_sign_in(app: Flask) -> None:
    with app.app_context():
        password_hash = hashed_password(ANOTHER, name="Maïté", email=EMAIL)
        with transaction():
            made = create_confirmed("Maïté", "maite@Example.CA", password_hash, "en", "Asia/Dhaka", agreed=True)
    found = row_of(app, EMAIL)
    assert found is not None
    assert (found.id, found.language, found.time_zone) == (made, "en", "Asia/Dhaka")
    assert enter(app.test_client(), EMAIL, ANOTHER).status_code == 303
    with app.app_context():
        assert db.session.query(Consent).filter_by(person_id=made).count() == 2


def test_nobody_says_how_old_they_are_without_being_asked(app: Flask) -> None:
    with app.app_context(), transaction():
        create_confirmed("Maïté", EMAIL, None, "fr")
    with app.app_context():
        assert db.session.query(Consent).count() == 0


def test_a_known_address_is_refused(app: Flask) -> None:
    known = person(app)
    with app.app_context(), pytest.raises(Refusal), transaction():
        create_confirmed("X", known.email.upper(), None, "fr")


def test_an_invitation_takes_over_what_was_never_confirmed(app: Flask) -> None:
    stranger = app.test_client()
    sign_up(stranger, EMAIL, name="Quelqu’un")
    (letter,) = mails(app)
    with app.app_context():
        password_hash = hashed_password(ANOTHER, name="Maïté", email=EMAIL)
        with transaction():
            create_confirmed("Maïté", EMAIL, password_hash, "fr")
    assert stranger.get(link_in(letter)).status_code == 410
    assert enter(app.test_client(), EMAIL).status_code == 422
    assert enter(app.test_client(), EMAIL, ANOTHER).status_code == 303
    assert row_of(app, EMAIL).name == "Maïté"


def test_a_password_that_will_not_do_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(Refusal) as refused:
        hashed_password("trop court", name="Maïté", email=EMAIL)
    assert refused.value.field == "password"


def test_a_session_can_be_started_for_somebody(app: Flask) -> None:
    someone = person(app, roles=(SiteRole.INSTRUCTOR,))
    with app.app_context():
        with transaction():
            token = start_session(someone.id, "Firefox, Linux")
        actor = actor_of(token)
        assert actor is not None
        assert (actor.id, actor.roles) == (someone.id, frozenset({SiteRole.INSTRUCTOR}))
        assert actor_of("another") is None


def test_the_last_administrator_stays(app: Flask) -> None:
    one, other = (person(app, name, roles=(SiteRole.ADMINISTRATOR,)) for name in ("Anne", "Omar"))
    with app.app_context():
        with transaction():
            take_role(one.id, SiteRole.ADMINISTRATOR)
        with pytest.raises(Refusal), transaction():
            take_role(other.id, SiteRole.ADMINISTRATOR)
        with pytest.raises(Refusal), transaction():
            set_disabled(other.id, True)
        assert db.session.get_one(Person, other.id).disabled_at is None
        assert db.session.query(RoleGiven).count() == 1


def test_a_disabled_administrator_does_not_count(app: Flask) -> None:
    one, other = (person(app, name, roles=(SiteRole.ADMINISTRATOR,)) for name in ("Anne", "Omar"))
    with app.app_context():
        with transaction():
            set_disabled(one.id, True)
        with pytest.raises(Refusal), transaction():
            take_role(other.id, SiteRole.ADMINISTRATOR)


def test_roles_are_given_once_and_taken_once(app: Flask) -> None:
    someone = person(app)
    with app.app_context():
        for act in (lambda: give_role(None, someone.id, SiteRole.INSTRUCTOR),) * 2:
            with transaction():
                act()
        assert db.session.query(RoleGiven).count() == 1
        for _ in range(2):
            with transaction():
                take_role(someone.id, SiteRole.INSTRUCTOR)
        assert db.session.query(RoleGiven).count() == 0


def test_disabling_ends_sessions_and_can_be_undone(app: Flask) -> None:
    someone = person(app)
    with app.app_context():
        with transaction():
            token = start_session(someone.id, "")
        with transaction():
            set_disabled(someone.id, True)
        assert actor_of(token) is None
        assert db.session.query(SignInSession).filter_by(ended_at=None).count() == 0
        with transaction():
            set_disabled(someone.id, False)
        assert actor_of(token) is None
        assert db.session.get_one(Person, someone.id).disabled_at is None


def test_people_are_found(app: Flask) -> None:
    anne, omar = person(app, "Anne", roles=(SiteRole.ADMINISTRATOR,)), person(app, "omar")
    with app.app_context():
        assert [found.id for found in find_people("", 10)] == [anne.id, omar.id]
        assert [found.id for found in find_people("OMA", 10)] == [omar.id]
        assert [found.id for found in find_people(anne.email.upper(), 10)] == [anne.id]
        assert [found.id for found in find_people("", 1, 1)] == [omar.id]
        assert find_people("%", 10) == []
        assert find_people("anne", 10)[0].roles == frozenset({SiteRole.ADMINISTRATOR})


def test_an_accent_changes_nobodys_place(app: Flask) -> None:
    for name in ("Zoé", "Étienne", "eva", "Émile", "Fanny"):
        person(app, name)
    with app.app_context():
        assert [found.name for found in find_people("", 10)] == ["Émile", "Étienne", "eva", "Fanny", "Zoé"]
