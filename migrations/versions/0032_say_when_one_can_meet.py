"""Somebody's ordinary week: the hours at which they can meet.

Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weekly_slot",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_slot")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_weekly_slot_person_id")),
        sa.UniqueConstraint(
            "person_id", "weekday", "from_minute", name=op.f("uq_weekly_slot_person_id_weekday_from_minute")
        ),
    )


def downgrade() -> None:
    op.drop_table("weekly_slot")
