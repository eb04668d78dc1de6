"""The register of personal data: every column of every table, a line each, with what becomes of it.

A new slice adds a file here, and its `TABLES` below. A test fails while a column of the database is missing
from it, or one of its lines names what is no longer there.
"""

from portal.privacy.rules.register import (
    accounts,
    assessment,
    curriculum,
    journal,
    kernel,
    matching,
    meetings,
    notices,
    pairs,
    programs,
    progress,
    remarks,
    safety,
    studio,
)
from portal.privacy.rules.vocabulary import Table

REGISTER: tuple[Table, ...] = (
    *accounts.TABLES,
    *programs.TABLES,
    *pairs.TABLES,
    *journal.TABLES,
    *progress.TABLES,
    *assessment.TABLES,
    *matching.TABLES,
    *meetings.TABLES,
    *remarks.TABLES,
    *safety.TABLES,
    *notices.TABLES,
    *kernel.TABLES,
    *studio.TABLES,
    *curriculum.TABLES,
)
"""In the order in which its owner reads it."""

PERSONAL = tuple(table for table in REGISTER if table.is_personal)
