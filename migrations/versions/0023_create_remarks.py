"""Remarks that readers leave on lessons, and their answers.

Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("writer_id", sa.String(22), nullable=False),
        sa.Column("lesson_id", sa.String(22), nullable=False),
        sa.Column("revision_id", sa.String(22), nullable=False),
        sa.Column("step_key", sa.String(20), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("text_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by_id", sa.String(22), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"], name=op.f("fk_remark_writer_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_remark_lesson_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_remark_revision_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_remark_answered_by_id")),
    )
    op.create_index(op.f("ix_remark_writer_id"), "remark", ["writer_id"])
    op.create_index(op.f("ix_remark_lesson_id"), "remark", ["lesson_id"])


def downgrade() -> None:
    op.drop_table("remark")
