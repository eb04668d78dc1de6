"""Remarks: left on a lesson, read again with their answer, and answered in the studio."""

from portal.remarks.views import answering, mine, writing
from portal.remarks.views.blueprint import remarks

__all__ = ["answering", "mine", "remarks", "writing"]
