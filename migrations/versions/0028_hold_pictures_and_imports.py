"""Pictures of lessons that are being written; what somebody sent to be taken in, for an hour.

Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_picture",
        sa.Column("lesson_draft_id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_by_id", sa.String(22), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("lesson_draft_id", "name", name=op.f("pk_draft_picture")),
        sa.ForeignKeyConstraint(
            ["lesson_draft_id"], ["lesson_draft.id"], name=op.f("fk_draft_picture_lesson_draft_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["picture.sha256"], name=op.f("fk_draft_picture_sha256")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_draft_picture_added_by_id")),
    )
    op.create_index(op.f("ix_draft_picture_sha256"), "draft_picture", ["sha256"])
    op.create_index(op.f("ix_draft_picture_added_by_id"), "draft_picture", ["added_by_id"])
    op.create_table(
        "module_import",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_import")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_module_import_person_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_module_import_person_id")),
    )


def downgrade() -> None:
    for table in ("module_import", "draft_picture"):
        op.drop_table(table)
