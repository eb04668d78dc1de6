"""A pair whose programme was left goes on in the open one once both say so; where it was, it stays closed.

Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pair_person", sa.Column("goes_on_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "former_pair",
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("program_id", sa.String(22), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weeks", sa.JSON(), nullable=False),
        sa.Column("lessons_together", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pair_id", name=op.f("pk_former_pair")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_former_pair_pair_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_former_pair_program_id")),
    )
    op.create_index(op.f("ix_former_pair_program_id"), "former_pair", ["program_id"])


def downgrade() -> None:
    op.drop_table("former_pair")
    op.drop_column("pair_person", "goes_on_at")
