"""Two people acting as a pair: through the services, one transaction an act, or through the pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier, Thread
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.transaction import transaction
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import lines, text_keys
from portal.pairs.service import agreement, invitations
from portal.pairs.service.invitations import Received
from tests.builders import Someone, TwoPeople, pair, person, sign_in

PASSWORD = "une phrase assez longue"


@dataclass(frozen=True)
class Half:
    """One of a pair, acting through the services."""

    app: Flask
    pair_id: str
    me: Someone

    @property
    def actor(self) -> Actor:
        return actor_of(self.me)

    def pair(self) -> MyPair:
        """As this person's page had it. Inside an application context."""
        found = my_pair(self.actor, pair=self.pair_id)
        assert found is not None
        return found

    def seen(self) -> MyPair:
        with self.app.app_context():
            return self.pair()

    def do(self, act: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """What the act gives, in a transaction of its own, from the pair as it was just before."""
        with self.app.app_context():
            pair = self.pair()
            with transaction():
                return act(pair, *arguments, **named)

    def read(self) -> agreement.AgreementState:
        with self.app.app_context():
            return agreement.read_agreement(self.pair())

    def hand_over(self, **values: str) -> None:
        self.do(agreement.save_sheet, sheet(**values), self.read().version, hand_over=True)

    def propose(self, after: int | None = None, **values: str) -> str:
        """The id of the text."""
        newest = self.read().newest
        number = newest.number if newest is not None else 0
        return str(self.do(agreement.propose_text, text(**values), number if after is None else after))

    def browser(self) -> FlaskClient:
        return sign_in(self.app, self.me)


def actor_of(someone: Someone) -> Actor:
    return Actor(
        id=someone.id, name=someone.name, language="en", time_zone="America/Toronto", session_id="", csrf_secret=""
    )


def halves(app: Flask, two: TwoPeople | None = None) -> tuple[Half, Half]:
    """Maïté in seat 1 and Ibrahim in seat 2, who read the portal in English."""
    two = two or pair(app, person(app, "Maïté", language="en"), person(app, "Ibrahim", language="en"))
    return Half(app, two.id, two.first), Half(app, two.id, two.second)


def sheet(**values: str) -> dict[str, str]:
    return {line.key: values.get(line.key, "") for line in lines()}


def text(**values: str) -> dict[str, str]:
    return {key: values.get(key, "") for key in text_keys()}


def invitation(app: Flask, inviter: Someone, email: str | None = None) -> str:
    """The id of an invitation."""
    with app.app_context(), transaction():
        return invitations.invite(actor_of(inviter), email, "en")


def link(app: Flask, invitation_id: str, *, mailed: bool = False) -> str:
    """The path of one of the two links of an invitation."""
    with app.app_context():
        found = invitations.queries.invitation(invitation_id)
        assert found is not None
        address = invitations.mailed_address_of(found) if mailed else invitations.address_of(found)
    return address.removeprefix("http://localhost")


def token(path: str) -> str:
    return path.rpartition("/")[2]


def received(app: Flask, path: str) -> Received:
    with app.app_context():
        found = invitations.read_link(token(path))
        assert found is not None
        return found


def accept(app: Flask, path: str, person_id: str) -> str:
    """The id of the pair."""
    with app.app_context():
        found = received(app, path)
        with transaction():
            return invitations.accept(found, person_id)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the exception it raised, when all begin at the same instant."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[number] = act()
        except Exception as error:  # noqa: BLE001 (what it was is the result)
            results[number] = error

    threads = [Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that were sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
