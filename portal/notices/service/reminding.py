"""What only time tells, once an hour: whose turn it is, that nobody has to wait, that a pair has closed by itself."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import delete

from portal.journal.rules import LEAVES_TODAY_AFTER
from portal.kernel.database import db
from portal.kernel.signals import TimePassed
from portal.notices import queries
from portal.notices.models import Notice
from portal.notices.rules import FIRST_AFTER, NOTICES_KEPT, Event, Kind, Reminded, SealedAlone, choice_due, turn_due
from portal.notices.service.listening import on_closed
from portal.notices.service.telling import tell
from portal.pairs.rules import CLOSING_LASTS
from portal.pairs.signals import PairClosed


def on_time_passed(event: TimePassed) -> None:
    db.session.execute(delete(Notice).where(Notice.created_at < event.moment - NOTICES_KEPT))
    for pair_id, closing_at in queries.lapsed_pairs(event.moment - CLOSING_LASTS):
        on_closed(PairClosed(pair_id, closing_at + CLOSING_LASTS))
    _remind(event.moment)


def _remind(moment: datetime) -> None:
    alone = queries.sealed_alone(moment - LEAVES_TODAY_AFTER, moment - FIRST_AFTER)
    reminded = queries.reminded_in({one.pair_id for one in alone})
    waiting: defaultdict[tuple[str, str], list[SealedAlone]] = defaultdict(list)
    for one in alone:
        waiting[one.pair_id, one.other_id].append(one)
        if choice_due(one, moment):
            _tell(one.author_id, Kind.CHOICE, one)
    for (pair_id, person_id), texts in waiting.items():
        one_due = turn_due(texts, reminded.get((pair_id, person_id), Reminded()), moment)
        if one_due is not None:
            _tell(person_id, Kind.TURN, one_due, (moment - one_due.sealed_at).days // 7)


def _tell(person_id: str, kind: Kind, one: SealedAlone, week: int = 0) -> None:
    """Once for a week of waiting, however often the hour strikes."""
    key = f"{kind}:{one.reflection_id}:{one.sealed_at:%Y%m%d%H%M%S}:{week}"
    tell(person_id, Event(kind, key, one.pair_id, one.reflection_id, one.reflection_id))
