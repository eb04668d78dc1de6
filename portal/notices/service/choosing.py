"""What somebody gets, as they chose it; and the one link that ends all mails of notices."""

from sqlalchemy import delete

from portal.kernel import links
from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new
from portal.notices import queries
from portal.notices.models import Notice, NoticeChoice, NoticeSetting
from portal.notices.rules import NIGHT, Choices, ChoicesChanged
from portal.notices.service.gathering import UNSUBSCRIBE
from portal.notices.service.planning import plan


def begin_settings(person_id: str) -> None:
    """Their row, with what everybody begins with, unless it is there."""
    insert_if_new(
        db.session(),
        NoticeSetting,
        person_id=person_id,
        salt=links.new_salt(),
        quiet_from=NIGHT.from_minute,
        quiet_to=NIGHT.to_minute,
        version=0,
    )


def save(person_id: str, choices: Choices, version: int) -> None:
    """All of them at once; `version` is the one that the form was made from. Raises ChoicesChanged."""
    begin_settings(person_id)
    row = db.session.get_one(NoticeSetting, person_id, with_for_update=True, populate_existing=True)
    if queries.kept_choices(person_id).choices == choices:
        return
    if row.version != version:
        raise ChoicesChanged
    row.version += 1
    row.quiet_from, row.quiet_to = choices.quiet.from_minute, choices.quiet.to_minute
    row.unsubscribed_at = None if choices.by_mail else row.unsubscribed_at or now()
    for topic, choice in choices.topics.items():
        db.session.merge(NoticeChoice(person_id=person_id, topic=topic, pace=choice.pace, on_page=choice.on_page))
    db.session.flush()
    plan_anew(person_id)


def unsubscribe(token: str) -> bool:
    """Whether the link proved whose mails end. Pressed twice, it ends them once."""
    person_id = proved(token)
    if person_id is None:
        return False
    row = db.session.get_one(NoticeSetting, person_id, with_for_update=True, populate_existing=True)
    if row.unsubscribed_at is None:
        row.unsubscribed_at = now()
        row.version += 1
    return True


def proved(token: str) -> str | None:
    """Whose link it is; None for what is none of ours."""
    person_id = links.row_id(token)
    salt = queries.salt_of(person_id) if person_id is not None else None
    if person_id is None or salt is None:
        return None
    return person_id if links.proves(token, UNSUBSCRIBE, person_id, salt) else None


def erase_of(person_id: str) -> None:
    """Inside the transaction that deletes their account, after their pairs are closed."""
    for table in (Notice, NoticeChoice, NoticeSetting):
        db.session.execute(delete(table).where(table.person_id == person_id))


def plan_anew(person_id: str) -> None:
    """What is still to be mailed to them has a mail to leave with: after they chose another pace, or a pause ended."""
    reader = queries.reader(person_id)
    if reader is not None:
        plan(reader, {seen.kind.topic for seen in queries.to_mail(person_id)})
