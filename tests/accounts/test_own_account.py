"""One's own pages: profile, password, address, sessions, language."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts import queries
from portal.accounts.models import Person, SignInSession
from portal.accounts.service import addresses
from portal.app import create_app
from portal.kernel import clock
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests.accounts.people import (
    ANOTHER,
    PASSWORD,
    copy_of,
    enter,
    is_signed_in,
    link_in,
    mails,
    open_sessions,
    row_of,
    send,
    sign_up,
    with_password,
)
from tests.builders import TOKEN, Someone, csrf, person, post, sign_in

NEW = "nouvelle@example.ca"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def someone(app: Flask) -> Someone:
    return with_password(app)


@pytest.fixture
def mine(app: Flask, someone: Someone) -> FlaskClient:
    client = app.test_client()
    enter(client, someone.email)
    return client


@pytest.fixture
def elsewhere(app: Flask, someone: Someone) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    enter(client, someone.email)
    return client


PAGES = ["/account/", "/account/security", "/account/password", "/account/address", "/account/privacy"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_answer_in_both_languages(mine: FlaskClient, address: str, language: str) -> None:
    answer = mine.get(f"{address}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}-CA">' in answer.text
    assert answer.text.count('class="button main"') <= 1


@pytest.mark.parametrize("address", PAGES)
def test_a_visitor_is_sent_to_sign_in(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/login?next={address}"


def test_a_profile_is_saved(app: Flask, mine: FlaskClient, someone: Someone) -> None:
    fields = {"name": "  Maïté   R. ", "language": "en", "time_zone": "Asia/Dhaka", "version": "1"}
    answer = send(mine, "/account/", **fields)
    assert answer.headers["Location"] == "/account/?done=saved"
    found = row_of(app, someone.email)
    assert found is not None
    assert (found.name, found.language, found.time_zone, found.version) == ("Maïté R.", "en", "Asia/Dhaka", 2)
    assert "Your profile is saved." in mine.get("/account/?done=saved").text


def test_a_stale_profile_is_refused_with_its_text_and_can_be_saved_again(app: Flask, mine: FlaskClient) -> None:
    fields = {"language": "fr", "time_zone": "America/Toronto"}
    send(mine, "/account/", name="Une", version="1", **fields)
    answer = send(mine, "/account/", name="Deux", version="1", **fields)
    assert answer.status_code == 409
    assert 'value="Deux"' in answer.text
    assert 'value="2"' in answer.text
    assert "Une, français, Montréal, Québec, Toronto" in answer.text
    assert send(mine, "/account/", name="Deux", version="2", **fields).status_code == 303


WRONG = [{"name": ""}, {"name": "\u202eMaïté"}, {"language": "de"}, {"time_zone": "Mars/Olympus"}, {"version": "x"}]


@pytest.mark.parametrize("fields", WRONG)
def test_a_wrong_profile_changes_nothing(
    app: Flask, mine: FlaskClient, someone: Someone, fields: dict[str, str]
) -> None:
    good = {"name": "Une", "language": "en", "time_zone": "Asia/Dhaka", "version": "1"}
    assert send(mine, "/account/", **(good | fields)).status_code in (409, 422)
    assert row_of(app, someone.email).name == "Maïté"


def test_a_time_zone_without_a_place_is_kept(app: Flask, mine: FlaskClient, someone: Someone) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, someone.id).time_zone = "UTC"
    assert '<option selected value="UTC">' in mine.get("/account/").text
    fields = {"name": "Une", "language": "fr", "time_zone": "UTC", "version": "1"}
    assert send(mine, "/account/", **fields).status_code == 303


def test_a_new_password_ends_every_session_and_begins_this_one_again(
    app: Flask, mine: FlaskClient, elsewhere: FlaskClient, someone: Someone
) -> None:
    copy = copy_of(mine)
    answer = send(mine, "/account/password", current=PASSWORD, password=ANOTHER)
    assert answer.headers["Location"] == "/account/security?done=password"
    assert is_signed_in(mine)
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(copy)
    assert open_sessions(app, someone) == 1
    assert enter(app.test_client(), someone.email, PASSWORD).status_code == 422
    assert enter(app.test_client(), someone.email, ANOTHER).status_code == 303
    assert [letter["To"] for letter in mails(app)] == [someone.email]


KEPT, KEPT_BUT = "Everything you wrote is still here.", "What you wrote is still here, except passwords."


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/account/", {KEPT}),
        ("/account/address", {KEPT_BUT}),
        ("/account/password", set()),
        ("/account/privacy/delete", set()),
    ],
)
def test_a_form_promises_to_have_kept_what_it_has_kept(mine: FlaskClient, address: str, said: set[str]) -> None:
    text = send(mine, f"{address}?lang=en").text
    assert 'class="error-summary"' in text
    assert {sentence for sentence in (KEPT, KEPT_BUT) if sentence in text} == said


@pytest.mark.parametrize(
    ("current", "password"), [("pas le bon du tout", ANOTHER), (PASSWORD, "trop court"), ("", ANOTHER), (PASSWORD, "")]
)
def test_a_password_is_changed_by_whoever_knows_it(
    app: Flask, mine: FlaskClient, elsewhere: FlaskClient, current: str, password: str
) -> None:
    answer = send(mine, "/account/password", current=current, password=password)
    assert answer.status_code == 422
    assert is_signed_in(elsewhere)
    for text in (current, password):
        assert not text or text not in answer.text


def test_guessing_the_current_password_is_throttled(mine: FlaskClient) -> None:
    for _ in range(10):
        send(mine, "/account/password", current="pas le bon du tout", password=ANOTHER)
    assert send(mine, "/account/password", current=PASSWORD, password=ANOTHER).status_code == 429
    with clock.at(clock.now() + timedelta(minutes=15)):
        assert send(mine, "/account/password", current=PASSWORD, password=ANOTHER).status_code == 303


def test_an_address_is_confirmed_from_the_new_one_and_told_to_the_old_one(
    app: Flask, mine: FlaskClient, someone: Someone
) -> None:
    answer = send(mine, "/account/address", email=NEW, current=PASSWORD)
    assert answer.headers["Location"] == "/account/security?done=address"
    assert row_of(app, NEW) is None
    (letter,) = mails(app)
    assert letter["To"] == NEW
    assert mine.get(link_in(letter)).status_code == 200
    assert send(mine, link_in(letter)).headers["Location"] == "/account/?done=moved"
    assert row_of(app, NEW).id == someone.id
    assert mails(app)[-1]["To"] == someone.email
    assert mine.get(link_in(letter)).status_code == 410
    assert enter(app.test_client(), NEW).status_code == 303
    assert enter(app.test_client(), someone.email).status_code == 422


def test_the_link_to_a_new_address_signs_nobody_in(app: Flask, client: FlaskClient, mine: FlaskClient) -> None:
    send(mine, "/account/address", email=NEW, current=PASSWORD)
    answer = send(client, link_in(mails(app)[0]))
    assert answer.headers["Location"] == "/login?done=moved"
    assert not is_signed_in(client)


def test_the_address_of_another_account_is_answered_alike(app: Flask, mine: FlaskClient, someone: Someone) -> None:
    other = person(app, "Ibrahim")
    answer = send(mine, "/account/address", email=other.email, current=PASSWORD)
    assert answer.headers["Location"] == "/account/security?done=address"
    (letter,) = mails(app)
    assert letter["To"] == other.email
    assert "/account/address/" not in letter.as_string()


def test_an_address_taken_meanwhile_stays_where_it_is(app: Flask, mine: FlaskClient, someone: Someone) -> None:
    send(mine, "/account/address", email=NEW, current=PASSWORD)
    address = link_in(mails(app)[0])
    other = person(app, "Ibrahim")
    with app.app_context(), transaction():
        db.session.get_one(Person, other.id).email = NEW
    assert send(mine, address).status_code == 409
    assert row_of(app, NEW).id == other.id
    assert row_of(app, someone.email).id == someone.id


def test_an_account_that_never_confirmed_gives_way(app: Flask, mine: FlaskClient, someone: Someone) -> None:
    sign_up(app.test_client(), NEW)
    send(mine, "/account/address", email=NEW, current=PASSWORD)
    confirming, moving = mails(app)
    assert send(mine, link_in(moving)).status_code == 303
    assert row_of(app, NEW).id == someone.id
    assert app.test_client().get(link_in(confirming)).status_code == 410


@pytest.mark.parametrize("fields", [{"current": "pas le bon du tout"}, {"email": "sans arobase"}, {"email": ""}])
def test_an_address_needs_the_password_and_to_be_one(app: Flask, mine: FlaskClient, fields: dict[str, str]) -> None:
    assert send(mine, "/account/address", **({"email": NEW, "current": PASSWORD} | fields)).status_code == 422
    assert mails(app) == []


def test_ones_own_address_is_no_new_one(app: Flask, mine: FlaskClient, someone: Someone) -> None:
    assert send(mine, "/account/address", email=someone.email.upper(), current=PASSWORD).status_code == 422


def test_a_new_password_ends_a_move_that_was_asked_for(app: Flask, mine: FlaskClient) -> None:
    send(mine, "/account/address", email=NEW, current=PASSWORD)
    address = link_in(mails(app)[0])
    send(mine, "/account/password", current=PASSWORD, password=ANOTHER)
    assert mine.get(address).status_code == 410


def test_sessions_are_listed_and_signed_out_there(
    app: Flask, mine: FlaskClient, elsewhere: FlaskClient, someone: Someone
) -> None:
    shown = mine.get("/account/security").text
    assert "Firefox, Linux" in shown
    (there,) = {part.split("/end")[0] for part in shown.split("/account/sessions/")[1:] if not part.startswith("end")}
    answer = post(mine, f"/account/sessions/{there}/end", seen_on="/account/security")
    assert answer.headers["Location"] == "/account/security?done=ended"
    assert is_signed_in(mine)
    assert not is_signed_in(elsewhere)
    again = post(mine, f"/account/sessions/{there}/end", seen_on="/account/security")
    assert again.headers["Location"] == answer.headers["Location"]


def test_nobody_ends_the_session_of_another(app: Flask, mine: FlaskClient, someone: Someone) -> None:
    other = app.test_client()
    enter(other, with_password(app).email)
    shown = mine.get("/account/security").text
    assert "/account/sessions/" in shown
    with mine.session_transaction() as cookie:
        assert cookie["_user_id"]
    with app.app_context():
        theirs = db.session.scalars(db.select(SignInSession.id).filter_by(person_id=someone.id)).one()
    for session in (theirs, new_id()):
        assert post(other, f"/account/sessions/{session}/end", seen_on="/account/security").status_code == 404
    assert is_signed_in(mine)


def test_signing_out_everywhere(app: Flask, mine: FlaskClient, elsewhere: FlaskClient, someone: Someone) -> None:
    answer = post(mine, "/account/sessions/end", seen_on="/account/security")
    assert answer.headers["Location"] == "/login?done=everywhere"
    assert not is_signed_in(mine)
    assert not is_signed_in(elsewhere)
    assert open_sessions(app, someone) == 0


@pytest.mark.parametrize(
    "address", ["/account/", "/account/password", "/account/address", "/account/sessions/end", "/language"]
)
def test_without_a_token_nothing_changes(app: Flask, mine: FlaskClient, someone: Someone, address: str) -> None:
    fields = {"name": "X", "language": "en", "time_zone": "UTC", "current": PASSWORD, "password": ANOTHER, "email": NEW}
    assert mine.post(address, data=fields).status_code == 400
    assert is_signed_in(mine)
    found = row_of(app, someone.email)
    assert found is not None
    assert (found.name, found.language) == ("Maïté", "fr")


def test_a_language_is_kept_with_the_person(app: Flask, mine: FlaskClient, someone: Someone) -> None:
    answer = post(mine, "/language", seen_on="/account/", language="en", next="/account/privacy")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/account/privacy"
    assert row_of(app, someone.email).language == "en"
    assert '<html lang="en-CA">' in mine.get("/account/").text


def test_a_language_is_kept_with_a_visitor(client: FlaskClient) -> None:
    answer = post(client, "/language", seen_on="/login", language="en", next="/login")
    header = answer.headers["Set-Cookie"]
    assert header.startswith("language=en;")
    assert "Max-Age=31536000" in header
    assert "SameSite=Lax" in header
    assert '<html lang="en-CA">' in client.get("/login").text


def test_behind_https_every_cookie_is_secure(settings: Settings) -> None:
    place = "https://localhost"
    app = create_app(Settings(data=settings.data, database_url=settings.database_url, base_url=place))
    client = app.test_client()
    shown = client.get("/login", base_url=place)
    token = TOKEN.search(shown.text)
    assert token is not None
    fields = {"csrf_token": token[1], "language": "en", "next": "/login"}
    chosen = client.post("/language", base_url=place, data=fields)
    cookies = [*shown.headers.getlist("Set-Cookie"), *chosen.headers.getlist("Set-Cookie")]
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-session", "language"]
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)


@pytest.mark.parametrize("language", ["de", ""])
def test_another_language_is_none(client: FlaskClient, language: str) -> None:
    answer = post(client, "/language", seen_on="/login", language=language, next="/login")
    assert answer.status_code == 303
    assert "language=" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "/\\evil.example", ""])
def test_choosing_a_language_never_leaves_the_portal(client: FlaskClient, place: str) -> None:
    answer = post(client, "/language", seen_on="/login", language="en", next=place)
    assert answer.headers["Location"] == "/"


def test_a_page_of_mine_carries_my_own_token(mine: FlaskClient, elsewhere: FlaskClient) -> None:
    stolen = csrf(elsewhere, "/account/")
    assert mine.post("/account/sessions/end", data={"csrf_token": stolen}).status_code == 400


def test_nobody_is_written_to_by_many(app: Flask) -> None:
    for _ in range(addresses.PER_ADDRESS.tries):
        one = sign_in(app, with_password(app))
        assert send(one, "/account/address", email=NEW, current=PASSWORD).status_code == 303
    another = sign_in(app, with_password(app))
    assert send(another, "/account/address", email=NEW.upper(), current=PASSWORD).status_code == 429
    assert len(mails(app)) == addresses.PER_ADDRESS.tries


def test_writing_to_new_addresses_is_throttled(app: Flask, mine: FlaskClient) -> None:
    for number in range(addresses.PER_PERSON.tries):
        answer = send(mine, "/account/address", email=f"{number}@example.ca", current=PASSWORD)
        assert answer.status_code == 303
        assert len(mails(app)) == number + 1
    answer = send(mine, "/account/address", email=NEW, current=PASSWORD)
    assert answer.status_code == 429
    assert NEW in answer.text
    assert len(mails(app)) == addresses.PER_PERSON.tries
    with clock.at(clock.now() + timedelta(hours=1)):
        assert send(mine, "/account/address", email=NEW, current=PASSWORD).status_code == 303


def test_two_moves_to_one_address_at_once_make_one(
    app: Flask, mine: FlaskClient, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(mine, "/account/address", email=NEW, current=PASSWORD)
    address = link_in(mails(app)[0])
    other = person(app, "Ibrahim")
    with app.app_context(), transaction():
        db.session.get_one(Person, other.id).email = NEW
    monkeypatch.setattr(queries, "person_at", lambda *_args, **_named: None)  # both look before either writes
    assert send(mine, address).status_code == 409
    assert row_of(app, someone.email).id == someone.id


def test_a_link_that_lapsed_moves_nothing(app: Flask, mine: FlaskClient, someone: Someone) -> None:
    send(mine, "/account/address", email=NEW, current=PASSWORD)
    address = link_in(mails(app)[0])
    token = csrf(mine, address)
    with clock.at(clock.now() + timedelta(days=2)):
        assert mine.post(address, data={"csrf_token": token}).status_code == 410
    assert row_of(app, NEW) is None
