"""Lessons: about nobody, but for who published a revision in the studio."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table, about_nobody

_ROW, _STAYS = Export.ROW, Erasure.STAYS
_LESSONS = (_l("The lessons"), Purpose.LESSONS, Retention.PORTAL)

TABLES = (
    Table("module", *_LESSONS, about_nobody("id", "slug", "source", "created_at", "archived_at")),
    Table("lesson", *_LESSONS, about_nobody("id", "module_id", "slug")),
    Table(
        "revision",
        _l("The revisions of modules that you published"),
        Purpose.STUDIO,
        Retention.PAIR,
        whose=("published_by_id",),
        columns=(
            Column("number", _ROW, _STAYS),
            Column("published_at", _ROW, _STAYS),
            Column("note", _ROW, _STAYS),
            Column("published_by_id", Export.LINK, _STAYS),
            *about_nobody(
                "id",
                "module_id",
                "strand",
                "position",
                "requires",
                "texts",
                "sheet",
                "content_sha256",
                "superseded_at",
            ),
        ),
    ),
    Table(
        "lesson_document",
        *_LESSONS,
        about_nobody("sha256", "language", "title", "minutes", "objective", "source", "step_keys", "rendered"),
    ),
    Table("searched_text", *_LESSONS, about_nobody("sha256", "title", "objective", "whole", "paragraphs")),
    Table("revision_lesson", *_LESSONS, about_nobody("revision_id", "lesson_id", "position", "fr_sha256", "en_sha256")),
    Table("revision_picture", *_LESSONS, about_nobody("revision_id", "lesson_id", "name", "sha256")),
    Table(
        "glossary_term",
        *_LESSONS,
        about_nobody("slug", "position", "names", "meanings", "avoided", "is_everyday"),
    ),
    Table("companion_file", *_LESSONS, about_nobody("name", "source")),
    Table("picture", *_LESSONS, about_nobody("sha256", "media_type", "content")),
)
