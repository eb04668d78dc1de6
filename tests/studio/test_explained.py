"""A published module of the studio says what the glossary says now."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.curriculum.models import Module
from portal.kernel.database import db
from tests.builders import post
from tests.curriculum.test_publishing import GLOSSARY
from tests.learning.conftest import ENGLISH, FRENCH, take_in, write_lessons
from tests.studio.acting import write
from tests.studio.conftest import Writers
from tests.studio.publishing import LESSONS, finish, numbers, send


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """Of lessons, with a glossary."""
    write_lessons(tmp_path / "lessons")
    explain(app, tmp_path / "lessons", "Replies to replies.")
    return tmp_path / "lessons"


@pytest.fixture
def published(folder: Path, writers: Writers) -> Writers:
    finish(writers.app, writers.slug, writers.anais.id)
    for language, whole in (("fr", FRENCH), ("en", ENGLISH)):
        text = whole.replace("{title}", LESSONS[0]).replace("Plain words.", "A thread, or a fil de discussion.")
        write(writers.app, writers.slug, writers.anais.id, language, text)
    assert send(writers.browser(writers.anais), writers.address).status_code == 303
    return writers


def explain(app: Flask, folder: Path, meaning: str) -> None:
    (folder / "glossary.toml").write_text(GLOSSARY.replace("Replies to replies.", meaning), encoding="utf-8")
    take_in(app, folder)


def shown(published: Writers) -> str:
    page: str = published.app.test_client().get(f"/lessons/{published.slug}/{LESSONS[0]}?lang=en").text
    return page


def test_another_meaning_is_shown_without_a_new_revision(published: Writers, folder: Path) -> None:
    assert "Replies to replies." in shown(published)
    write(published.app, published.slug, published.thu.id, "en", "A draft that goes on.")
    explain(published.app, folder, "Words in turn.")
    assert "Words in turn." in shown(published)
    assert "Replies to replies." not in shown(published)
    assert numbers(published.app, published.slug) == [1]


def test_one_that_left_the_catalogue_does_not_come_back(published: Writers, folder: Path) -> None:
    post(published.browser(published.anais), f"{published.address}/unpublish")
    explain(published.app, folder, "Words in turn.")
    with published.app.app_context():
        module = db.session.scalars(select(Module).where(Module.slug == published.slug)).one()
        assert module.archived_at is not None
    post(published.browser(published.anais), f"{published.address}/revisions/1/put-back")
    assert send(published.browser(published.anais), published.address).status_code == 303
    assert "Words in turn." in shown(published)
