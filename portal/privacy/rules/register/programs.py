"""Programmes, and who is in them."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table, about_nobody

_ROW, _LINK, _GONE = Export.ROW, Export.LINK, Erasure.GONE

TABLES = (
    Table(
        "program",
        _l("The programmes"),
        Purpose.LESSONS,
        Retention.PORTAL,
        about_nobody(
            "id", "slug", "name_fr", "name_en", "is_open", "starts_on", "ends_on", "created_at", "closed_at", "version"
        ),
    ),
    Table(
        "enrolment",
        _l("The programmes you are in"),
        Purpose.PAIR,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("program_id", _LINK, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("role", _ROW, _GONE),
            Column("joined_at", _ROW, _GONE),
            Column("left_at", _ROW, _GONE),
        ),
    ),
)
