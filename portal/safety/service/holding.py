"""A report as it is once its row is held."""

from dataclasses import dataclass

from portal.kernel.database import db
from portal.safety.models import Report
from portal.safety.queries import ReportSeen
from portal.safety.rules import Moments, ReportState, state_of


@dataclass(frozen=True, slots=True)
class Held:
    row: Report
    state: ReportState


def hold(report: ReportSeen) -> Held:
    row = db.session.get_one(Report, report.id, with_for_update=True, populate_existing=True)
    return Held(row, state_of(Moments(row.taken_at, row.closed_at, row.withdrawn_at)))
