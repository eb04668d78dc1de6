"""The words of the trade, as the lessons use them.

Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "glossary_term",
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.Column("avoided", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_glossary_term")),
    )


def downgrade() -> None:
    op.drop_table("glossary_term")
