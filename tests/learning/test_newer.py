"""A pair keeps the revision it began, is offered the newer one, and takes it: nothing that was done falls."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.curriculum.models import Revision
from portal.journal.models import Reflection
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.pairs.models import Pair, PairLesson
from portal.progress.models import CheckAnswer, LessonDone, StepDone
from tests.builders import post
from tests.curriculum.lessons import PIXEL, edit
from tests.journal.acting import parsed, words
from tests.learning.conftest import Two, take_in
from tests.learning.test_lesson import MINE, YOURS, answer_check, do_all_but_reflect, node_words, write

pytestmark = pytest.mark.both_databases

FOLDER = "conversation/01-premiere"
OFFER = "A newer version of this lesson has been published."
TAKEN = "This is the new version now, for both of you."


def publish(app: Flask, lessons: Path, old: str, new: str, *languages: str) -> None:
    """Another revision, with other words in both languages unless told otherwise."""
    for language in languages or ("fr", "en"):
        edit(lessons / FOLDER / f"{language}.md", old, new)
    take_in(app, lessons)


def publish_more(app: Flask, lessons: Path) -> None:
    """With a second step to read."""
    edit(lessons / FOLDER / "en.md", "## Try:", "## Read: More\nMore words.\n\n## Try:")
    edit(lessons / FOLDER / "fr.md", "## Essayer :", "## Lire : Plus\nPlus de mots.\n\n## Essayer :")
    take_in(app, lessons)


def newest(app: Flask) -> str:
    with app.app_context():
        found = select(Revision.id).where(Revision.superseded_at.is_(None)).order_by(Revision.position.desc())
        return db.session.scalars(found).first() or ""


def take(app: Flask, two: Two, who: FlaskClient, revision: str | None = None) -> TestResponse:
    return two.act(who, "/newer", revision=revision or newest(app))


def pinned(app: Flask) -> PairLesson:
    with app.app_context():
        return db.session.scalars(select(PairLesson)).one()


def offers(two: Two, who: FlaskClient) -> bool:
    return OFFER in who.get(two.lesson).text


def test_a_pair_that_began_keeps_its_version_and_is_offered_the_newer(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    assert not offers(two, two.me)
    assert "New version" not in two.me.get(f"/pairs/{two.pair.id}").text
    publish(app, lessons, "Plain words.", "Plain, short words.")
    for reader in (two.me, two.you):
        page = reader.get(two.lesson).text
        assert "Plain words." in page
        assert OFFER in page
        compared = parsed(reader.get(f"{two.lesson}/newer"))
        assert "Plain, short" in words(compared, "main ins")
        assert "Plain" in words(compared, "main del")
        assert "New version" in words(parsed(reader.get(f"/pairs/{two.pair.id}")), ".path .tag")


def test_a_pair_that_did_not_begin_reads_the_newest(app: Flask, lessons: Path, two: Two) -> None:
    publish(app, lessons, "Plain words.", "Plain, short words.")
    assert "Plain, short words." in two.me.get(two.lesson).text
    assert not offers(two, two.me)


def test_a_draft_of_the_others_tells_nothing(app: Flask, lessons: Path, two: Two) -> None:
    write(two, two.you, YOURS, act="save")
    publish(app, lessons, "Plain words.", "Plain, short words.")
    assert offers(two, two.you)
    assert not offers(two, two.me)
    assert "You have the newest version" in two.me.get(f"{two.lesson}/newer").text
    assert take(app, two, two.me).status_code == 409
    two.act(two.me, "/steps/read-1/done")
    assert offers(two, two.me)


@pytest.mark.parametrize(
    "change", ["another lesson", "the sheet", "another rendering", "the lesson is gone", "the module is unpublished"]
)
def test_nothing_is_offered_where_there_is_nothing_to_take(
    app: Flask, lessons: Path, two: Two, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.act(two.me, "/steps/read-1/done")
    before, module = newest(app), lessons / "conversation"
    if change == "another lesson":
        edit(module / "02-deuxieme" / "en.md", "Plain words.", "Other words.")
    elif change == "the sheet":
        edit(module / "module.toml", "To try.", "To try out.")
    elif change == "another rendering":
        monkeypatch.setattr("portal.curriculum.service.preparing.PIPELINE", 99)
        edit(module / "module.toml", "To try.", "To try out.")
    elif change == "the lesson is gone":
        (module / "01-premiere").rename(lessons.parent / "kept")
        (lessons / "agendas.toml").unlink()
    else:
        edit(module / "01-premiere" / "en.md", "Plain words.", "Other words.")
        take_in(app, lessons)
        module.rename(lessons.parent / "kept")
        (lessons / "agendas.toml").unlink()
    take_in(app, lessons)
    assert not offers(two, two.me)
    assert "You have the newest version" in two.me.get(f"{two.lesson}/newer").text
    assert take(app, two, two.me).status_code == 409
    assert pinned(app).revision_id == before or change == "the module is unpublished"


def test_either_takes_it_for_both_and_it_is_said(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    first = newest(app)
    publish(app, lessons, "Plain words.", "Plain, short words.")
    answer = take(app, two, two.you)
    assert answer.status_code == 303
    assert TAKEN in two.you.get(answer.location).text
    for reader, said in ((two.me, "Ibrahim took this new version on"), (two.you, "You took this new version on")):
        page = reader.get(two.lesson).text
        assert "Plain, short words." in page
        assert OFFER not in page
        assert said in page
    assert "the one you had before" in two.me.get(f"{two.lesson}/newer").text
    row = pinned(app)
    assert (row.revision_id, row.renewed_from_id, row.renewed_by_id) == (newest(app), first, two.pair.second.id)


def test_taking_it_twice_takes_it_once(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    publish(app, lessons, "Plain words.", "Plain, short words.")
    assert [take(app, two, who).status_code for who in (two.me, two.you)] == [303, 303]
    row = pinned(app)
    assert (row.renewed_by_id, row.version) == (two.pair.first.id, 2)


def test_a_version_that_is_not_the_newest_any_more_is_not_taken(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    publish(app, lessons, "Plain words.", "Plain, short words.")
    seen, before = newest(app), pinned(app).revision_id
    publish(app, lessons, "Plain, short words.", "Few words.")
    refused = take(app, two, two.me, seen)
    assert refused.status_code == 409
    assert "Few" in words(parsed(refused), "main ins")
    assert pinned(app).revision_id == before
    assert two.act(two.me, "/newer").status_code == 409
    assert take(app, two, two.me).status_code == 303


@pytest.mark.parametrize("state", ["pause", "freeze", "closed"])
def test_it_is_not_taken_during_a_pause_or_in_a_closed_pair(app: Flask, lessons: Path, two: Two, state: str) -> None:
    two.act(two.me, "/steps/read-1/done")
    publish(app, lessons, "Plain words.", "Plain, short words.")
    before = pinned(app).revision_id
    if state == "closed":
        with app.app_context(), transaction():
            db.session.get_one(Pair, two.pair.id).closed_at = now()
    else:
        post(two.you, f"/pairs/{two.pair.id}/{state}")
    assert take(app, two, two.me).status_code == 409
    assert pinned(app).revision_id == before
    page = two.me.get(f"{two.lesson}/newer").text
    assert "Take the new version" not in page
    assert offers(two, two.me) == (state != "closed")


def test_what_was_done_stays_done_and_what_is_new_is_to_be_done(app: Flask, lessons: Path, two: Two) -> None:
    do_all_but_reflect(two, two.me)
    write(two, two.me, MINE)
    two.act(two.you, "/steps/read-1/done")
    publish_more(app, lessons)
    assert "This step is new." in two.me.get(f"{two.lesson}/newer").text
    take(app, two, two.you)
    assert node_words(two.me.get(two.lesson).text) == [
        "You: done. Ibrahim: done.",
        "You are here. Ibrahim: to come.",
        *["You: done. Ibrahim: to come."] * 3,
        "You: sealed. Ibrahim: to come.",
    ]
    with app.app_context():
        done = db.session.scalars(select(LessonDone)).one()
        assert (done.person_id, done.undone_at) == (two.pair.first.id, None)


def test_who_has_done_all_that_is_left_has_finished(app: Flask, lessons: Path, two: Two) -> None:
    publish_more(app, lessons)
    do_all_but_reflect(two, two.me)
    write(two, two.me, MINE)
    with app.app_context():
        assert db.session.scalars(select(LessonDone)).all() == []
    edit(lessons / FOLDER / "en.md", "## Read: More\nMore words.\n\n", "")
    edit(lessons / FOLDER / "fr.md", "## Lire : Plus\nPlus de mots.\n\n", "")
    take_in(app, lessons)
    assert "This step is gone." in two.me.get(f"{two.lesson}/newer").text
    take(app, two, two.me)
    with app.app_context():
        assert [row.person_id for row in db.session.scalars(select(LessonDone))] == [two.pair.first.id]


def test_a_reflection_that_is_sealed_later_finishes_the_version_the_pair_is_on(
    app: Flask, lessons: Path, two: Two
) -> None:
    do_all_but_reflect(two, two.me)
    write(two, two.me, MINE, act="save")
    publish_more(app, lessons)
    take(app, two, two.me)
    write(two, two.me, f"{MINE} And more.", version="1")
    with app.app_context():
        assert db.session.scalars(select(LessonDone)).all() == []
    two.act(two.me, "/steps/read-2/done")
    with app.app_context():
        assert db.session.scalars(select(LessonDone)).one().revision_id == newest(app)


def test_answers_count_while_their_question_is_the_same(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/check-1/answers", question="1", **{"check-1-1": "1"})
    two.act(two.me, "/steps/check-1/answers", question="2", **{"check-1-2": "1"})
    publish(app, lessons, "**And then?**", "**And after that?**", "en")
    take(app, two, two.me)
    page = parsed(two.me.get(two.lesson))
    assert page.query("#check-1-1 .feedback")
    assert not page.query("#check-1-2 .feedback")
    two.act(two.me, "/steps/check-1/answers", question="2", **{"check-1-2": "0"})
    assert "You: done." in node_words(two.me.get(two.lesson).text)[2]
    with app.app_context():
        kept = db.session.scalars(select(CheckAnswer).order_by(CheckAnswer.question, CheckAnswer.try_number)).all()
        told = [(one.question, one.try_number, one.asked_anew_at is None) for one in kept]
        assert told == [(1, 1, True), (2, 1, False), (2, 2, True)]


def test_an_answer_to_a_question_of_another_version_is_not_kept(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    seen = newest(app)
    publish(app, lessons, "**What comes first?**", "**What comes last?**")
    take(app, two, two.you)
    for asked_in, status in ((seen, 409), (newest(app), 303)):
        sent = {"question": "1", "check-1-1": "1", "revision": asked_in}
        assert two.act(two.me, "/steps/check-1/answers", **sent).status_code == status
    with app.app_context():
        assert db.session.scalars(select(CheckAnswer)).one().revision_id == newest(app)


def test_a_check_that_was_done_stays_done_whatever_it_asks(app: Flask, lessons: Path, two: Two) -> None:
    answer_check(two, two.me)
    publish(app, lessons, "**And then?**", "**And after that?**")
    take(app, two, two.me)
    assert "You: done." in node_words(two.me.get(two.lesson).text)[2]
    two.act(two.me, "/steps/check-1/answers", question="2", **{"check-1-2": "1"})
    with app.app_context():
        assert db.session.scalars(select(StepDone)).one().undone_at is None


def test_a_text_keeps_the_prompt_and_the_revision_it_was_written_to(app: Flask, lessons: Path, two: Two) -> None:
    for who, text in ((two.me, MINE), (two.you, YOURS)):
        write(two, who, text)
    before = newest(app)
    publish(app, lessons, "PROMPT OF WHO LEARNS", "ANOTHER PROMPT")
    take(app, two, two.me)
    with app.app_context():
        mine = db.session.scalars(select(Reflection).where(Reflection.author_id == two.pair.first.id)).one()
        assert "PROMPT OF WHO LEARNS" in "".join(mine.prompt)
        exchange = f"/pairs/{two.pair.id}/journal/{mine.id}"
    assert before != newest(app)
    page = two.me.get(exchange).text
    assert "PROMPT OF WHO LEARNS" in page
    assert "ANOTHER PROMPT" not in page
    asked = words(parsed(two.me.get(two.lesson)), "#reflect-1 .asked")
    assert "PROMPT OF WHO LEARNS" in asked


def test_the_other_language_alone_is_told_so(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    publish(app, lessons, "Plain words.", "Des mots simples.", "fr")
    assert "In this language the words are the same." in two.me.get(f"{two.lesson}/newer").text
    assert "Des mots simples." in two.me.get(f"{two.lesson}/newer?lang=fr").text


def test_what_goes_further_is_told_by_its_name(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    for language, heading in (("fr", "Pour aller plus loin"), ("en", "Further")):
        document = lessons / FOLDER / f"{language}.md"
        document.write_text(f"{document.read_text(encoding='utf-8')}\n## {heading}\n- A book.\n", encoding="utf-8")
    take_in(app, lessons)
    page = parsed(two.me.get(f"{two.lesson}/newer"))
    assert words(page, ".compared h3") == "Further"


def test_a_picture_that_was_replaced_is_offered_and_told(app: Flask, lessons: Path, two: Two) -> None:
    def show(content: bytes) -> None:
        (lessons / FOLDER / "media").mkdir(exist_ok=True)
        (lessons / FOLDER / "media" / "x.png").write_bytes(content)
        take_in(app, lessons)

    for language in ("fr", "en"):
        edit(lessons / FOLDER / f"{language}.md", "Plain words.", "Plain words. ![Two dots](media/x.png)")
    show(PIXEL)
    two.act(two.me, "/steps/read-1/done")
    assert not offers(two, two.me)
    show(PIXEL + b"\0")
    assert offers(two, two.me)
    page = two.me.get(f"{two.lesson}/newer").text
    assert "A picture has been replaced." in page
    assert take(app, two, two.me).status_code == 303
    assert not offers(two, two.me)
    edit(lessons / FOLDER / "en.md", "Plain words.", "Plain, short words.")
    take_in(app, lessons)
    assert "A picture has been replaced." not in two.me.get(f"{two.lesson}/newer").text


def test_the_note_of_the_revision_is_told(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    publish(app, lessons, "Plain words.", "Plain, short words.")
    with app.app_context(), transaction():
        db.session.get_one(Revision, newest(app)).note = "Shorter <b>now</b>."
    assert "Shorter &lt;b&gt;now&lt;/b&gt;." in two.me.get(f"{two.lesson}/newer").text


def test_a_note_on_a_step_that_is_gone_stays_with_whom_it_is_for(app: Flask, lessons: Path, two: Two) -> None:
    two.act(two.me, "/steps/try-1/done", **{"try-1-note": "FOR MYSELF"})
    two.act(two.you, "/steps/try-1/done", **{"try-1-note": "FOR MY PARTNER", "try-1-share": "y"})
    edit(lessons / FOLDER / "en.md", "## Try: One thread\nFollow it.\n\n", "")
    edit(lessons / FOLDER / "fr.md", "## Essayer : Un fil\nFollow it.\n\n", "")
    take_in(app, lessons)
    assert "#notes-left" not in two.me.get(two.lesson).text
    take(app, two, two.you)
    mine, yours = (words(parsed(who.get(two.lesson)), "#notes-left") for who in (two.me, two.you))
    assert "You noted: FOR MYSELF" in mine
    assert "Ibrahim, for you: FOR MY PARTNER" in mine
    assert "FOR MYSELF" not in yours
    assert "You noted: FOR MY PARTNER" in yours
    for _press in range(2):
        assert two.act(two.me, "/steps/try-1/note/erase").status_code == 303
    assert "FOR MYSELF" not in two.me.get(two.lesson).text
    assert two.act(two.me, "/steps/try-9/note/erase").status_code == 404
