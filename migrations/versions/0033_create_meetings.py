"""Meetings of a pair, what both write for them; and the address of somebody's calendar.

Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("proposed_by_id", sa.String(22), nullable=False),
        sa.Column("uid", sa.String(22), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.String(22), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_meeting_pair_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_meeting_proposed_by_id")),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name=op.f("fk_meeting_cancelled_by_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
    )
    op.create_index(op.f("ix_meeting_pair_id"), "meeting", ["pair_id"])
    op.create_table(
        "meeting_text",
        sa.Column("meeting_id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("author_id", sa.String(22), nullable=False),
        sa.Column("text_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('place', 'agenda', 'decisions')", name=op.f("ck_meeting_text_textkind")),
        sa.PrimaryKeyConstraint("meeting_id", "kind", "author_id", name=op.f("pk_meeting_text")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_text_meeting_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_meeting_text_author_id")),
    )
    op.create_index(op.f("ix_meeting_text_author_id"), "meeting_text", ["author_id"])
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("salt", sa.String(22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_feed_person_id")),
    )


def downgrade() -> None:
    for table in ("calendar_feed", "meeting_text", "meeting"):
        op.drop_table(table)
