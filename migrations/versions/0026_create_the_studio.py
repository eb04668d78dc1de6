"""Modules that are being written: their sheets, authors and lessons, every session of writing, who changed what.

Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "module_draft",
        sa.Column("module_id", sa.String(22), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("module_id", name=op.f("pk_module_draft")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_module_draft_module_id")),
    )
    op.create_table(
        "module_author",
        sa.Column("module_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("added_by_id", sa.String(22), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("module_id", "person_id", name=op.f("pk_module_author")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_module_author_module_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_module_author_person_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_module_author_added_by_id")),
    )
    op.create_index(op.f("ix_module_author_person_id"), "module_author", ["person_id"])
    op.create_table(
        "lesson_draft",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("module_id", sa.String(22), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_draft")),
        sa.ForeignKeyConstraint(["module_id"], ["module_draft.module_id"], name=op.f("fk_lesson_draft_module_id")),
        sa.UniqueConstraint("module_id", "slug", name=op.f("uq_lesson_draft_module_id_slug")),
    )
    _create_writing_session()
    _create_module_act()


def downgrade() -> None:
    for table in ("module_act", "writing_session", "lesson_draft", "module_author", "module_draft"):
        op.drop_table(table)


def _create_writing_session() -> None:
    op.create_table(
        "writing_session",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("lesson_draft_id", sa.String(22), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.String(22), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_writing_session")),
        sa.ForeignKeyConstraint(
            ["lesson_draft_id"], ["lesson_draft.id"], name=op.f("fk_writing_session_lesson_draft_id")
        ),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"], name=op.f("fk_writing_session_writer_id")),
        sa.UniqueConstraint(
            "lesson_draft_id",
            "language",
            "number",
            name=op.f("uq_writing_session_lesson_draft_id_language_number"),
        ),
    )
    op.create_index(op.f("ix_writing_session_writer_id"), "writing_session", ["writer_id"])


def _create_module_act() -> None:
    op.create_table(
        "module_act",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("module_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("lesson_slug", sa.String(80), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_act")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_module_act_module_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_module_act_person_id")),
    )
    op.create_index(op.f("ix_module_act_person_id"), "module_act", ["person_id"])
    op.create_index(op.f("ix_module_act_module_id_done_at"), "module_act", ["module_id", "done_at"])
