"""Taking modules in: a revision where the words changed, none where they did not, nothing lost where one vanished."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.curriculum import queries
from portal.curriculum.models import Lesson, LessonDocument, Module, Picture, Revision, RevisionLesson
from portal.curriculum.rules import LessonText
from portal.curriculum.service import Outcome, preparing, read_tree, sync
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from tests.curriculum.conftest import TakeIn
from tests.curriculum.lessons import PIXEL, edit, write_lesson

pytestmark = pytest.mark.both_databases

UNCHANGED = dict.fromkeys(("amont", "conversation", "zoo"), Outcome.UNCHANGED)
DOCUMENT = "conversation/01-premiere/en.md"


def revisions(app: Flask, module: str) -> list[tuple[int, bool]]:
    """The number of each revision, and whether it is the current one."""
    with app.app_context():
        rows = select(Revision.number, Revision.superseded_at).join(Module).where(Module.slug == module)
        return sorted((number, superseded is None) for number, superseded in db.session.execute(rows))


def count(app: Flask, table: type[Any]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def shown(app: Flask, module: str, lesson: str, language: str = "en") -> str:
    """The first step of a published lesson, as HTML."""
    with app.app_context():
        found = queries.published_lesson(module, lesson, language)
        assert found is not None
        return found.text.steps[0].text


def louder(lesson: LessonText) -> LessonText:
    return replace(lesson, steps=(replace(lesson.steps[0], text="<p>LOUD</p>"), *lesson.steps[1:]))


def published(app: Flask) -> list[str]:
    with app.app_context():
        return [module.slug for module in queries.catalogue("en")]


def test_modules_are_published_in_the_order_of_their_sheets(app: Flask, take_in: TakeIn) -> None:
    assert take_in() == dict.fromkeys(UNCHANGED, Outcome.PUBLISHED)
    assert published(app) == ["zoo", "conversation", "amont"]
    assert revisions(app, "zoo") == [(1, True)]
    assert shown(app, "zoo", "ecouter") == "<p>A post that answers <strong>nobody</strong> is a megaphone.</p>"


def test_the_same_content_makes_no_new_revision(app: Flask, take_in: TakeIn) -> None:
    take_in()
    counts = [count(app, table) for table in (Revision, RevisionLesson, LessonDocument, Lesson, Picture)]
    assert take_in() == UNCHANGED
    assert [count(app, table) for table in (Revision, RevisionLesson, LessonDocument, Lesson, Picture)] == counts


@pytest.mark.parametrize(
    "change",
    [
        (DOCUMENT, "Follow one thread", "Follow two threads"),
        ("conversation/01-premiere/fr.md", "Suivez un fil", "Suivez deux fils"),
        ("conversation/module.toml", "position = 2", "position = 4"),
        ("conversation/module.toml", "What it is for.", "What it is good for."),
    ],
)
def test_a_change_makes_a_revision_of_its_module_only(
    app: Flask, root: Path, take_in: TakeIn, change: tuple[str, str, str]
) -> None:
    take_in()
    place, old, new = change
    edit(root / place, old, new)
    assert take_in() == UNCHANGED | {"conversation": Outcome.PUBLISHED}
    assert revisions(app, "conversation") == [(1, False), (2, True)]
    assert revisions(app, "zoo") == [(1, True)]


def test_a_lesson_keeps_its_identity_over_revisions_and_numbers(app: Flask, root: Path, take_in: TakeIn) -> None:
    take_in()
    with app.app_context():
        before = dict(db.session.execute(select(Lesson.slug, Lesson.id).join(Module).where(Module.slug == "zoo")).all())
    (root / "zoo" / "01-ouverture").rename(root / "zoo" / "03-ouverture")
    write_lesson(root / "zoo" / "01-nouvelle")
    take_in()
    with app.app_context():
        module = queries.module_card(None, module="zoo", language="fr")
        assert module is not None
        assert [lesson.slug for lesson in module.lessons] == ["nouvelle", "ecouter", "ouverture"]
        found = queries.published_lesson("zoo", "ouverture", "fr")
        assert found is not None
        assert found.lesson_id == before["ouverture"]


def test_revisions_share_the_documents_that_did_not_change(app: Flask, root: Path, take_in: TakeIn) -> None:
    take_in()
    before = count(app, LessonDocument)
    edit(root / "zoo" / "01-ouverture" / "en.md", "Follow one", "Follow another")
    take_in()
    assert count(app, LessonDocument) == before + 1
    with app.app_context():
        rows = db.session.execute(
            select(Revision.number, Lesson.slug, RevisionLesson.fr_sha256, RevisionLesson.en_sha256)
            .select_from(RevisionLesson)
            .join(Revision)
            .join(Lesson)
            .join(Module, Module.id == Revision.module_id)
            .where(Module.slug == "zoo")
        )
        documents = {(number, slug): hashes for number, slug, *hashes in rows}
    assert documents[1, "ecouter"] == documents[2, "ecouter"]
    assert documents[1, "ouverture"][0] == documents[2, "ouverture"][0]
    assert documents[1, "ouverture"][1] != documents[2, "ouverture"][1]


def test_a_module_with_an_error_stays_on_its_last_good_revision(app: Flask, root: Path, take_in: TakeIn) -> None:
    take_in()
    edit(root / DOCUMENT, "Follow one thread", "Follow two threads")
    edit(root / DOCUMENT, "- [x] Answer.", "- [ ] Answer.")
    edit(root / "amont" / "01-premiere" / "en.md", "Follow one thread", "Follow three threads")
    assert take_in() == {"amont": Outcome.PUBLISHED, "zoo": Outcome.UNCHANGED}
    assert revisions(app, "conversation") == [(1, True)]
    assert published(app) == ["zoo", "conversation", "amont"]


def test_a_module_that_was_never_right_is_not_published(app: Flask, root: Path, take_in: TakeIn) -> None:
    edit(root / DOCUMENT, "minutes: 8", "minutes: many")
    take_in()
    assert published(app) == ["zoo", "amont"]


def test_a_module_whose_folder_vanished_is_archived_and_kept(app: Flask, root: Path, take_in: TakeIn) -> None:
    take_in()
    shutil.rmtree(root / "conversation")
    edit(root / "amont" / "module.toml", '"zoo", "any:culture"', '"zoo"')
    assert take_in() == {
        "amont": Outcome.PUBLISHED,
        "conversation": Outcome.ARCHIVED,
        "zoo": Outcome.UNCHANGED,
    }
    assert published(app) == ["zoo", "amont"]
    assert revisions(app, "conversation") == [(1, True)]
    assert "conversation" not in take_in()


@pytest.mark.parametrize("changes", [False, True])
def test_a_module_that_comes_back_is_published_again(app: Flask, root: Path, take_in: TakeIn, changes: bool) -> None:
    take_in()
    (root / "conversation").rename(root.parent / "kept")
    take_in()
    (root.parent / "kept").rename(root / "conversation")
    if changes:
        edit(root / DOCUMENT, "Follow one", "Follow another")
    assert take_in()["conversation"] is (Outcome.PUBLISHED if changes else Outcome.RESTORED)
    assert revisions(app, "conversation") == ([(1, False), (2, True)] if changes else [(1, True)])
    assert "conversation" in published(app)


def test_a_lesson_whose_folder_vanished_leaves_the_catalogue_and_stays_in_its_revision(
    app: Flask, root: Path, take_in: TakeIn
) -> None:
    take_in()
    shutil.rmtree(root / "zoo" / "02-ecouter")
    take_in()
    with app.app_context():
        assert queries.published_lesson("zoo", "ecouter", "en") is None
        kept = (
            select(Revision.number)
            .select_from(RevisionLesson)
            .join(Revision)
            .join(Lesson, Lesson.id == RevisionLesson.lesson_id)
            .where(Lesson.slug == "ecouter")
        )
        assert db.session.scalars(kept).all() == [1]


@pytest.mark.parametrize("wrong", ["nowhere", "zoo"])
def test_the_wrong_folder_archives_nothing(app: Flask, root: Path, take_in: TakeIn, wrong: str) -> None:
    take_in()
    with app.app_context():
        publication = sync(read_tree(root / wrong))
        with transaction():
            assert publication.publish() == {}
    assert published(app) == ["zoo", "conversation", "amont"]


def test_pictures_are_rows_by_their_content(app: Flask, root: Path, take_in: TakeIn) -> None:
    take_in()
    sha256 = hashlib.sha256(PIXEL).hexdigest()
    with app.app_context():
        (kept,) = db.session.scalars(select(Picture)).all()
        assert (kept.sha256, kept.media_type, kept.content) == (sha256, "image/png", PIXEL)
    assert f'<img src="/pictures/{sha256}" alt="megaphone">' in shown(app, "conversation", "premiere")


def test_another_picture_under_the_same_name_is_a_change(app: Flask, root: Path, take_in: TakeIn) -> None:
    take_in()
    (root / "conversation" / "01-premiere" / "media" / "megaphone.png").write_bytes(PIXEL + b"\0")
    assert take_in()["conversation"] is Outcome.PUBLISHED
    assert count(app, Picture) == 2


def test_a_newer_rendering_is_shown_without_a_new_revision(
    app: Flask, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in()
    monkeypatch.setattr(preparing, "PIPELINE", preparing.PIPELINE + 1)
    rendered = preparing.rendered
    monkeypatch.setattr(preparing, "rendered", lambda text, *given: louder(rendered(text, *given)))
    assert take_in() == UNCHANGED
    assert revisions(app, "zoo") == [(1, True)]
    assert shown(app, "zoo", "ouverture") == "<p>LOUD</p>"


def test_what_is_kept_already_is_not_rendered_again(
    app: Flask, root: Path, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in()
    rendered, times = preparing.rendered, []
    monkeypatch.setattr(preparing, "rendered", lambda *given: times.append(given) or rendered(*given))
    take_in()
    assert times == []
    edit(root / DOCUMENT, "Follow one", "Follow another")
    take_in()
    assert len(times) == 1


GLOSSARY = """[thread]
en = ["thread"]
fr = ["fil de discussion"]
avoid = ["thread"]
meaning.en = "Replies to replies."
meaning.fr = "Des réponses aux réponses."
"""


def test_a_term_is_explained_in_place_once_and_leads_to_the_glossary(app: Flask, root: Path, take_in: TakeIn) -> None:
    (root / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    take_in()
    with app.app_context():
        found = queries.published_lesson("conversation", "premiere", "en")
        texts = [step.text for step in found.text.steps] if found else []
    assert sum(text.count('popovertarget="term-thread"') for text in texts) == 1
    assert any(">thread</button>" in text and "Replies to replies." in text for text in texts)
    assert any('href="/glossary?lang=en#thread"' in text for text in texts)


def test_another_meaning_is_shown_without_a_new_revision(app: Flask, root: Path, take_in: TakeIn) -> None:
    (root / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    take_in()
    (root / "glossary.toml").write_text(GLOSSARY.replace("Replies to replies.", "Words in turn."), encoding="utf-8")
    assert take_in() == UNCHANGED
    page = app.test_client().get("/lessons/conversation/premiere?lang=en").text
    assert "Words in turn." in page
    assert "Replies to replies." not in page


def test_a_term_that_is_gone_is_explained_no_more(app: Flask, root: Path, take_in: TakeIn) -> None:
    (root / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    take_in()
    assert "fil de discussion" in app.test_client().get("/glossary?lang=fr").text
    (root / "glossary.toml").unlink()
    take_in()
    assert "fil de discussion" not in app.test_client().get("/glossary?lang=fr").text
    assert "popovertarget" not in app.test_client().get("/lessons/conversation/premiere?lang=en").text
