"""A pair of their own, made without a page, for what happens while one of them writes."""

from dataclasses import dataclass

from flask import Flask

from tests import builders
from tests.browser.people import People, Someone

LESSON = "amorcer/ne-presumez-de-rien"


@dataclass(frozen=True)
class Two:
    first: Someone
    second: Someone
    address: str
    """Of their workspace."""

    @property
    def lesson(self) -> str:
        return f"{self.address}/lessons/{LESSON}"


def two_people(app: Flask, people: People, language: str = "fr", *, script: bool = True) -> Two:
    """Maïté and Ibrahim, signed in, in a pair that has done nothing yet."""
    both = (builders.person(app, name, language=language) for name in ("Maïté", "Ibrahim"))
    made = builders.pair(app, *both)
    first, second = (signed_in(app, people, someone, language, script=script) for someone in (made.first, made.second))
    return Two(first, second, f"/pairs/{made.id}")


def signed_in(app: Flask, people: People, someone: builders.Someone, language: str, *, script: bool) -> Someone:
    """In a browser of their own, without the page that asks for a password."""
    cookie = builders.sign_in(app, someone).get_cookie("session")
    assert cookie is not None
    here = people.arrives(someone.name, someone.email, language, script=script)
    here.page.context.add_cookies([{"name": "session", "value": cookie.value, "url": people.portal.address}])
    return here
