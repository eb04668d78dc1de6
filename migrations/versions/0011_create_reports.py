"""What one of a pair shows of the other to who handles it.

Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PEOPLE = ("reporter_id", "reported_id", "handler_id")


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("pair_id", sa.String(22), nullable=False),
        *(sa.Column(name, sa.String(22), nullable=False) for name in PEOPLE),
        sa.Column("text_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("excerpt_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("shown_kind", sa.String(20), nullable=True),
        sa.Column("shown_id", sa.String(22), nullable=True),
        sa.Column("shown_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_report_pair_id")),
        *(sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_report_{name}")) for name in PEOPLE),
    )
    for name in ("pair_id", *PEOPLE):
        op.create_index(op.f(f"ix_report_{name}"), "report", [name])


def downgrade() -> None:
    op.drop_table("report")
