"""What two people write to each other. The moments are facts of the pair; the words are their author's."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_ROW, _WORDS, _LINK, _WORKINGS = Export.ROW, Export.WORDS, Export.LINK, Export.WORKINGS
_EMPTIED, _STAYS = Erasure.EMPTIED, Erasure.STAYS

TABLES = (
    Table(
        "exchange",
        _l("The exchanges of your pairs"),
        Purpose.WRITING,
        Retention.PAIR,
        pairs="pair_id",
        columns=(
            Column("id", _LINK, _STAYS),
            Column("pair_id", _ROW, _STAYS),
            Column("kind", _ROW, _STAYS),
            Column("lesson_id", _ROW, _STAYS),
            Column("revision_id", _LINK, _STAYS),
            Column("created_at", _ROW, _STAYS),
            Column("opened_at", _ROW, _STAYS),
            Column("version", _WORKINGS, _STAYS),
        ),
    ),
    Table(
        "reflection",
        _l("Your reflections"),
        Purpose.WRITING,
        Retention.WORDS,
        whose=("author_id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("exchange_id", _LINK, _STAYS),
            Column("author_id", _LINK, _STAYS),
            Column("role", _ROW, _STAYS),
            Column("prompt", _WORDS, _STAYS),
            Column("language", _ROW, _STAYS),
            Column("text_cipher", _WORDS, _EMPTIED),
            Column("saved_at", _ROW, _STAYS),
            Column("sealed_at", _ROW, _STAYS),
            Column("opened_at", _ROW, _STAYS),
            Column("opened_first", _ROW, _STAYS),
            Column("after_other", _ROW, _STAYS),
            Column("passed_at", _ROW, _STAYS),
            Column("kept_at", _ROW, _STAYS),
            Column("withdrawn_at", _ROW, _STAYS),
            Column("more_wished_at", _ROW, _STAYS),
            Column("advice_asked_at", _ROW, _STAYS),
            Column("talk_in_person_at", _ROW, _STAYS),
            Column("version", _WORKINGS, _STAYS),
        ),
    ),
    Table(
        "hearing",
        _l("What you heard"),
        Purpose.WRITING,
        Retention.WORDS,
        whose=("hearer_id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("reflection_id", _LINK, _STAYS),
            Column("hearer_id", _LINK, _STAYS),
            Column("round", _ROW, _STAYS),
            Column("text_cipher", _WORDS, _EMPTIED),
            Column("offered_at", _ROW, _STAYS),
            Column("answered_at", _ROW, _STAYS),
            Column("answer", _ROW, _STAYS),
            Column("clarification_cipher", _WORDS, _EMPTIED),  # of who wrote the reflection: theirs to erase
            Column("said_better_at", _ROW, _STAYS),
            Column("left_at", _ROW, _STAYS),
            Column("withdrawn_at", _ROW, _STAYS),
        ),
    ),
    Table(
        "addition",
        _l("What you added"),
        Purpose.WRITING,
        Retention.WORDS,
        whose=("author_id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("reflection_id", _LINK, _STAYS),
            Column("author_id", _LINK, _STAYS),
            Column("text_cipher", _WORDS, _EMPTIED),
            Column("written_at", _ROW, _STAYS),
            Column("withdrawn_at", _ROW, _STAYS),
        ),
    ),
    Table(
        "reply",
        _l("Your replies"),
        Purpose.WRITING,
        Retention.WORDS,
        whose=("author_id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("reflection_id", _LINK, _STAYS),
            Column("author_id", _LINK, _STAYS),
            Column("text_cipher", _WORDS, _EMPTIED),
            Column("written_at", _ROW, _STAYS),
            Column("withdrawn_at", _ROW, _STAYS),
        ),
    ),
)
