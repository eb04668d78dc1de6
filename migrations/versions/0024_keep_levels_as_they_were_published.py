"""A level on a profile is kept as its person published it; and choices of levels have a version.

What was published before lies in no column, and cannot be worked out here: it is told to nobody until its person
publishes it again.

Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# A column with its check in one: SQLite then needs no new table for it, going up or down.
ADD_BAND = """
ALTER TABLE shown_level ADD COLUMN band VARCHAR(20)
CONSTRAINT ck_shown_level_band
CHECK (band IN ('explore', 'on-the-way', 'solid', 'guide'))
"""


def upgrade() -> None:
    op.execute(ADD_BAND)
    op.create_table(
        "levels_chosen",
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_levels_chosen")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_levels_chosen_person_id")),
    )


def downgrade() -> None:
    op.drop_table("levels_chosen")
    op.drop_column("shown_level", "band")
