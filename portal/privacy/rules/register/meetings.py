"""When people can meet, when they do, and what they keep for it."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_ROW, _WORDS, _LINK, _SECRET, _WORKINGS = Export.ROW, Export.WORDS, Export.LINK, Export.SECRET, Export.WORKINGS
_GONE, _EMPTIED, _STAYS = Erasure.GONE, Erasure.EMPTIED, Erasure.STAYS

TABLES = (
    Table(
        "weekly_slot",
        _l("When you can meet"),
        Purpose.MEETING,
        Retention.WEEK,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("weekday", _ROW, _GONE),
            Column("from_minute", _ROW, _GONE),
            Column("to_minute", _ROW, _GONE),
        ),
    ),
    Table(
        "meeting",
        _l("Your meetings"),
        Purpose.MEETING,
        Retention.PAIR,
        pairs="pair_id",
        columns=(
            Column("id", _LINK, _STAYS),
            Column("pair_id", _ROW, _STAYS),
            Column("proposed_by_id", _ROW, _STAYS),
            Column("uid", _LINK, _STAYS),
            Column("sequence", _WORKINGS, _STAYS),
            Column("offered", _ROW, _EMPTIED),  # with every pair of who goes, which closes
            Column("starts_at", _ROW, _STAYS),
            Column("minutes", _ROW, _STAYS),
            Column("created_at", _ROW, _STAYS),
            Column("changed_at", _WORKINGS, _STAYS),
            Column("agreed_at", _ROW, _STAYS),
            Column("held_at", _ROW, _STAYS),
            Column("cancelled_at", _ROW, _STAYS),
            Column("cancelled_by_id", _ROW, _STAYS),
            Column("version", _WORKINGS, _STAYS),
        ),
    ),
    Table(
        "meeting_text",
        _l("What you kept for your meetings: place, agenda, decisions"),
        Purpose.WRITING,
        Retention.TEXT,
        whose=("author_id",),
        columns=(
            Column("meeting_id", _LINK, _GONE),
            Column("kind", _LINK, _GONE),
            Column("author_id", _LINK, _GONE),
            Column("text_cipher", _WORDS, _GONE),
            Column("saved_at", _ROW, _GONE),
            Column("version", _WORKINGS, _GONE),
        ),
    ),
    Table(
        "calendar_feed",
        _l("The address of your calendar"),
        Purpose.MEETING,
        Retention.FEED,
        whose=("person_id",),
        columns=(
            Column("id", _SECRET, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("salt", _SECRET, _GONE),
            Column("created_at", _ROW, _GONE),
        ),
    ),
)
