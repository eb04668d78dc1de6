"""Readers and instructors, as the tests of remarks need them."""

from flask import Flask
from flask.testing import FlaskClient

from portal.kernel.database import db, new_id
from portal.remarks.models import Remark
from tests.builders import post

REMARK = "canary: the second step is hard to follow"
ANSWER = "canary: thank you, it will be shorter"
MODULE, LESSON = "conversation", "premiere"
ON_MODULE = f"/studio/modules/{MODULE}/remarks"


def leave(browser: FlaskClient, where: str = f"/lessons/{MODULE}/{LESSON}", **fields: str):  # type: ignore[no-untyped-def]
    sent = {"step": "read-1", "words": REMARK, "signed": "named", "key": new_id()} | fields
    return post(browser, f"{where}/remark", **sent)


def remark_of(app: Flask, writer_id: str) -> Remark:
    with app.app_context():
        return db.session.query(Remark).filter_by(writer_id=writer_id).one()


def page_of(app: Flask, writer_id: str) -> str:
    """Where the instructors find it."""
    return f"{ON_MODULE}/{remark_of(app, writer_id).id}"
