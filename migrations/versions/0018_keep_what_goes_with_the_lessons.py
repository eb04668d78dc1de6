"""The files that go with the lessons: the self-assessment, the cards, the agendas.

Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "companion_file",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_companion_file")),
    )


def downgrade() -> None:
    op.drop_table("companion_file")
