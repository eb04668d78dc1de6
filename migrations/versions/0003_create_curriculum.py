"""Modules, their lessons, and the immutable revisions in which they are published.

Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lesson_document",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("step_keys", sa.JSON(), nullable=False),
        sa.Column("rendered", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_lesson_document")),
    )
    op.create_table(
        "module",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module")),
        sa.UniqueConstraint("slug", name=op.f("uq_module_slug")),
    )
    op.create_table(
        "picture",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_picture")),
    )
    op.create_table(
        "lesson",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("module_id", sa.String(22), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("module_id", "slug", name=op.f("uq_lesson_module_id_slug")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_lesson_module_id")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("module_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("strand", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requires", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("module_id", "number", name=op.f("uq_revision_module_id_number")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_revision_module_id")),
        sa.CheckConstraint("strand IN ('culture', 'strategy', 'together')", name=op.f("ck_revision_strand")),
    )
    op.create_index(
        op.f("uq_revision_current"),
        "revision",
        ["module_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "revision_lesson",
        sa.Column("revision_id", sa.String(22), nullable=False),
        sa.Column("lesson_id", sa.String(22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fr_sha256", sa.String(64), nullable=False),
        sa.Column("en_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("revision_id", "lesson_id", name=op.f("pk_revision_lesson")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_revision_lesson_revision_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_revision_lesson_lesson_id")),
        sa.ForeignKeyConstraint(["fr_sha256"], ["lesson_document.sha256"], name=op.f("fk_revision_lesson_fr_sha256")),
        sa.ForeignKeyConstraint(["en_sha256"], ["lesson_document.sha256"], name=op.f("fk_revision_lesson_en_sha256")),
    )
    op.create_index(op.f("ix_revision_lesson_lesson_id"), "revision_lesson", ["lesson_id"])


def downgrade() -> None:
    op.drop_table("revision_lesson")
    op.drop_table("revision")
    op.drop_table("lesson")
    op.drop_table("picture")
    op.drop_table("module")
    op.drop_table("lesson_document")
