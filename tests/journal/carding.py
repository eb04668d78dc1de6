"""The assumption cards, as tests answer them."""

from flask import Flask

from portal.curriculum.models import CompanionFile
from portal.curriculum.rules import Companion
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.shipped import shipped
from tests.journal.acting import Browser

OPEN, SCALE, CHOICE = "first-network", "public-comment", "online-criticism"
MINE = {"answer": "A forum on gardens", "prediction": "The radio, still"}
THEIRS = {"answer": "The newspaper’s application", "prediction": "Anything but a forum"}


def take_in_cards(app: Flask) -> None:
    """Those that ship with the portal."""
    with app.app_context(), transaction():
        source = (shipped("lessons") / "cards.toml").read_text(encoding="utf-8")
        db.session.add(CompanionFile(name=Companion.CARDS, source=source))


def write(browser: Browser, card: str, act: str = "seal", **fields: str) -> str:
    """Answer a card; where it leads."""
    answer = browser.post(f"/../cards/{card}", act=act, **{"version": "0", **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def sealed(browser: Browser, card: str, **fields: str) -> str:
    """Hand a card over; the id of the reflection."""
    return write(browser, card, **fields).rpartition("/")[2].partition("?")[0]
