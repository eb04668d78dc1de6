"""Somebody who reports, through the services; and somebody who handles it."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from portal.kernel.identity import Actor
from portal.kernel.transaction import transaction
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair
from portal.safety import queries, service
from portal.safety.queries import ReportSeen
from portal.safety.rules import Draft
from portal.safety.service import ReportRead, Shown
from tests.builders import Someone, TwoPeople
from tests.pairs.acting import actor_of

WORDS = "He writes to me at night, and answers every no with another message."


class Reader:
    """Somebody who looks for reports."""

    def __init__(self, app: Flask, me: Someone) -> None:
        self.app, self.me = app, me
        self.actor: Actor = actor_of(me)

    def seen(self, report_id: str) -> ReportSeen | None:
        with self.app.app_context():
            return queries.report(self.actor, report=report_id)

    def read(self, report_id: str) -> ReportRead:
        seen = self.seen(report_id)
        assert seen is not None
        with self.app.app_context():
            return service.read(seen)

    def listed(self) -> list[str]:
        with self.app.app_context():
            return [seen.id for seen in queries.my_reports(self.actor)]

    def do(self, act: Callable[..., Any], report_id: str, *arguments: Any) -> None:
        seen = self.seen(report_id)
        assert seen is not None
        with self.app.app_context(), transaction():
            act(seen, *arguments)


class Reporter(Reader):
    """One of a pair."""

    def __init__(self, app: Flask, pair: TwoPeople, me: Someone) -> None:
        super().__init__(app, me)
        self.pair_id = pair.id

    def pair(self) -> MyPair:
        found = my_pair(self.actor, pair=self.pair_id)
        assert found is not None
        return found

    def finds(self, kind: str, text_id: str) -> Shown | None:
        with self.app.app_context():
            return service.find_text(self.actor, self.pair(), kind, text_id)

    def sends(self, handler: Someone, about: Shown | None = None, excerpt: str = "", words: str = WORDS) -> str:
        """The id of the report."""
        with self.app.app_context():
            pair = self.pair()
            with transaction():
                return service.send(self.actor, pair, about, Draft(handler.id, words, excerpt))
