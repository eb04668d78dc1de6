"""Reporting, handling a report, blocking, leaving."""

from portal.safety.views import handling, parting, reporting, reports
from portal.safety.views.blueprint import safety

__all__ = ["handling", "parting", "reporting", "reports", "safety"]
