"""The mails that tell of notices: one at once, or several together. Whether they still leave is asked when they do."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from portal.kernel import mail
from portal.kernel.clock import now
from portal.kernel.i18n import speaking
from portal.kernel.links import external
from portal.kernel.outbox import Handler, Job
from portal.kernel.transaction import transaction
from portal.notices import queries
from portal.notices.queries import Reader
from portal.notices.rules import Pace, Topic, is_same_day
from portal.notices.service.gathering import Gathered, gather, note_mailed, unsubscribe_address
from portal.notices.service.planning import DIGEST_MAIL, ONE_MAIL, plan

TOGETHER = {
    Pace.DAILY: (Pace.AT_ONCE, Pace.DAILY),
    Pace.WEEKLY: (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY),
}
"""What leaves with a digest: also what was to leave earlier, and did not."""


def send_one(job: Job) -> None:
    reader = _reached(job)
    if reader is None:
        return
    if _is_quiet(reader):
        _put_off(reader, job.ids["event"])
        return
    _send(job, reader, [Pace.AT_ONCE], "one", job.ids["event"])


def send_digest(job: Job) -> None:
    reader, pace = _reached(job), Pace(job.ids["pace"])
    if reader is None:
        return
    already = reader.digested_at is not None and is_same_day(reader.digested_at, now(), reader.time_zone)
    if already or _is_quiet(reader):
        _put_off(reader)
        return
    _send(job, reader, TOGETHER[pace], pace)


def _reached(job: Job) -> Reader | None:
    """Who it is to, unless nothing can be mailed to them any more."""
    reader = queries.reader(job.recipient_id or "")
    return reader if reader is not None and reader.email and reader.choices.by_mail else None


def _is_quiet(reader: Reader) -> bool:
    return reader.choices.quiet.covers(now().astimezone(ZoneInfo(reader.time_zone)))


def _put_off(reader: Reader, event_key: str | None = None) -> None:
    """A worker that was stopped for a while does not write at night, nor twice a day."""
    with transaction(is_act=False):
        plan(reader, Topic, event_key)


def _send(job: Job, reader: Reader, paces: Iterable[Pace], message: str, event: str | None = None) -> None:
    with speaking(reader.language):
        gathered = gather(reader, paces, event)
    if gathered.lines:
        mail.send(compose(reader, gathered, message, job.id))
        note_mailed(reader, gathered, digest=event is None)


def compose(reader: Reader, gathered: Gathered, message: str, key: str) -> mail.Message:
    """One of `templates/notices/mail/`, with the link that ends them all (RFC 8058)."""
    unsubscribe = unsubscribe_address(reader)
    return mail.compose(
        f"notices/mail/{message}",
        to=str(reader.email),
        language=reader.language,
        key=key,
        headers={"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        name=reader.name,
        lines=gathered.lines,
        page=external("notices.index"),
        choices=external("notices.choices"),
        unsubscribe=unsubscribe,
    )


HANDLERS: dict[str, Handler] = {ONE_MAIL: send_one, DIGEST_MAIL: send_digest}
"""What sends each kind of mail that waits in the outbox."""
