"""What was done. Facts of the pair, but for one's notes and answers."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_ROW, _WORDS, _LINK = Export.ROW, Export.WORDS, Export.LINK
_GONE, _EMPTIED, _STAYS = Erasure.GONE, Erasure.EMPTIED, Erasure.STAYS

TABLES = (
    Table(
        "step_done",
        _l("The steps you did, and your notes on them"),
        Purpose.PROGRESS,
        Retention.PAIR,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("pair_id", _ROW, _STAYS),
            Column("person_id", _LINK, _STAYS),
            Column("lesson_id", _ROW, _STAYS),
            Column("step_key", _ROW, _STAYS),
            Column("revision_id", _LINK, _STAYS),
            Column("done_at", _ROW, _STAYS),
            Column("undone_at", _ROW, _STAYS),
            Column("note_cipher", _WORDS, _EMPTIED, Retention.NOTE),
            Column("note_shared_at", _ROW, _EMPTIED),
        ),
    ),
    Table(
        "check_answer",
        _l("Your answers to the checks"),
        Purpose.PROGRESS,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("pair_id", _ROW, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("lesson_id", _ROW, _GONE),
            Column("revision_id", _LINK, _GONE),
            Column("step_key", _ROW, _GONE),
            Column("question", _ROW, _GONE),
            Column("try_number", _ROW, _GONE),
            Column("option", _ROW, _GONE),
            Column("right", _ROW, _GONE),
            Column("answered_at", _ROW, _GONE),
            Column("asked_anew_at", _ROW, _GONE),
        ),
    ),
    Table(
        "lesson_done",
        _l("The lessons you finished"),
        Purpose.PROGRESS,
        Retention.PAIR,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("pair_id", _ROW, _STAYS),
            Column("person_id", _LINK, _STAYS),
            Column("lesson_id", _ROW, _STAYS),
            Column("revision_id", _LINK, _STAYS),
            Column("done_at", _ROW, _STAYS),
            Column("undone_at", _ROW, _STAYS),
        ),
    ),
)
