"""Runs of reverse mentoring, and who is in them.

Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "program",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name_fr", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        sa.UniqueConstraint("slug", name=op.f("uq_program_slug")),
    )
    op.create_index(
        op.f("uq_program_is_open"),
        "program",
        ["is_open"],
        unique=True,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("program_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("program_id", "person_id", "role", name=op.f("uq_enrolment_program_id_person_id_role")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_enrolment_program_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.CheckConstraint("role IN ('participant', 'coordinator')", name=op.f("ck_enrolment_enrolmentrole")),
    )
    op.create_index(op.f("ix_enrolment_person_id"), "enrolment", ["person_id"])


def downgrade() -> None:
    op.drop_table("enrolment")
    op.drop_table("program")
