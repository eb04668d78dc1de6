"""A process of eight people's browsers that write to the same pairs: `python -m tests.proofs.crowding FILE SECONDS`.

FILE is a plan (test_crowd.py writes it). Each thread saves drafts from the page it has just read, replies, seals and
takes back, for two pairs at once. What was acknowledged, and what should not have been shown, is printed as JSON.
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
VERSION = re.compile(r'name="version"[^>]*value="(\d+)"')
EXPECTED = {200, 303, 409}
"""Done, or refused because somebody else was first."""


@dataclass
class Told:
    """What one thread was told. Of each draft, by lesson and author, the versions that were saved over."""

    saves: dict[str, list[int]] = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Writer:
    def __init__(self, clients: dict[str, FlaskClient], plan: list[dict[str, Any]]) -> None:
        self._clients, self._plan = clients, plan
        self.told = Told()

    def work(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            act = random.choice((self._save, self._save, self._reply, self._seal))  # noqa: S311 (no secret)
            pair = random.choice(self._plan)  # noqa: S311
            act(pair, random.choice(pair["people"]))  # noqa: S311

    def _save(self, pair: dict[str, Any], who: str) -> None:
        page = self._asked(self._clients[who].get(pair["draft"]))
        version = VERSION.search(page.text)
        if version is None:
            self.told.faults.append(f"no form on {pair['draft']}")
            return
        fields = {"act": "save", "text": f"Draft {new_id()}, and a few words more.", "version": version.group(1)}
        if self._sent(who, f"{pair['draft']}/reflection", page, fields):
            key = f"{pair['draft']} {who}"
            self.told.saves.setdefault(key, []).append(int(version.group(1)))

    def _reply(self, pair: dict[str, Any], who: str) -> None:
        page = self._asked(self._clients[who].get(pair["heard"]))
        text = f"Reply {new_id()}."
        if self._sent(who, f"{pair['heard']}/reply", page, {"key": new_id(), "text": text}):
            self.told.replies.append(text)

    def _seal(self, pair: dict[str, Any], who: str) -> None:
        """One alone seals and takes back, as fast as they can: it never opens."""
        if who == pair["people"][0]:
            page = self._asked(self._clients[who].get("/help"))
            self._sent(who, f"{pair['sealed']}/{random.choice(('take-back', 'pass', 'after-all'))}", page, {})  # noqa: S311

    def _sent(self, who: str, address: str, page: TestResponse, fields: dict[str, str]) -> bool:
        token = TOKEN.search(page.text)
        sent = {"csrf_token": token.group(1) if token else "", **fields}
        return self._asked(self._clients[who].post(address, data=sent)).status_code == 303

    def _asked(self, answer: TestResponse) -> TestResponse:
        if answer.status_code not in EXPECTED or "locked" in answer.text:
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
