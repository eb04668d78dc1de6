"""What lower floors announce, and who hears it."""

from dataclasses import dataclass

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.signals import announce, connect
from portal.kernel.transaction import transaction
from tests import builders


@dataclass(frozen=True)
class Rang:
    """Made for one test: a kind of its own has listeners of its own."""

    times: int


def test_whoever_listens_hears_it_once() -> None:
    class Bell(Rang):
        pass

    heard: list[int] = []

    def hear(event: Bell) -> None:
        heard.append(event.times)

    connect(Bell, hear)
    connect(Bell, hear)
    announce(Bell(3))
    assert heard == [3]


def test_nobody_hears_what_they_did_not_ask_for() -> None:
    class Bell(Rang):
        pass

    class Horn(Rang):
        pass

    heard: list[Rang] = []
    connect(Horn, heard.append)
    announce(Bell(1))
    assert heard == []


@pytest.mark.both_databases
def test_what_a_listener_refuses_undoes_the_cause(app: Flask) -> None:
    class Bell(Rang):
        pass

    def refuse(_event: Bell) -> None:
        raise ZeroDivisionError

    connect(Bell, refuse)
    someone = builders.person(app, "Maïté")
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction():
            db.session.get_one(Person, someone.id).name = "Autre"
            announce(Bell(1))
        assert db.session.get_one(Person, someone.id).name == "Maïté"
