"""The doorstep: open to all, in both languages, and no further for who is signed in."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.curriculum.service import read_tree, sync
from portal.kernel.transaction import transaction
from portal.settings import Settings
from portal.shipped import shipped
from portal.site.queries import AT_MOST
from tests.builders import person, sign_in

PAGES = ("/", "/help", "/privacy", "/contact")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_visitor_reads_every_page_in_both_languages(client: FlaskClient, address: str, language: str) -> None:
    answer = client.get(f"{address}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}-CA">' in answer.text
    assert len(re.findall(r"<h1", answer.text)) == 1


def test_the_home_page_says_it_in_quebec_french_first(client: FlaskClient) -> None:
    assert "Apprendre va dans les deux sens" in client.get("/").text


@pytest.mark.parametrize("address", PAGES)
def test_at_most_one_button_is_the_main_one(client: FlaskClient, address: str) -> None:
    assert client.get(address).text.count('class="button main"') <= 1


def test_the_home_page_leads_to_an_account_and_to_the_lessons(client: FlaskClient) -> None:
    text = client.get("/").text
    assert 'href="/signup"' in text
    assert 'href="/lessons"' in text


def test_the_home_page_shows_first_lessons_of_each_strand(app: Flask, client: FlaskClient) -> None:
    tree = read_tree(shipped("lessons"))
    with app.app_context():
        publication = sync(tree)
        with transaction():
            publication.publish()
    text = client.get("/?lang=en").text
    for module in ("amorcer", "conversation", "strategie"):
        assert text.count(f'href="/lessons/{module}/') == AT_MOST
    for strand in ("culture", "strategy", "together"):
        assert f'<div data-strand="{strand}">' in text


@pytest.mark.parametrize("address", ["/", "/lessons"])
def test_a_page_that_is_sent_says_what_it_is(client: FlaskClient, address: str) -> None:
    text = client.get(f"{address}?lang=en").text
    assert re.search(r'<meta name="description" content="[^"]{40,}">', text)
    assert '<meta property="og:title" content="' in text
    assert f'<meta property="og:url" content="http://localhost{address}?lang=en">' in text


def test_who_is_signed_in_goes_on_to_today(app: Flask) -> None:
    answer = sign_in(app, person(app)).get("/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/today"


@pytest.mark.parametrize("address", PAGES[1:])
def test_who_is_signed_in_reads_the_other_pages(app: Flask, address: str) -> None:
    assert sign_in(app, person(app)).get(address).status_code == 200


def test_contact_names_the_address_of_the_settings(app: Flask, client: FlaskClient) -> None:
    assert f'href="mailto:{app.config["SETTINGS"].contact_email}"' in client.get("/contact").text


def test_machines_are_told_what_to_leave_alone(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /invitations/" in answer.text


def test_the_privacy_page_names_the_cookies_as_the_browser_does(settings: Settings) -> None:
    for address, name in (("http://localhost", "session"), ("https://localhost", "__Host-session")):
        client = create_app(settings.model_copy(update={"base_url": address})).test_client()
        assert f"<dt>{name}</dt>" in client.get("/privacy").text
