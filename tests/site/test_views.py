"""The doorstep: open to all, in both languages, and no further for who is signed in."""

import re
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.curriculum.service import read_tree, sync
from portal.kernel.access import PUBLIC
from portal.kernel.transaction import transaction
from portal.settings import Settings
from portal.shipped import shipped
from portal.site.queries import AT_MOST
from tests.builders import person, sign_in

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
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
    assert "Sitemap: http://localhost/sitemap.xml" in answer.text


def _begins(path: str) -> str:
    """As RFC 9309 reads it: a star stands for anything."""
    return re.escape(path).replace(r"\*", ".*")


def test_a_search_engine_is_kept_from_all_that_is_not_for_everyone(app: Flask, client: FlaskClient) -> None:
    kept_from = re.compile(
        "|".join(_begins(path) for path in re.findall(r"Disallow: (\S+)", client.get("/robots.txt").text))
    )
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    proving = {rule.rule for rule in rules if "token" in rule.arguments}
    private = {rule.rule for rule in rules if vars(app.view_functions[rule.endpoint])["permission"] is not PUBLIC}
    assert len(private) > 20
    assert [path for path in private | proving if not kept_from.match(path)] == []
    told = [rule.rule for rule in rules if rule.endpoint.startswith(("catalogue.", "site."))]
    assert [path for path in told if kept_from.match(path)] == []


def test_the_sitemap_names_every_page_that_anyone_may_read_in_both_languages(app: Flask, client: FlaskClient) -> None:
    tree = read_tree(shipped("lessons"))
    with app.app_context():
        publication = sync(tree)
        with transaction():
            publication.publish()
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    root = ET.fromstring(answer.text)  # noqa: S314 (our own)
    named = [place.text for place in root.iter(f"{SITEMAP}loc")]
    lessons = {f"/lessons/{module.slug}/{lesson.slug}" for module in tree.modules for lesson in module.lessons}
    modules = {f"/lessons/{module.slug}" for module in tree.modules}
    paths = lessons | modules | {*PAGES, "/lessons", "/glossary"}
    assert sorted(named) == sorted(f"http://localhost{path}?lang={lang}" for path in paths for lang in ("fr", "en"))
    for page in root:
        links = {link.get("hreflang"): link.get("href") for link in page.iter(f"{XHTML}link")}
        place = (page.findtext(f"{SITEMAP}loc") or "").partition("?")[0]
        assert links == {"fr": f"{place}?lang=fr", "en": f"{place}?lang=en", "x-default": place}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_sitemap_names_is_there_and_knows_itself_by_that_name(client: FlaskClient, language: str) -> None:
    for path in (*PAGES, "/lessons", "/glossary"):
        shown = client.get(f"{path}?lang={language}").text
        assert f'<link rel="canonical" href="http://localhost{path}?lang={language}">' in shown
        assert f'<link rel="alternate" hreflang="x-default" href="http://localhost{path}">' in shown


def test_the_privacy_page_names_the_cookies_as_the_browser_does(settings: Settings) -> None:
    for address, name in (("http://localhost", "session"), ("https://localhost", "__Host-session")):
        client = create_app(settings.model_copy(update={"base_url": address})).test_client()
        assert f"<dt>{name}</dt>" in client.get("/privacy").text
