"""What somebody was told, as the tests of notices ask for it."""

from flask import Flask
from sqlalchemy import select

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.signals import TimePassed
from portal.kernel.transaction import transaction
from portal.notices.models import Notice
from portal.notices.rules import Kind
from portal.notices.service import reminding
from tests.builders import Someone


def told(app: Flask, who: Someone) -> list[Kind]:
    """What has not been cleared, the oldest first."""
    with app.app_context():
        mine = select(Notice.kind).where(Notice.person_id == who.id, Notice.cleared_at.is_(None))
        return list(db.session.scalars(mine.order_by(Notice.created_at, Notice.kind)))


def unread(app: Flask, who: Someone) -> list[Kind]:
    with app.app_context():
        mine = select(Notice.kind).where(Notice.person_id == who.id, Notice.read_at.is_(None))
        return list(db.session.scalars(mine.order_by(Notice.created_at, Notice.kind)))


def one_of(app: Flask, who: Someone) -> Notice:
    with app.app_context():
        return db.session.scalars(select(Notice).where(Notice.person_id == who.id)).one()


def an_hour_passes(app: Flask) -> None:
    with app.app_context(), transaction(is_act=False):
        reminding.on_time_passed(TimePassed(now()))
