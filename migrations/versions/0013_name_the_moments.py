"""Exchanges about no lesson say which moment they are; each but a disagreement happens once in a pair.

Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ONCE = sa.text("moment <> 'disagreement'")

# A column with its check in one: SQLite then needs no new table for it, going up or down.
ADD = """
ALTER TABLE exchange ADD COLUMN moment VARCHAR(20)
CONSTRAINT ck_exchange_moment
CHECK (moment IN ('first', 'midway', 'disagreement', 'last'))
"""


def upgrade() -> None:
    op.execute(ADD)
    op.create_index(
        op.f("uq_exchange_pair_id_moment"),
        "exchange",
        ["pair_id", "moment"],
        unique=True,
        sqlite_where=ONCE,
        postgresql_where=ONCE,
    )


def downgrade() -> None:
    op.drop_index(op.f("uq_exchange_pair_id_moment"), "exchange")
    op.drop_column("exchange", "moment")
