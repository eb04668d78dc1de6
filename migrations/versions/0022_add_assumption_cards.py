"""Exchanges about an assumption card, one for each card of a pair; and how near a prediction was.

Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = "ck_exchange_exchangekind"

# A column with its check in one: SQLite then needs no new table for it, going up or down.
ADD_NEARNESS = """
ALTER TABLE reflection ADD COLUMN nearness VARCHAR(20)
CONSTRAINT ck_reflection_nearness
CHECK (nearness IN ('exact', 'near', 'far'))
"""
# The two lines of a card read as any text: below, they are texts about a moment that may come several times.
CARDS_AS_MOMENTS = "UPDATE exchange SET kind = 'moment', moment = 'disagreement' WHERE kind = 'card'"


def upgrade() -> None:
    with op.batch_alter_table("exchange", copy_from=_exchange(cards=False)) as batch:
        batch.drop_constraint(op.f(KINDS), type_="check")
        batch.create_check_constraint(op.f(KINDS), "kind IN ('lesson', 'moment', 'card')")
        batch.add_column(sa.Column("card", sa.String(80), nullable=True))
    op.create_index(op.f("uq_exchange_pair_id_card"), "exchange", ["pair_id", "card"], unique=True)
    op.execute(ADD_NEARNESS)


def downgrade() -> None:
    op.drop_column("reflection", "nearness")
    op.drop_index(op.f("uq_exchange_pair_id_card"), "exchange")
    op.execute(CARDS_AS_MOMENTS)
    with op.batch_alter_table("exchange", copy_from=_exchange(cards=True)) as batch:
        batch.drop_column("card")
        batch.drop_constraint(op.f(KINDS), type_="check")
        batch.create_check_constraint(op.f(KINDS), "kind IN ('lesson', 'moment')")


def _exchange(*, cards: bool) -> sa.Table:
    """As it is now, with its constraints and indexes: SQLite makes the table anew."""
    kinds = "kind IN ('lesson', 'moment', 'card')" if cards else "kind IN ('lesson', 'moment')"
    moments = "moment IN ('first', 'midway', 'disagreement', 'last', 'letter')"
    lessons, once = sa.text("kind = 'lesson'"), sa.text("moment <> 'disagreement'")
    return sa.Table(
        "exchange",
        sa.MetaData(),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("lesson_id", sa.String(22), nullable=True),
        sa.Column("revision_id", sa.String(22), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        # Its check stays its own, or SQLite could not drop the one without the other (0013).
        sa.Column("moment", sa.String(20), sa.CheckConstraint(moments, name=op.f("ck_exchange_moment")), nullable=True),
        *([sa.Column("card", sa.String(80), nullable=True)] if cards else []),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_exchange_pair_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_exchange_lesson_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_exchange_revision_id")),
        sa.CheckConstraint(kinds, name=op.f(KINDS)),
        sa.Index(op.f("ix_exchange_pair_id"), "pair_id"),
        sa.Index(
            op.f("uq_exchange_pair_id_lesson_id"),
            "pair_id",
            "lesson_id",
            unique=True,
            sqlite_where=lessons,
            postgresql_where=lessons,
        ),
        sa.Index(
            op.f("uq_exchange_pair_id_moment"),
            "pair_id",
            "moment",
            unique=True,
            sqlite_where=once,
            postgresql_where=once,
        ),
    )
