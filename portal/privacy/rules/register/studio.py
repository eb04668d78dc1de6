"""Modules that are being written: about nobody. Who writes them, what each wrote, and what each changed."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table, about_nobody

_ROW, _WORDS, _LINK, _WORKINGS = Export.ROW, Export.WORDS, Export.LINK, Export.WORKINGS
_GONE, _STAYS = Erasure.GONE, Erasure.STAYS
_DRAFTS = (_l("The modules that are being written"), Purpose.LESSONS, Retention.PORTAL)

TABLES = (
    Table("module_draft", *_DRAFTS, about_nobody("module_id", "sheet", "saved_at", "set_aside_at", "version")),
    Table("lesson_draft", *_DRAFTS, about_nobody("id", "module_id", "slug", "position", "removed_at")),
    Table(
        "module_author",
        _l("The modules that you write"),
        Purpose.STUDIO,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("module_id", _ROW, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("added_by_id", _ROW, _GONE),
            Column("added_at", _ROW, _GONE),
        ),
    ),
    Table(
        "writing_session",
        _l("What you wrote in the studio"),
        Purpose.WRITING,
        Retention.PAIR,
        whose=("writer_id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("lesson_draft_id", _LINK, _STAYS),
            Column("language", _ROW, _STAYS),
            Column("number", _WORKINGS, _STAYS),
            Column("writer_id", _LINK, _STAYS),
            Column("text", _WORDS, _STAYS),
            Column("begun_at", _ROW, _STAYS),
            Column("saved_at", _ROW, _STAYS),
        ),
    ),
    Table(
        "sheet_session",
        _l("What you wrote in the details of modules"),
        Purpose.WRITING,
        Retention.PAIR,
        whose=("writer_id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("module_id", _ROW, _STAYS),
            Column("number", _WORKINGS, _STAYS),
            Column("writer_id", _LINK, _STAYS),
            Column("sheet", _WORDS, _STAYS),
            Column("begun_at", _ROW, _STAYS),
            Column("saved_at", _ROW, _STAYS),
        ),
    ),
    Table(
        "release",
        _l("What you asked to publish, and what you reviewed"),
        Purpose.STUDIO,
        Retention.PAIR,
        whose=("asked_by_id", "reviewed_by_id"),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("module_id", _ROW, _STAYS),
            Column("asked_by_id", _ROW, _STAYS),
            Column("asked_at", _ROW, _STAYS),
            Column("due_at", _ROW, _STAYS),
            Column("note", _ROW, _STAYS),
            Column("texts", _WORKINGS, _STAYS),
            Column("pictures", _WORKINGS, _STAYS),
            Column("is_reviewed", _WORKINGS, _STAYS),
            Column("reviewed_by_id", _ROW, _STAYS),
            Column("approved_at", _ROW, _STAYS),
            Column("sent_back_at", _ROW, _STAYS),
            Column("reason", _ROW, _STAYS),
            Column("cancelled_at", _ROW, _STAYS),
            Column("failed_at", _ROW, _STAYS),
            Column("published_at", _ROW, _STAYS),
            Column("revision_id", _LINK, _STAYS),
        ),
    ),
    Table(
        "draft_picture",
        _l("The pictures that you added in the studio"),
        Purpose.STUDIO,
        Retention.PAIR,
        whose=("added_by_id",),
        columns=(
            Column("lesson_draft_id", _LINK, _STAYS),
            Column("name", _ROW, _STAYS),
            Column("sha256", _WORKINGS, _STAYS),
            Column("added_by_id", _LINK, _STAYS),
            Column("added_at", _ROW, _STAYS),
        ),
    ),
    Table(
        "module_import",
        _l("The archive that you sent to the studio and have not imported"),
        Purpose.STUDIO,
        Retention.ARRIVAL,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("slug", _ROW, _GONE),
            Column("archive", _WORKINGS, _GONE),
            Column("sent_at", _ROW, _GONE),
        ),
    ),
    Table(
        "module_act",
        _l("What you changed in modules"),
        Purpose.STUDIO,
        Retention.PAIR,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("module_id", _ROW, _STAYS),
            Column("person_id", _LINK, _STAYS),
            Column("act", _ROW, _STAYS),
            Column("lesson_slug", _ROW, _STAYS),
            Column("done_at", _ROW, _STAYS),
        ),
    ),
)
