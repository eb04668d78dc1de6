"""The keys of forms that created something.

Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_key",
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("key", sa.String(22), nullable=False),
        sa.Column("body_hmac", sa.String(64), nullable=False),
        sa.Column("location", sa.String(200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_form_key")),
    )


def downgrade() -> None:
    op.drop_table("form_key")
