"""A report that is over goes: its row, its words and its key."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from portal.kernel.database import db
from portal.kernel.ledger import Erasure
from portal.kernel.signals import TimePassed, announce
from portal.safety import queries
from portal.safety.models import Report
from portal.safety.service import sealing
from portal.safety.signals import ReportsErased


def on_time_passed(event: TimePassed) -> None:
    gone = queries.kept_no_more(event.moment)
    _erase(gone)
    if gone:
        announce(ReportsErased(tuple(gone), event.moment))


def erase_again(erasure: Erasure) -> None:
    """After a restore: what was erased since the backup."""
    _erase(erasure.ids)


def close_again(erasure: Erasure) -> None:
    """After a restore: the words that were withdrawn since the backup are emptied, and their key goes as well."""
    for report_id in db.session.scalars(select(Report.id).where(Report.id.in_(erasure.ids))).all():
        sealing.destroy(report_id)


def _erase(report_ids: Sequence[str]) -> None:
    for report_id in report_ids:
        sealing.destroy(report_id)
    db.session.execute(delete(Report).where(Report.id.in_(report_ids)))
