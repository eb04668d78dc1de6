"""Lessons: about nobody. Whoever adds a person to them says so here."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Purpose, Retention, Table, about_nobody

_LESSONS = (_l("The lessons"), Purpose.LESSONS, Retention.PORTAL)

TABLES = (
    Table("module", *_LESSONS, about_nobody("id", "slug", "created_at", "archived_at")),
    Table("lesson", *_LESSONS, about_nobody("id", "module_id", "slug")),
    Table(
        "revision",
        *_LESSONS,
        about_nobody(
            "id",
            "module_id",
            "number",
            "strand",
            "position",
            "requires",
            "texts",
            "content_sha256",
            "published_at",
            "superseded_at",
        ),
    ),
    Table(
        "lesson_document",
        *_LESSONS,
        about_nobody("sha256", "language", "title", "minutes", "objective", "source", "step_keys", "rendered"),
    ),
    Table("searched_text", *_LESSONS, about_nobody("sha256", "title", "objective", "whole", "paragraphs")),
    Table("revision_lesson", *_LESSONS, about_nobody("revision_id", "lesson_id", "position", "fr_sha256", "en_sha256")),
    Table("glossary_term", *_LESSONS, about_nobody("slug", "names", "meanings", "avoided")),
    Table("companion_file", *_LESSONS, about_nobody("name", "source")),
    Table("picture", *_LESSONS, about_nobody("sha256", "media_type", "content")),
)
