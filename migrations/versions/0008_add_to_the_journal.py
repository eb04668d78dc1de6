"""What is added to an open text, and what an author may ask for.

Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ASKED = ("more_wished_at", "advice_asked_at", "talk_in_person_at")


def upgrade() -> None:
    op.create_table(
        "addition",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("reflection_id", sa.String(22), nullable=False),
        sa.Column("author_id", sa.String(22), nullable=False),
        sa.Column("text_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addition")),
        sa.ForeignKeyConstraint(["reflection_id"], ["reflection.id"], name=op.f("fk_addition_reflection_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_addition_author_id")),
    )
    op.create_index(op.f("ix_addition_reflection_id"), "addition", ["reflection_id"])
    for name in ASKED:
        op.add_column("reflection", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("hearing", sa.Column("said_better_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("hearing", "said_better_at")
    for name in ASKED:
        op.drop_column("reflection", name)
    op.drop_table("addition")
