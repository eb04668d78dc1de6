"""A freeze keeps the other away, and looks to them like a pause: to the letter, on every page and in every answer."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.journal.models import Reflection
from portal.kernel import clock, outbox
from portal.kernel.database import db
from portal.kernel.outbox import Outgoing
from portal.pairs import queries
from portal.pairs.rules import PairState
from portal.pairs.service import lifecycle
from tests.builders import TOKEN, person, post
from tests.learning.conftest import Two, lessons, settle_roles, two
from tests.pairs.acting import Half, invitation

__all__ = ["lessons", "two"]

TEXT = "A sentence that is long enough to be handed over."
KEY = re.compile(r'name="key" value="[^"]*"')
SEALED = "conversation/deuxieme"


def written(app: Flask, two: Two) -> list[str]:
    """A lesson on which both are open, and one that Ibrahim has sealed: the ids of his reflections."""
    settle_roles(app, two)
    post(two.you, f"/pairs/{two.pair.id}/roles/agree")
    for who in (two.me, two.you):
        two.act(who, "/reflection", text=TEXT, act="seal", version="0")
        two.act(who, "/steps/try-1/done")
    post(two.you, f"/pairs/{two.pair.id}/lessons/{SEALED}/reflection", text=TEXT, act="seal", version="0")
    with app.app_context():
        return [row.id for row in db.session.query(Reflection).filter_by(author_id=two.pair.second.id)]


def pages(two: Two, his: list[str]) -> list[str]:
    """Every address at which he could notice something."""
    pair = f"/pairs/{two.pair.id}"
    places = ["", "/journal", "/agreement", "/roles", "/settings", "/close", "/close/now", "/report", "/block"]
    lessons = [f"/lessons/conversation/{lesson}" for lesson in ("premiere", "deuxieme")]
    texts = [f"/journal/{one}{page}" for one in his for page in ("", "/open", "/keep", "/withdraw")]
    mine = ["/today", "/pairs/", "/account/", "/account/safety", "/account/privacy", "/reports/"]
    return [*mine, *(pair + path for path in (*places, *lessons, *texts))]


def acts(two: Two, his: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Everything he could press; none of it lets him through."""
    pair = f"/pairs/{two.pair.id}"
    yield f"{pair}/resume", {}
    yield f"{pair}/unfreeze", {}
    yield f"{pair}/roles", {"culture_guide": two.pair.first.id}
    yield f"{pair}/agreement", {"act": "hand", "purpose": "to listen", "version": "0"}
    for one in his:
        for act in ("reply", "hearing", "add", "open", "more", "advice", "leave", "in-person"):
            yield f"{pair}/journal/{one}/{act}", {"text": TEXT, "key": "k" * 22}
    yield f"{two.lesson}/steps/try-1/undo", {}
    yield f"{two.lesson}/steps/try-1/done", {"try-1-note": TEXT, "try-1-share": "y", "key": "n" * 22}
    for act in ("seal", "pass"):
        yield f"{two.lesson.replace('premiere', 'ouverture')}/reflection", {"text": TEXT, "act": act, "version": "0"}
    yield f"{pair}/pause", {}
    yield f"{pair}/resume", {}


def seen(browser: FlaskClient, addresses: list[str]) -> Mapping[str, tuple[int, str]]:
    answers = {address: browser.get(address) for address in addresses}
    return {address: (answer.status_code, plain(answer.text)) for address, answer in answers.items()}


def plain(page: str) -> str:
    """Without what is made anew for each page."""
    return KEY.sub("", TOKEN.sub("", page))


def end_and_read(two: Two, end: str) -> None:
    """Each begins with nothing unread: how many notices wait stands on every page."""
    post(two.me, f"/pairs/{two.pair.id}/{end}")
    post(two.you, "/notices/all/read", until=clock.now().isoformat())


@pytest.mark.parametrize("closing", [False, True], ids=["open", "closing"])
def test_on_every_page_and_in_every_answer_it_is_a_pause(app: Flask, two: Two, closing: bool) -> None:
    his, moment = written(app, two), clock.now() + timedelta(hours=1)
    if closing:
        post(two.you, f"/pairs/{two.pair.id}/close")
    told, answered = {}, {}
    for stop, end in (("pause", "resume"), ("freeze", "unfreeze")):
        with clock.at(moment):
            post(two.me, f"/pairs/{two.pair.id}/{stop}")
            told[stop] = seen(two.you, pages(two, his))
            end_and_read(two, end)
    for stop, end in (("pause", "resume"), ("freeze", "unfreeze")):
        with clock.at(moment + timedelta(minutes=1)):
            post(two.me, f"/pairs/{two.pair.id}/{stop}")
            found = [(address, post(two.you, address, **fields)) for address, fields in acts(two, his)]
            answered[stop] = [(path, one.status_code, one.location, plain(one.text)) for path, one in found]
            end_and_read(two, end)
    assert told["freeze"] == told["pause"]
    assert answered["freeze"] == answered["pause"]
    assert "on pause" in told["freeze"][f"/pairs/{two.pair.id}"][1]
    assert any(status == 409 for _, status, _, _ in answered["freeze"])


def test_he_writes_nothing_to_her(app: Flask, two: Two) -> None:
    his = written(app, two)
    addresses = [f"/pairs/{two.pair.id}/journal/{one}" for one in his] + [two.lesson]
    post(two.me, f"/pairs/{two.pair.id}/freeze")
    before = seen(two.me, addresses)
    for address, fields in acts(two, his):
        post(two.you, address, **fields)
    after = seen(two.me, addresses)
    assert {path: TEXT in page for path, (_, page) in after.items()} == {
        path: TEXT in page for path, (_, page) in before.items()
    }
    assert [page.count(TEXT) for _, page in after.values()] == [page.count(TEXT) for _, page in before.values()]


def test_she_is_told_nothing_of_it(app: Flask, two: Two) -> None:
    his = written(app, two)
    post(two.me, f"/pairs/{two.pair.id}/freeze")
    with app.app_context():
        before = db.session.query(Outgoing).count()
    for address, fields in acts(two, his):
        post(two.you, address, **fields)
    post(two.you, f"/pairs/{two.pair.id}/close")
    assert "Nothing new" in two.me.get("/today").text
    with app.app_context():
        assert db.session.query(Outgoing).count() == before


def test_nothing_tells_the_coordination_of_it(app: Flask, two: Two) -> None:
    told = []
    for stop, end in ((lifecycle.pause, lifecycle.resume), (lifecycle.freeze, lifecycle.lift_freeze)):
        maite = Half(app, two.pair.id, two.pair.first)
        maite.do(stop)
        with app.app_context():
            told.append(queries.what_coordination_sees(two.pair.id))
        maite.do(end)
    assert told[0] == told[1]
    assert told[0].state == PairState.PAUSED


def test_no_invitation_of_his_is_mailed_to_her(app: Flask, two: Two) -> None:
    post(two.me, f"/pairs/{two.pair.id}/freeze")
    other = person(app, "Noor")
    invitation(app, two.pair.second, two.pair.first.email)
    invitation(app, two.pair.second, other.email)
    with app.app_context():
        outbox.drain()
    letters = [path.read_text() for path in app.config["SETTINGS"].mail_folder.glob("*.eml")]
    assert [other.email in letter for letter in letters] == [True]
