"""What people say that they offer and seek, and what they show of their level: their own to change and to take back."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_ROW, _LINK, _WORKINGS = Export.ROW, Export.LINK, Export.WORKINGS
_GONE = Erasure.GONE

TABLES = (
    Table(
        "give_and_take",
        _l("When you said what you offer and seek"),
        Purpose.MATCHING,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("person_id", _LINK, _GONE),
            Column("saved_at", _ROW, _GONE),
            Column("version", _WORKINGS, _GONE),
        ),
    ),
    Table(
        "offer",
        _l("What you offer"),
        Purpose.MATCHING,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("person_id", _LINK, _GONE),
            Column("dimension", _ROW, _GONE),
            Column("rank", _WORKINGS, _GONE),
        ),
    ),
    Table(
        "seek",
        _l("What you seek"),
        Purpose.MATCHING,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("person_id", _LINK, _GONE),
            Column("dimension", _ROW, _GONE),
            Column("rank", _ROW, _GONE),
        ),
    ),
    Table(
        "levels_chosen",
        _l("When you chose the levels on your profile"),
        Purpose.MATCHING,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("person_id", _LINK, _GONE),
            Column("chosen_at", _ROW, _GONE),
            Column("version", _WORKINGS, _GONE),
        ),
    ),
    Table(
        "shown_level",
        _l("The levels on your profile"),
        Purpose.MATCHING,
        Retention.SHOWN,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("strand", _ROW, _GONE),
            Column("band", _ROW, _GONE),
            Column("sitting_id", _LINK, _GONE),
            Column("shown_at", _ROW, _GONE),
        ),
    ),
)
