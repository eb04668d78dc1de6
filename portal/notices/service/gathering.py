"""What a mail tells when it leaves: looked up, and permitted, at that moment."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import update

from portal.kernel import links
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.transaction import transaction
from portal.notices import queries
from portal.notices.models import Notice, NoticeSetting
from portal.notices.queries import NoticeSeen, Reader
from portal.notices.rules import Pace, in_the_journal, is_still_due, mail_line, place_of
from portal.pairs.queries import my_pairs
from portal.pairs.rules import MyPair

UNSUBSCRIBE = "notices.unsubscribe"


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What there is to say, and of which notices."""

    lines: tuple[Line, ...]
    notice_ids: tuple[str, ...]


def gather(reader: Reader, paces: Iterable[Pace], event_key: str | None = None) -> Gathered:
    """Everything that is still to be mailed to them at one of these paces; or of one event. In their language."""
    pairs = {pair.id: pair for pair in my_pairs(_as_actor(reader))}
    wanted = set(paces)
    due = [
        seen
        for seen in queries.to_mail(reader.id, event_key)
        if reader.choices.pace_of(seen.kind.topic) in wanted and is_still_due(seen.kind, pairs.get(seen.pair_id or ""))
    ]
    groups: dict[object, list[NoticeSeen]] = {}
    for seen in due:
        groups.setdefault((seen.pair_id, in_the_journal(seen.kind) or seen.id), []).append(seen)
    lines = tuple(_line(group, pairs.get(group[0].pair_id or "")) for group in groups.values())
    return Gathered(lines, tuple(seen.id for seen in due))


def note_mailed(reader: Reader, gathered: Gathered, *, digest: bool) -> None:
    """After it was handed over."""
    with transaction(is_act=False):
        db.session.execute(update(Notice).where(Notice.id.in_(gathered.notice_ids)).values(mailed_at=now()))
        if digest:
            told = update(NoticeSetting).where(NoticeSetting.person_id == reader.id)
            db.session.execute(told.values(digested_at=now()))


def unsubscribe_address(reader: Reader) -> str:
    return links.external(UNSUBSCRIBE, token=links.token(UNSUBSCRIBE, reader.id, reader.salt or ""))


def _line(group: list[NoticeSeen], pair: MyPair | None) -> Line:
    text = mail_line([seen.kind for seen in group], pair.partner.name if pair is not None else "")
    first = group[0]
    if len(group) > 1:
        return Line(text, links.external("journal.index", pair=str(first.pair_id)))
    place = place_of(first.kind, first.pair_id, first.subject_id)
    return Line(text, links.external(place.endpoint, **place.values))


def _as_actor(reader: Reader) -> Actor:
    """Nobody is signed in when a mail leaves: their pairs are as they would see them."""
    return Actor(
        id=reader.id,
        name=reader.name,
        language=reader.language,
        time_zone=reader.time_zone,
        session_id="",
        csrf_secret="",
    )
