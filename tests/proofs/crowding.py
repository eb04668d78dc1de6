"""A process of eight people's browsers that write to the same pairs: `python -m tests.proofs.crowding FILE SECONDS`.

FILE is a plan (test_crowd.py writes it). Each thread saves drafts from the page it has just read, and begins, seals,
takes back, hears, answers and replies in exchanges that the other threads are busy with too. What was acknowledged,
and what should not have been shown, is printed as JSON.
"""

import json
import random
import re
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.kernel.database import new_id
from tests.builders import TOKEN, Someone, sign_in

THREADS = 8
HIDDEN = re.compile(r'name="(version|key|about)"[^>]*value="([^"]*)"')
DESK = re.compile(r'action="(/pairs/[^"]+(?:/reflection|/moments/disagreement))"')
TEXT = re.compile(r'href="(/pairs/[^"/]+/journal/[\w-]{22})"')
BUTTON = re.compile(r'action="(/pairs/[^"]+/(take-back|hearing|confirm|clarify|reply))"')
NEWEST = 3
"""Of a pair's exchanges, how many everybody is busy with."""


@dataclass
class Told:
    """What one thread was told: of each text, by what it was saved as, the version and the words."""

    saves: list[tuple[str, int, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Writer:
    def __init__(self, clients: dict[str, FlaskClient], plan: list[dict[str, Any]]) -> None:
        self._clients, self._plan = clients, plan
        self.told = Told()

    def work(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            act = random.choice((self._save, self._disagree, self._disagree, self._talk, self._talk, self._talk))  # noqa: S311 (no secret)
            pair = random.choice(self._plan)  # noqa: S311
            act(pair, random.choice(pair["people"]))  # noqa: S311

    def _save(self, pair: dict[str, Any], who: str) -> None:
        self._write(who, pair["draft"], "save", f"{pair['draft']} {who}")

    def _disagree(self, pair: dict[str, Any], who: str) -> None:
        self._write(who, f"{pair['journal']}/moments/disagreement", random.choice(("save", "seal", "seal")))  # noqa: S311

    def _write(self, who: str, desk: str, act: str, name: str = "") -> None:
        """`name`: by what the text is known, where it is not by its id."""
        page = self._read(who, desk)
        form = DESK.search(page.text)
        if form is None:
            return
        hidden = dict(HIDDEN.findall(page.text))
        words = f"Words {new_id()}, and a few more."
        sent = self._sent(who, form.group(1), page, {**hidden, "act": act, "text": words})
        if sent is not None:
            row = sent.partition("?")[0].removesuffix("/write").rpartition("/")[2]
            self.told.saves.append((name or row, int(hidden["version"]) + 1, words))
            self.told.acts.append("open" if sent.endswith("done=opened") else act)

    def _talk(self, pair: dict[str, Any], who: str) -> None:
        """One of the buttons of an exchange."""
        texts = list(dict.fromkeys(TEXT.findall(self._read(who, pair["journal"]).text)))
        page = self._read(who, random.choice([*texts[:NEWEST], pair["heard"]]))  # noqa: S311
        buttons = list(dict.fromkeys(BUTTON.findall(page.text)))
        if buttons:
            address, act = random.choice(buttons)  # noqa: S311
            words = f"Said {new_id()}."
            if self._sent(who, address, page, {"key": new_id(), "text": words, "sure": "1"}) is not None:
                self.told.acts.append(act)
                self.told.said += [words] if act in ("hearing", "clarify", "reply") else []

    def _read(self, who: str, address: str) -> TestResponse:
        """What was taken back since it was listed is not there any more."""
        return self._asked(self._clients[who].get(address, follow_redirects=True), 200, 404)

    def _sent(self, who: str, address: str, page: TestResponse, fields: dict[str, str]) -> str | None:
        """Where it led; None if it was refused, because somebody else was first."""
        token = TOKEN.search(page.text)
        sent = {"csrf_token": token.group(1) if token else "", **fields}
        answer = self._asked(self._clients[who].post(address, data=sent), 303, 409)
        return answer.headers["Location"] if answer.status_code == 303 else None

    def _asked(self, answer: TestResponse, *expected: int) -> TestResponse:
        if answer.status_code not in expected or "locked" in answer.text:
            self.told.faults.append(f"{answer.request.path}: {answer.status_code}")
        return answer


def main(plan: list[dict[str, Any]], seconds: float) -> None:
    app = create_app()
    people = {who: Someone(who, "", "") for pair in plan for who in pair["people"]}
    writers = [Writer({who: sign_in(app, one) for who, one in people.items()}, plan) for _ in range(THREADS)]
    threads = [threading.Thread(target=writer.work, args=(seconds,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps([asdict(writer.told) for writer in writers]))  # noqa: T201 (its answer)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()), float(sys.argv[2]))
