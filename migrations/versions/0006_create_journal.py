"""What the two write apart, open together and hear.

Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exchange",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("lesson_id", sa.String(22), nullable=True),
        sa.Column("revision_id", sa.String(22), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_exchange_pair_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_exchange_lesson_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_exchange_revision_id")),
        sa.CheckConstraint("kind IN ('lesson', 'moment')", name=op.f("ck_exchange_exchangekind")),
    )
    op.create_index(op.f("ix_exchange_pair_id"), "exchange", ["pair_id"])
    op.create_index(
        op.f("uq_exchange_pair_id_lesson_id"),
        "exchange",
        ["pair_id", "lesson_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'lesson'"),
        postgresql_where=sa.text("kind = 'lesson'"),
    )
    op.create_table(
        "reflection",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("exchange_id", sa.String(22), nullable=False),
        sa.Column("author_id", sa.String(22), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("prompt", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_first", sa.Boolean(), nullable=False),
        sa.Column("after_other", sa.Boolean(), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection")),
        sa.UniqueConstraint("exchange_id", "author_id", name=op.f("uq_reflection_exchange_id_author_id")),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchange.id"], name=op.f("fk_reflection_exchange_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_reflection_author_id")),
        sa.CheckConstraint("role IN ('guide', 'learner', 'both')", name=op.f("ck_reflection_guidingrole")),
    )
    op.create_index(op.f("ix_reflection_author_id"), "reflection", ["author_id"])
    op.create_table(
        "hearing",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("reflection_id", sa.String(22), nullable=False),
        sa.Column("hearer_id", sa.String(22), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("text_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(20), nullable=True),
        sa.Column("clarification_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
        sa.UniqueConstraint("reflection_id", "round", name=op.f("uq_hearing_reflection_id_round")),
        sa.ForeignKeyConstraint(["reflection_id"], ["reflection.id"], name=op.f("fk_hearing_reflection_id")),
        sa.ForeignKeyConstraint(["hearer_id"], ["person.id"], name=op.f("fk_hearing_hearer_id")),
        sa.CheckConstraint("answer IN ('confirmed', 'clarified')", name=op.f("ck_hearing_hearinganswer")),
    )
    op.create_index(op.f("ix_hearing_hearer_id"), "hearing", ["hearer_id"])
    op.create_table(
        "reply",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("reflection_id", sa.String(22), nullable=False),
        sa.Column("author_id", sa.String(22), nullable=False),
        sa.Column("text_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.ForeignKeyConstraint(["reflection_id"], ["reflection.id"], name=op.f("fk_reply_reflection_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_reply_author_id")),
    )
    op.create_index(op.f("ix_reply_reflection_id"), "reply", ["reflection_id"])


def downgrade() -> None:
    op.drop_table("reply")
    op.drop_table("hearing")
    op.drop_table("reflection")
    op.drop_table("exchange")
