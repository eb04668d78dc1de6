"""Eight threads in each of four processes write to the same pairs: no update is lost, and nobody is shown a lock."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.journal.models import Exchange, Hearing, Reflection, Reply
from portal.journal.service import place_of
from portal.journal.service.places import clarification_place, hearing_place, said_place
from portal.kernel import secrecy
from portal.kernel.database import db
from portal.kernel.secrecy import Owner, Place
from portal.settings import Settings
from tests.kernel.children import environment
from tests.proofs.crowding import THREADS
from tests.proofs.talking import HEARD_WORDS, Talk, assert_whole, talks

pytestmark = [pytest.mark.proof, pytest.mark.both_databases, pytest.mark.timeout(1800)]

PROCESSES = 4
SECONDS, SHORTEST = 60, 15
ACTS = {"save", "seal", "open", "take-back", "hearing", "reply"}


def test_a_crowd_loses_nothing_and_meets_no_lock(app: Flask, settings: Settings, tmp_path: Path, share: float) -> None:
    pairs = talks(app, tmp_path / "lessons", 2)
    plan = tmp_path / "plan"
    plan.write_text(json.dumps([talk.plan for talk in pairs]))
    told = crowd(settings, plan, max(SECONDS * share, SHORTEST))
    assert [fault for one in told for fault in one["faults"]] == []
    assert len(told) == PROCESSES * THREADS
    done = Counter(act for one in told for act in one["acts"])
    assert done.keys() >= ACTS, done
    saves = [save for one in told for save in one["saves"]]
    with app.app_context():
        for talk in pairs:
            nothing_is_half_open(talk)
        every_save_is_there(pairs, saves)
        assert Counter(words for talk in pairs for words in said_in(talk)) == Counter(
            [words for one in told for words in one["said"]] + [HEARD_WORDS] * len(pairs)
        )


def crowd(settings: Settings, plan: Path, seconds: float) -> list[dict[str, Any]]:
    """What every thread of every process was told."""
    command = [sys.executable, "-m", "tests.proofs.crowding", str(plan), str(seconds)]
    with ExitStack() as stack:
        children = [
            stack.enter_context(subprocess.Popen(command, env=environment(settings), stdout=subprocess.PIPE, text=True))
            for _ in range(PROCESSES)
        ]
        answers = [child.communicate()[0] for child in children]
    assert [child.returncode for child in children] == [0] * PROCESSES
    return [one for answer in answers for one in json.loads(answer)]


def nothing_is_half_open(talk: Talk) -> None:
    for exchange in db.session.scalars(select(Exchange).where(Exchange.pair_id == talk.pair_id)):
        assert_whole(exchange, db.session.scalars(select(Reflection).filter_by(exchange_id=exchange.id)).all())


def every_save_is_there(pairs: list[Talk], saves: list[tuple[str, int, str]]) -> None:
    """Each was made once from each version of its text, and the newest is what is read."""
    acknowledged = defaultdict[str, list[tuple[int, str]]](list)
    for name, version, words in saves:
        acknowledged[name].append((version, words))
    for talk in pairs:
        for name, row in texts_of(talk):
            told = sorted(acknowledged.pop(name))
            assert [version for version, _ in told] == list(range(1, row.version + 1))
            assert told[-1][1] == read(row.author_id, talk, place_of(row), row.text_cipher)
    assert not acknowledged


def texts_of(talk: Talk) -> Iterator[tuple[str, Reflection]]:
    """What the crowd wrote, by the name it gives it."""
    rows = db.session.execute(select(Exchange, Reflection).join(Reflection).where(Exchange.pair_id == talk.pair_id))
    for exchange, row in rows:
        if exchange.moment is not None:
            yield row.id, row
        elif exchange.lesson_id == talk.draft_lesson:
            yield f"{talk.plan['draft']} {row.author_id}", row


def said_in(talk: Talk) -> Iterator[str]:
    """Everything that was heard, clarified and replied."""
    in_pair = select(Reflection.id).join(Exchange).where(Exchange.pair_id == talk.pair_id)
    for row in db.session.scalars(select(Hearing).where(Hearing.reflection_id.in_(in_pair))):
        yield read(row.hearer_id, talk, hearing_place(row.id), row.text_cipher)
        if row.clarification_cipher is not None:
            author = db.session.get_one(Reflection, row.reflection_id).author_id
            yield read(author, talk, clarification_place(row.id), row.clarification_cipher)
    for reply in db.session.scalars(select(Reply).where(Reply.reflection_id.in_(in_pair))):
        yield read(reply.author_id, talk, said_place("reply", reply.id), reply.text_cipher)


def read(author: str, talk: Talk, place: Place, cipher: bytes | None) -> str:
    return secrecy.open_one(Owner(author, talk.pair_id), place, cipher or b"")
