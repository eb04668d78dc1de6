"""People who write to a running portal over HTTP, and remember what it told them was done."""

import http.client
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Flask

from portal.kernel.database import new_id
from tests.builders import TOKEN, TwoPeople, sign_in

LESSON, DRAFT = "conversation/premiere", "conversation/deuxieme"
PATIENCE = 20
HEARD = "I hear that it is long enough."


def words(who: str, version: int) -> str:
    """What somebody writes in this version of a text."""
    return f"Sentence {version} of {who}, long enough to be handed over and to be found again."


@dataclass
class Done:
    """What was acknowledged, by pair and person: drafts with their newest version, seals, openings, what was heard."""

    drafts: dict[tuple[str, str], int] = field(default_factory=dict)
    sealed: set[tuple[str, str]] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    heard: dict[str, str] = field(default_factory=dict)
    """By reflection: who heard it."""
    refused: list[int] = field(default_factory=list)


class People:
    """Two of each pair, signed in; some threads of them at once, until the portal is gone."""

    def __init__(self, app: Flask, pairs: list[TwoPeople]) -> None:
        self._pairs: Iterator[TwoPeople] = iter(pairs)
        self._cookies = {
            someone.id: cookie_of(app, two, someone.id) for two in pairs for someone in (two.first, two.second)
        }
        self._turn = threading.Lock()
        self.done = Done()

    def work(self, port: int, ends: threading.Event) -> None:
        """Pair after pair, until it ends or nobody answers any more."""
        while not ends.is_set():
            with self._turn:
                two = next(self._pairs, None)
            if two is None:
                return
            try:
                self._talk(port, two)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)

    def _talk(self, port: int, two: TwoPeople) -> None:
        first, second = two.first.id, two.second.id
        self._draft(port, two, first)
        if self._seal(port, two, first):
            self.done.sealed.add((two.id, first))
        opened = self._seal(port, two, second)
        if opened:
            self.done.sealed.add((two.id, second))
            reflection = opened.split("?")[0].rsplit("/", 1)[1]
            if "done=opened" in opened:
                self.done.opened.add(two.id)
                fields = {"key": new_id(), "text": HEARD}
                if self._post(port, first, f"/pairs/{two.id}/journal/{reflection}/hearing", fields):
                    self.done.heard[reflection] = first
        self._draft(port, two, second)

    def _draft(self, port: int, two: TwoPeople, who: str) -> None:
        for version in range(3):
            fields = {"act": "save", "text": words(who, version + 1), "version": str(version)}
            if self._post(port, who, f"/pairs/{two.id}/lessons/{DRAFT}/reflection", fields):
                self.done.drafts[two.id, who] = version + 1

    def _seal(self, port: int, two: TwoPeople, who: str) -> str:
        fields = {"act": "seal", "text": words(who, 1), "version": "0"}
        return self._post(port, who, f"/pairs/{two.id}/lessons/{LESSON}/reflection", fields)

    def _post(self, port: int, who: str, path: str, fields: dict[str, str]) -> str:
        """Where it led; nothing if it was not done."""
        cookie = {"Cookie": f"session={self._cookies[who]}"}
        _status, page, _ = ask(port, "GET", "/help", cookie)
        token = TOKEN.search(page)
        if token is None:
            return ""
        status, _, location = ask(port, "POST", path, cookie, {"csrf_token": token.group(1), **fields})
        if status != 303:
            self.done.refused.append(status)
        return location if status == 303 else ""


def cookie_of(app: Flask, two: TwoPeople, person_id: str) -> str:
    client = sign_in(app, two.first if two.first.id == person_id else two.second)
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def ask(
    port: int, method: str, path: str, headers: dict[str, str], fields: dict[str, str] | None = None
) -> tuple[int, str, str]:
    """Status, page, and where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {}
        connection.request(method, path, urlencode(fields or {}) if fields is not None else None, headers | kind)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Location", "")
    finally:
        connection.close()
