"""What is asked of the portal and of its ceiling: three pages and a save, by eight people at a time."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol
from urllib.parse import urlencode

from tests.bench import load
from tests.bench.filling import TEXT, VISITED_LESSON, Visit

PAGES = ("lesson_page", "today", "workspace")
SAVE = "journal_save"
EACH = 8
"""How many people ask in turn over one connection."""

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')


class Site(Protocol):
    """One of the two that are compared."""

    port: int

    def page(self, name: str, person: int) -> bytes:
        """The request of a page by one of the people, by their number."""
        ...

    def save(self, person: int) -> bytes:
        """The request that saves their draft, a little longer than before."""
        ...


@dataclass(slots=True)
class Portal:
    port: int
    visits: list[Visit]
    cookies: list[str]
    _drafts: dict[int, "_Draft"] = field(default_factory=dict)

    def address(self, name: str, person: int) -> str:
        pair = f"/pairs/{self.visits[person].pair_id}"
        return {"lesson_page": f"{pair}/lessons/{VISITED_LESSON}", "today": "/today", "workspace": pair}[name]

    def page(self, name: str, person: int) -> bytes:
        return load.request("GET", self.address(name, person), self.port, self._headers(person))

    def html(self, name: str, person: int) -> str:
        return load.one(self.port, self.page(name, person))[1].decode()

    def save(self, person: int) -> bytes:
        if person not in self._drafts:
            page = self.html("lesson_page", person)
            self._drafts[person] = _Draft(found(CSRF, page), count(int(found(VERSION, page))))
        draft = self._drafts[person]
        version = next(draft.versions)
        body = {"csrf_token": draft.token, "version": version, "text": f"{TEXT} {version}", "act": "save"}
        headers = {**self._headers(person), "Accept": "application/json"}
        address = f"{self.address('lesson_page', person)}/reflection"
        return load.request("POST", address, self.port, headers, urlencode(body).encode())

    def _headers(self, person: int) -> dict[str, str]:
        return {"Cookie": f"session={self.cookies[person]}"}


@dataclass(slots=True)
class _Draft:
    """What a page that holds a draft knows of it."""

    token: str
    versions: "count[int]"


@dataclass(slots=True)
class Ceiling:
    port: int
    cookies: list[str]
    _versions: "count[int]" = field(default_factory=lambda: count(1))

    def page(self, name: str, person: int) -> bytes:
        return load.request("GET", f"/{name}", self.port, self._headers(person))

    def html(self, name: str, person: int) -> str:
        return load.one(self.port, self.page(name, person))[1].decode()

    def save(self, person: int) -> bytes:
        version = next(self._versions)
        body = {"version": version, "text": f"{TEXT} {version}"}
        return load.request("POST", "/draft", self.port, self._headers(person), urlencode(body).encode())

    def _headers(self, person: int) -> dict[str, str]:
        return {"Cookie": f"session={self.cookies[person]}"}


def asks_of(site: Site, name: str) -> list[load.Ask]:
    """What each connection asks: its own people, one after the other."""

    def over(connection: int) -> load.Ask:
        people = range(connection * EACH, (connection + 1) * EACH)
        if name == SAVE:
            return lambda number: site.save(people[number % EACH])
        requests = [site.page(name, person) for person in people]
        return lambda number: requests[number % EACH]

    return [over(connection) for connection in range(load.CONNECTIONS)]


def found(pattern: re.Pattern[str], page: str) -> str:
    """What the first match of a pattern holds."""
    match = pattern.search(page)
    if match is None:
        raise RuntimeError(f"nothing like {pattern.pattern} on a page of the bench")
    return match.group(1)
