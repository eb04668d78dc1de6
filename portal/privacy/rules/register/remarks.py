"""Remarks on lessons. An answer belongs to the remark: it is closed by the same key, and goes with it."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_ROW, _WORDS, _LINK = Export.ROW, Export.WORDS, Export.LINK
_GONE = Erasure.GONE

TABLES = (
    Table(
        "remark",
        _l("Your remarks on lessons, and their answers"),
        Purpose.REMARKS,
        Retention.WORDS,
        whose=("writer_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("writer_id", _LINK, _GONE),
            Column("lesson_id", _ROW, _GONE),
            Column("revision_id", _LINK, _GONE),
            Column("step_key", _ROW, _GONE),
            Column("language", _ROW, _GONE),
            Column("is_named", _ROW, _GONE),
            Column("text_cipher", _WORDS, _GONE),
            Column("sent_at", _ROW, _GONE),
            Column("answer_cipher", _WORDS, _GONE),
            Column("answered_by_id", _ROW, _GONE),
            Column("answered_at", _ROW, _GONE),
            Column("settled_at", _ROW, _GONE),
            Column("withdrawn_at", _ROW, _GONE),
        ),
    ),
)
