"""Drafts that wait to be published: at a moment, or once another instructor approved them.

Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OPEN = sa.text("published_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL AND sent_back_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("module_id", sa.String(22), nullable=False),
        sa.Column("asked_by_id", sa.String(22), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("is_reviewed", sa.Boolean(), nullable=False),
        sa.Column("reviewed_by_id", sa.String(22), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision_id", sa.String(22), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.ForeignKeyConstraint(["module_id"], ["module_draft.module_id"], name=op.f("fk_release_module_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_release_asked_by_id")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["person.id"], name=op.f("fk_release_reviewed_by_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_release_revision_id")),
    )
    op.create_index(op.f("ix_release_asked_by_id"), "release", ["asked_by_id"])
    op.create_index(op.f("ix_release_reviewed_by_id"), "release", ["reviewed_by_id"])
    op.create_index(op.f("ix_release_module_id_asked_at"), "release", ["module_id", "asked_at"])
    op.create_index(
        op.f("uq_release_open"), "release", ["module_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_table("release")
