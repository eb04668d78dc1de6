"""People at work while something is done to the portal: what was acknowledged, so that it can be looked for."""

import threading
from collections.abc import Callable
from types import TracebackType

from flask import Flask

from portal.journal.models import Reflection, Reply
from portal.journal.service import place_of
from portal.journal.service.places import said_place
from portal.kernel import secrecy
from portal.kernel.database import db, new_id
from portal.kernel.secrecy import Owner, Place
from portal.kernel.transaction import transaction
from tests import builders
from tests.journal.acting import Two, lesson


class AtWork:
    """Two pairs and a newcomer write without a pause: drafts saved over each other, replies, and new keys."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._talking, self._drafting = (Two(app, builders.pair(app), lesson(app)) for _ in range(2))
        self._heard, _ = self._talking.heard()
        self._draft = self._drafting.first.save(self._drafting.about, draft(1))
        self._stop = threading.Event()
        self._errors: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._work, args=(act,)) for act in (self._reply, self._save, self._arrive)
        ]
        self.replies: dict[str, str] = {}
        self.saved = 1
        self.newcomers: dict[Owner, bytes] = {}

    def __enter__(self) -> "AtWork":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        if self._errors and error is None:
            raise self._errors[0]

    def acknowledged(self) -> tuple[dict[str, str], int]:
        """The replies by id, and the number of the draft's newest save."""
        return dict(self.replies), self.saved

    def is_found(self, app: Flask, replies: dict[str, str], saved: int) -> bool:
        """Whether a portal has all that, and can read it."""
        writer, pair = self._talking.first.me.id, self._talking.pair.id
        with app.app_context():
            for reply_id, text in replies.items():
                reply = db.session.get_one(Reply, reply_id)
                assert reply.text_cipher is not None
                assert secrecy.open_one(Owner(writer, pair), said_place("reply", reply_id), reply.text_cipher) == text
            row = db.session.get_one(Reflection, self._draft)
            assert row.text_cipher is not None
            owner = Owner(row.author_id, self._drafting.pair.id)
            assert secrecy.open_one(owner, place_of(row), row.text_cipher) == draft(row.version)
            return row.version >= saved

    def newcomers_are_read(self, app: Flask) -> int:
        """How many new keys open what they closed; raises for one that does not."""
        with app.app_context():
            for owner, cipher in self.newcomers.items():
                assert secrecy.open_one(owner, place_for(owner), cipher) == owner.person_id
        return len(self.newcomers)

    def _work(self, act: Callable[[], None]) -> None:
        try:
            while not self._stop.is_set():
                act()
                self._stop.wait(0.005)
        except BaseException as error:  # noqa: BLE001 (the test raises it)
            self._errors.append(error)

    def _reply(self) -> None:
        text = f"Reply {len(self.replies)}, written while something was done to the portal."
        self.replies[self._talking.first.reply(self._heard, text)] = text

    def _save(self) -> None:
        self._drafting.first.save(self._drafting.about, draft(self.saved + 1), self.saved)
        self.saved += 1

    def _arrive(self) -> None:
        owner = Owner(new_id(), new_id())
        with self._app.app_context(), transaction():
            cipher = secrecy.close(owner, place_for(owner), owner.person_id)
        self.newcomers[owner] = cipher


def draft(number: int) -> str:
    return f"Draft {number}, a little longer than the one before."


def place_for(owner: Owner) -> Place:
    return Place("entry", "text", owner.person_id)
