"""A pause is one person's, who alone ends it; so is a freeze. And blocks.

Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PAUSES = sa.text(
    "UPDATE pair_person SET paused_at = (SELECT pair.paused_at FROM pair WHERE pair.id = pair_person.pair_id "
    "AND pair.paused_by_id = pair_person.person_id)"
)
# Of two pauses, the one that began first; a freeze goes on as a pause.
PAUSED_AT = sa.text(
    "UPDATE pair SET paused_at = (SELECT min(coalesce(pair_person.paused_at, pair_person.frozen_at)) "
    "FROM pair_person WHERE pair_person.pair_id = pair.id)"
)
PAUSED_BY = sa.text(
    "UPDATE pair SET paused_by_id = (SELECT min(pair_person.person_id) FROM pair_person "
    "WHERE pair_person.pair_id = pair.id AND coalesce(pair_person.paused_at, pair_person.frozen_at) = pair.paused_at)"
)


def upgrade() -> None:
    for name in ("paused_at", "frozen_at"):
        op.add_column("pair_person", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute(PAUSES)
    with op.batch_alter_table("pair", copy_from=_pair(paused=True)) as batch:
        batch.drop_constraint(op.f("fk_pair_paused_by_id"), type_="foreignkey")
        batch.drop_column("paused_by_id")
        batch.drop_column("paused_at")
    op.create_table(
        "block",
        sa.Column("blocker_id", sa.String(22), nullable=False),
        sa.Column("blocked_id", sa.String(22), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_block")),
        sa.ForeignKeyConstraint(["blocker_id"], ["person.id"], name=op.f("fk_block_blocker_id")),
        sa.ForeignKeyConstraint(["blocked_id"], ["person.id"], name=op.f("fk_block_blocked_id")),
    )
    op.create_index(op.f("ix_block_blocked_id"), "block", ["blocked_id"])


def downgrade() -> None:
    op.drop_table("block")
    with op.batch_alter_table("pair", copy_from=_pair(paused=False)) as batch:
        batch.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("paused_by_id", sa.String(22), nullable=True))
        batch.create_foreign_key(op.f("fk_pair_paused_by_id"), "person", ["paused_by_id"], ["id"])
    op.execute(PAUSED_AT)
    op.execute(PAUSED_BY)
    for name in ("frozen_at", "paused_at"):
        op.drop_column("pair_person", name)


def _pair(*, paused: bool) -> sa.Table:
    """As it is now, with its constraints and indexes: SQLite makes the table anew."""
    paused_columns = (
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_by_id", sa.String(22), nullable=True),
        sa.ForeignKeyConstraint(["paused_by_id"], ["person.id"], name=op.f("fk_pair_paused_by_id")),
    )
    open_pairs = sa.text("closed_at IS NULL")
    return sa.Table(
        "pair",
        sa.MetaData(),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("program_id", sa.String(22), nullable=False),
        sa.Column("people_key", sa.String(45), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(paused_columns if paused else ()),
        sa.Column("closing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_pair_program_id")),
        sa.Index(op.f("ix_pair_program_id"), "program_id"),
        sa.Index(
            op.f("uq_pair_people_key"),
            "people_key",
            unique=True,
            sqlite_where=open_pairs,
            postgresql_where=open_pairs,
        ),
    )
