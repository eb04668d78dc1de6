"""The self-assessment: one's own answers, closed by one's own key, and what one said of it oneself."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_ROW, _WORDS, _LINK, _WORKINGS = Export.ROW, Export.WORDS, Export.LINK, Export.WORKINGS
_GONE = Erasure.GONE

TABLES = (
    Table(
        "sitting",
        _l("Your self-assessment"),
        Purpose.ASSESSMENT,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("kind", _ROW, _GONE),
            Column("begun_at", _ROW, _GONE),
            Column("saved_at", _ROW, _GONE),
            Column("finished_at", _ROW, _GONE),
            Column("answers_cipher", _WORDS, _GONE),
            Column("version", _WORKINGS, _GONE),
        ),
    ),
)
