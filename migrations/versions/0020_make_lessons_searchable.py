"""What a search looks through: the words of each lesson, without case and accents. The next `portal init` fills it.

Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "searched_text",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["lesson_document.sha256"], name=op.f("fk_searched_text_sha256")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_searched_text")),
    )


def downgrade() -> None:
    op.drop_table("searched_text")
