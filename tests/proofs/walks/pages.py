"""Every page of the portal as each of the nine finds it: the addresses come from the application itself."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZipFile

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.assessment.rules import SittingKind
from portal.curriculum.rules import Strand
from portal.journal.rules import Moment
from portal.kernel.access import PUBLIC
from tests.builders import csrf, sign_in
from tests.proofs.walks.acts import STEP
from tests.proofs.walks.scene import KINDS, NOBODYS
from tests.proofs.walks.town import CARD, LESSONS, MODULE, PASSWORD, Couple, Town, Written

Thing = Mapping[str, str]
"""What an address can be about, by URL argument."""

OK, CRASH = 200, 500
MADE_AT = re.compile(r'"(made_at|at)": "[^"]*"')
OF_NO_PAIR = (
    *("token", "sha256", "name", "session", "invitation", "program", "report", "person"),
    *("remark", "release", "arrival", "notice", "meeting"),
)
"""Arguments that no walk makes anything for: such pages are asked for with an id that nobody has."""

IN_A_PAIR = (
    "pair",
    "module",
    "lesson",
    "step",
    "reflection",
    "words",
    "hearing",
    "kind",
    "text",
    "entry",
    "moment",
    "number",
    "card",
)
OF_ONESELF = ("sitting", "sheet", "strand")
KNOWN = {*OF_NO_PAIR, *IN_A_PAIR, *OF_ONESELF}

CHANGING = re.compile(r'name="(csrf_token|until|key|proof)"[^>]*>|"[^"]*csrf[^"]*"')
"""What a page says anew each time: its moment, the keys of its forms and what they carry sealed."""


def rules(app: Flask) -> list[Rule]:
    """Of the pages that somebody's acts could show on: a public page of no pair is the same to all."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not is_fixed(app, rule)]


def is_fixed(app: Flask, rule: Rule) -> bool:
    return vars(app.view_functions[rule.endpoint])["permission"] is PUBLIC and "pair" not in rule.arguments


def things(couple: Couple, texts: list[Written]) -> Iterator[Thing]:
    """The pair, its lessons, notes and reports; each text, and everything that was said about it."""
    yield dict.fromkeys(OF_NO_PAIR, NOBODYS)
    for lesson in LESSONS:
        yield {"pair": couple.id, "module": MODULE, "lesson": lesson, "step": STEP}
    yield from ({"pair": couple.id, "moment": moment} for moment in Moment)
    yield {"pair": couple.id, "number": "1"}
    yield {"pair": couple.id, "meeting": NOBODYS}
    yield from ({"pair": couple.id, "card": card} for card in (CARD, NOBODYS))
    yield {"sitting": SittingKind.BEFORE, "sheet": Strand.CULTURE, "strand": Strand.CULTURE}
    yield {"program": couple.program}
    yield from ({"report": one.row} for one in couple.written("report"))
    notes = [*couple.written("entry"), *couple.written("under")]
    yield from ({"pair": couple.id, "entry": one.row, "kind": "entry", "text": one.row} for one in notes)
    for text in (one for one in texts if one.row):
        at_text = {"pair": couple.id, "reflection": text.row, "kind": "reflection", "text": text.row}
        said = [one for one in couple.pieces if one.on is text and one.kind in KINDS]
        yield from ({**at_text, "words": one.row, "hearing": one.row} for one in said)
        yield from ({"pair": couple.id, "kind": one.kind, "text": one.row} for one in said)
        yield {**at_text, "words": NOBODYS, "hearing": NOBODYS}


def addresses(app: Flask, about: list[Thing]) -> list[str]:
    """Of every page that can be about one of these things."""
    found: dict[str, None] = {}
    with app.test_request_context():
        for rule in rules(app):
            assert rule.arguments <= KNOWN, f"{rule.rule}: say in tests/proofs/walks/pages.py what it is about"
            for thing in (thing for thing in about if rule.arguments <= thing.keys()):
                found[str(app.url_for(rule.endpoint, **{name: thing[name] for name in rule.arguments}))] = None
    return list(found)


def words(answer: TestResponse) -> str:
    """What it says: a page, or all that an archive holds."""
    if answer.mimetype != "application/zip":
        return answer.text
    with ZipFile(BytesIO(answer.data)) as archive:
        return "".join(f"{name}\n{archive.read(name).decode(errors='replace')}" for name in archive.namelist())


class Visitors:
    """The nine, each in a browser of their own, and what each page showed them last."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.clients: dict[str, FlaskClient] = {}
        self.sign_in()

    def sign_in(self) -> None:
        """Sessions end with time."""
        with self._town.open():
            here = {who: sign_in(self._town.app, self._town.people[who]) for who in self._town.present}
        self.clients |= here
        self._tokens: dict[str, str] = {}

    def look(self, who: str, address: str) -> TestResponse:
        answer = self.clients[who].get(address)
        assert answer.status_code != CRASH, f"{who} at {address}: {answer.status_code}"
        return answer

    def press(self, who: str, path: str, fields: Mapping[str, str]) -> TestResponse:
        """A button, with the token of who presses it: the same as long as they are signed in."""
        if who not in self._tokens:
            self._tokens[who] = csrf(self.clients[who], "/help")
        return self.clients[who].post(path, data={"csrf_token": self._tokens[who], **fields})

    def taken(self, who: str) -> str:
        """All that they take along, without the moment at which they do."""
        answer = self.press(who, "/account/privacy/export", {"current": PASSWORD, "format": "json"})
        assert answer.status_code == OK, f"{who} takes nothing along: {answer.status_code}"
        return MADE_AT.sub("", answer.text, count=1)

    def seen(self, who: str, address: str) -> str:
        """The status and the page, without what it says anew each time."""
        answer = self.look(who, address)
        return f"{answer.status_code} {answer.headers.get('Location', '')} {CHANGING.sub('', words(answer))}"
