"""Reports: readable to who handles them until their term, whatever becomes of the accounts of the two."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_ROW, _WORDS, _LINK = Export.ROW, Export.WORDS, Export.LINK
_LATER = Erasure.LATER

TABLES = (
    Table(
        "report",
        _l("The reports you sent"),
        Purpose.SAFETY,
        Retention.REPORT,
        whose=("reporter_id",),
        columns=(
            Column("id", _LINK, _LATER),
            Column("pair_id", _ROW, _LATER),
            Column("reporter_id", _LINK, _LATER),
            Column("reported_id", _ROW, _LATER),
            Column("handler_id", _ROW, _LATER),
            Column("text_cipher", _WORDS, _LATER),
            Column("excerpt_cipher", _WORDS, _LATER),
            Column("shown_kind", _ROW, _LATER),
            Column("shown_id", _LINK, _LATER),
            Column("shown_opened_at", _ROW, _LATER),
            Column("shown_gone_at", _ROW, _LATER),
            Column("attested_at", _ROW, _LATER),
            Column("answer_cipher", _WORDS, _LATER),
            Column("sent_at", _ROW, _LATER),
            Column("taken_at", _ROW, _LATER),
            Column("closed_at", _ROW, _LATER),
            Column("withdrawn_at", _ROW, _LATER),
        ),
    ),
)
