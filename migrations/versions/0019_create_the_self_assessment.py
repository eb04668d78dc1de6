"""The self-assessment; what people offer and seek, and the levels that they put on their profile.

Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sitting",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sitting_person_id")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_sitting_person_id_kind")),
        sa.CheckConstraint("kind IN ('before', 'after')", name=op.f("ck_sitting_sittingkind")),
    )
    op.create_table(
        "give_and_take",
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_give_and_take")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_give_and_take_person_id")),
    )
    for table in ("offer", "seek"):
        op.create_table(
            table,
            sa.Column("person_id", sa.String(22), nullable=False),
            sa.Column("dimension", sa.String(80), nullable=False),
            sa.Column("rank", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("person_id", "dimension", name=op.f(f"pk_{table}")),
            sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        )
    op.create_table(
        "shown_level",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("strand", sa.String(20), nullable=False),
        sa.Column("sitting_id", sa.String(22), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_level")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shown_level_person_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_shown_level_sitting_id")),
        sa.UniqueConstraint("person_id", "strand", name=op.f("uq_shown_level_person_id_strand")),
        sa.CheckConstraint("strand IN ('culture', 'strategy', 'together')", name=op.f("ck_shown_level_strand")),
    )
    op.create_index(op.f("ix_shown_level_sitting_id"), "shown_level", ["sitting_id"])


def downgrade() -> None:
    for table in ("shown_level", "seek", "offer", "give_and_take", "sitting"):
        op.drop_table(table)
