"""Notices, and what each person chose to get.

Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KINDS = (
    *("sealed", "opened", "opened alone", "passed", "heard", "confirmed", "clarified", "text added", "replied"),
    *("advice asked", "more wished", "note shared", "note added", "turn", "choice"),
    *("meeting proposed", "meeting agreed", "meeting moved", "meeting cancelled"),
    *("joined", "roles proposed", "text proposed", "paused", "resumed", "closing", "closed", "remark answered"),
)
TOPICS = ("journal", "meeting", "turn", "pair", "answer")
PACES = ("at once", "daily", "weekly", "never")
UNREAD = sa.text("read_at IS NULL AND cleared_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("event_key", sa.String(80), nullable=False),
        sa.Column("pair_id", sa.String(22), nullable=True),
        sa.Column("source_id", sa.String(22), nullable=True),
        sa.Column("subject_id", sa.String(22), nullable=True),
        sa.Column("on_page", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_notice_pair_id")),
        sa.UniqueConstraint("person_id", "event_key", name=op.f("uq_notice_person_id_event_key")),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f("ck_notice_kind")),
    )
    op.create_index("ix_notice_unread", "notice", ["person_id", "on_page"], sqlite_where=UNREAD, postgresql_where=UNREAD)
    op.create_index("ix_notice_person_id_created_at", "notice", ["person_id", "created_at"])
    for column in ("pair_id", "source_id", "subject_id"):
        op.create_index(op.f(f"ix_notice_{column}"), "notice", [column])
    op.create_table(
        "notice_setting",
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("salt", sa.String(22), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        sa.Column("unsubscribed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_setting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_setting_person_id")),
    )
    op.create_table(
        "notice_choice",
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("pace", sa.String(20), nullable=False),
        sa.Column("on_page", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_notice_choice")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id")),
        sa.CheckConstraint(f"topic IN {TOPICS}", name=op.f("ck_notice_choice_topic")),
        sa.CheckConstraint(f"pace IN {PACES}", name=op.f("ck_notice_choice_pace")),
    )


def downgrade() -> None:
    op.drop_table("notice_choice")
    op.drop_table("notice_setting")
    op.drop_table("notice")
