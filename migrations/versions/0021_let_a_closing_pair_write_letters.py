"""The letters of a pair that closes are one more moment.

Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ONCE = sa.text("moment <> 'disagreement'")
INDEX = "uq_exchange_pair_id_moment"
BEFORE = "'first', 'midway', 'disagreement', 'last'"
SINCE = f"{BEFORE}, 'letter'"


def upgrade() -> None:
    _allow(SINCE)


def downgrade() -> None:
    """No text is lost: of the moments that were there before, a disagreement alone may stand beside another."""
    op.execute("UPDATE exchange SET moment = 'disagreement' WHERE moment = 'letter'")
    _allow(BEFORE)


def _allow(moments: str) -> None:
    """A column with its check in one takes the place of the former: SQLite then needs no new table for it."""
    op.drop_index(op.f(INDEX), "exchange")
    op.add_column("exchange", sa.Column("kept_moment", sa.String(20), nullable=True))
    op.execute("UPDATE exchange SET kept_moment = moment")
    op.drop_column("exchange", "moment")
    op.execute(
        "ALTER TABLE exchange ADD COLUMN moment VARCHAR(20) "
        f"CONSTRAINT ck_exchange_moment CHECK (moment IN ({moments}))"
    )
    op.execute("UPDATE exchange SET moment = kept_moment")
    op.drop_column("exchange", "kept_moment")
    op.create_index(
        op.f(INDEX), "exchange", ["pair_id", "moment"], unique=True, sqlite_where=ONCE, postgresql_where=ONCE
    )
