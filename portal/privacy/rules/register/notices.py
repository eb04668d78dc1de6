"""What somebody is told, and what they chose to be told."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_ROW, _LINK, _WORKINGS, _SECRET = Export.ROW, Export.LINK, Export.WORKINGS, Export.SECRET
_GONE = Erasure.GONE

TABLES = (
    Table(
        "notice",
        _l("Your notices"),
        Purpose.NOTICES,
        Retention.NOTICE,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("kind", _ROW, _GONE),
            Column("event_key", _WORKINGS, _GONE),
            Column("pair_id", _ROW, _GONE),
            Column("source_id", _LINK, _GONE),
            Column("subject_id", _LINK, _GONE),
            Column("on_page", _WORKINGS, _GONE),
            Column("created_at", _ROW, _GONE),
            Column("read_at", _ROW, _GONE),
            Column("cleared_at", _ROW, _GONE),
            Column("mailed_at", _ROW, _GONE),
        ),
    ),
    Table(
        "notice_setting",
        _l("How notices reach you"),
        Purpose.NOTICES,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("person_id", _LINK, _GONE),
            Column("salt", _SECRET, _GONE),
            Column("quiet_from", _ROW, _GONE),
            Column("quiet_to", _ROW, _GONE),
            Column("unsubscribed_at", _ROW, _GONE),
            Column("digested_at", _ROW, _GONE),
            Column("version", _WORKINGS, _GONE),
        ),
    ),
    Table(
        "notice_choice",
        _l("Which notices you chose"),
        Purpose.NOTICES,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("person_id", _LINK, _GONE),
            Column("topic", _ROW, _GONE),
            Column("pace", _ROW, _GONE),
            Column("on_page", _ROW, _GONE),
        ),
    ),
)
