"""A module that nothing blocks, and how it is published, as the tests of publishing do again and again."""

from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.curriculum.models import Module, Revision
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.studio import service
from portal.studio.models import DraftRelease
from portal.studio.rules import Draft
from tests.builders import post
from tests.learning.conftest import ENGLISH, FRENCH
from tests.studio.acting import SHEET, my_draft, write

LESSONS = ("premiere", "deuxieme")


def finish(app: Flask, slug: str, who: str) -> None:
    """Write everything that a module needs to be published."""
    for lesson in LESSONS:
        write(app, slug, who, "fr", FRENCH.replace("{title}", lesson), lesson=lesson)
        write(app, slug, who, "en", ENGLISH.replace("{title}", lesson), lesson=lesson)
    texts = {language: dict.fromkeys(part, "Quelque chose") for language, part in SHEET.texts.items()}
    with app.app_context(), transaction():
        draft = my_draft(slug, who)
        service.save_sheet(draft, who, SHEET.__class__(SHEET.strand, SHEET.position, (), texts), draft.version)


def draft_of(app: Flask, slug: str, who: str) -> Draft:
    with app.app_context():
        return my_draft(slug, who)


def digest_on(browser: FlaskClient, address: str) -> str:
    """What the page of publishing was made from."""
    page = JustHTML(browser.get(f"{address}/publish").text, sanitize=False)
    (field,) = page.query("input[name=digest]")
    return str(field.attrs["value"])


def send(browser: FlaskClient, address: str, digest: str | None = None, **fields: str) -> TestResponse:
    digest = digest if digest is not None else digest_on(browser, address)
    sent: Mapping[str, str] = {"digest": digest, "when": "now", "note": "", "key": new_id()} | fields
    answer: TestResponse = post(browser, f"{address}/publish", **sent)
    return answer


def numbers(app: Flask, slug: str) -> list[int]:
    """Of the revisions."""
    with app.app_context():
        mine = select(Revision.number).join(Module, Module.id == Revision.module_id).where(Module.slug == slug)
        return list(db.session.scalars(mine.order_by(Revision.number)))


def release(app: Flask) -> DraftRelease:
    with app.app_context():
        return db.session.scalars(select(DraftRelease).order_by(DraftRelease.asked_at.desc())).first()  # type: ignore[return-value]
