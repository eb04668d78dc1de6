"""Eight threads in each of four processes write to the same pairs: no update is lost, and nobody is shown a lock."""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.journal.models import Exchange, Reflection, Reply
from portal.journal.service.places import said_place
from portal.kernel import secrecy
from portal.kernel.database import db
from portal.kernel.secrecy import Owner
from portal.settings import Settings
from tests.kernel.children import environment
from tests.proofs.crowding import THREADS
from tests.proofs.talking import Talk, talks

pytestmark = [pytest.mark.proof, pytest.mark.both_databases, pytest.mark.timeout(1800)]

PROCESSES = 4
SECONDS = 60


def test_a_crowd_loses_nothing_and_meets_no_lock(app: Flask, settings: Settings, tmp_path: Path, share: float) -> None:
    pairs = talks(app, tmp_path / "lessons", 2)
    plan = tmp_path / "plan"
    plan.write_text(json.dumps([talk.plan for talk in pairs]))
    told = crowd(settings, plan, SECONDS * share)
    assert [fault for one in told for fault in one["faults"]] == []
    replies = [text for one in told for text in one["replies"]]
    assert len(told) == PROCESSES * THREADS
    assert len(replies) > 0
    with app.app_context():
        for talk in pairs:
            for who in talk.plan["people"]:
                key = f"{talk.plan['draft']} {who}"
                saved = sorted(version for one in told for version in one["saves"].get(key, ()))
                assert saved == list(range(version_of(talk, who)))
                assert saved
        assert sorted(text for talk in pairs for text in replies_in(talk)) == sorted(replies)


def crowd(settings: Settings, plan: Path, seconds: float) -> list[dict[str, object]]:
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


def version_of(talk: Talk, who: str) -> int:
    return db.session.scalars(
        select(Reflection.version)
        .join(Exchange, Exchange.id == Reflection.exchange_id)
        .where(Exchange.pair_id == talk.pair_id, Exchange.lesson_id == talk.draft_lesson, Reflection.author_id == who)
    ).one()


def replies_in(talk: Talk) -> list[str]:
    rows = db.session.scalars(select(Reply).where(Reply.reflection_id == talk.heard)).all()
    return [
        secrecy.open_one(Owner(row.author_id, talk.pair_id), said_place("reply", row.id), row.text_cipher or b"")
        for row in rows
    ]
