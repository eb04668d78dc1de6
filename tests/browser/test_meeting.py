"""Two people find a time, move it, meet, and note what they decided."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import update

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.i18n import DEFAULT_TIME_ZONE
from portal.kernel.transaction import transaction
from portal.meetings.models import Meeting
from tests.browser.drafting import two_people
from tests.browser.glass import Glass
from tests.browser.people import People, Someone

PLACE = "À la bibliothèque, table du fond"
LINES = "Relire le fil de jeudi"
DECIDED = "Essayer une question ouverte, chacune de notre côté."


def offers(one: Someone, days: int) -> None:
    """A time so many days ahead, by hand."""
    moment = (now() + timedelta(days=days)).astimezone(ZoneInfo(DEFAULT_TIME_ZONE))
    one.page.locator("main [name=time_1]").fill(f"{moment:%Y-%m-%dT12:00}")


def accepts(one: Someone) -> None:
    one.page.locator("main [name=starts_at]").first.check()
    one.presses("Accept this time")
    one.sees("It is agreed, and in your calendars.")


def it_has_begun(app: Flask) -> None:
    with app.app_context(), transaction():
        db.session.execute(update(Meeting).values(starts_at=now() - timedelta(hours=1)))


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("en", False)], ids=["in French", "in English without script"]
)
def test_two_people_meet(writing_app: Flask, people: People, language: str, script: bool) -> None:
    people.glass = Glass()
    two = two_people(writing_app, people, language, script=script)
    maite, ibrahim = two.first, two.second

    maite.goes_to("/account/availability")
    maite.page.locator("main [name=weekdays]").first.check()
    maite.fills("From", "17:00")
    maite.fills("To", "18:30")
    maite.presses("Add")
    maite.sees("These times are in your week.")

    maite.goes_to(two.address)
    maite.follows("Propose a meeting", inside="main")
    maite.presses("Propose these times", refused=422)
    offers(maite, 3)
    maite.fills("Where? A place, or a link", PLACE)
    maite.presses("Propose these times")
    maite.sees("Your times are proposed.")

    ibrahim.goes_to(two.address)
    ibrahim.follows("%(name)s proposes times for a meeting", name=maite.name)
    ibrahim.reads(PLACE)
    accepts(ibrahim)
    ibrahim.fills("Our own lines", LINES)
    ibrahim.page.locator("#agenda form button").click()
    ibrahim.sees("It is saved, for both of you.")

    maite.goes_to(f"{two.address}/meetings")
    maite.opens(".meetings .ruled a")
    maite.reads(LINES)
    maite.follows("Propose other times")
    offers(maite, 5)
    maite.presses("Propose these times")
    maite.sees("Other times are proposed. Until one is accepted, nothing is agreed.")
    ibrahim.comes_back()
    accepts(ibrahim)

    it_has_begun(writing_app)
    maite.comes_back()
    maite.presses("It took place")
    maite.fills("Our decisions", DECIDED)
    maite.presses("Save")
    ibrahim.comes_back()
    ibrahim.reads(DECIDED)

    maite.goes_to("/account/calendar")
    maite.presses("Give my calendar an address")
    address = maite.page.locator("#address").input_value()
    assert b"BEGIN:VEVENT" in ibrahim.page.request.get(address).body()
    assert people.complaints() == []
