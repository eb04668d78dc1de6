"""A pair takes the newer revision of a lesson that it has begun; answers to questions that are others count no more.

Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pair_lesson", copy_from=_pair_lesson()) as batch:
        for column in _added():
            batch.add_column(column)
        batch.create_foreign_key(op.f("fk_pair_lesson_renewed_by_id"), "person", ["renewed_by_id"], ["id"])
        batch.create_foreign_key(op.f("fk_pair_lesson_renewed_from_id"), "revision", ["renewed_from_id"], ["id"])
    op.add_column("check_answer", sa.Column("asked_anew_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("check_answer", "asked_anew_at")
    who = sa.ForeignKeyConstraint(["renewed_by_id"], ["person.id"], name=op.f("fk_pair_lesson_renewed_by_id"))
    whence = sa.ForeignKeyConstraint(["renewed_from_id"], ["revision.id"], name=op.f("fk_pair_lesson_renewed_from_id"))
    with op.batch_alter_table("pair_lesson", copy_from=_pair_lesson(*_added(), who, whence)) as batch:
        batch.drop_constraint(op.f("fk_pair_lesson_renewed_from_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_pair_lesson_renewed_by_id"), type_="foreignkey")
        for column in _added():
            batch.drop_column(column.name)


def _added() -> list[sa.Column]:
    return [
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renewed_by_id", sa.String(22), nullable=True),
        sa.Column("renewed_from_id", sa.String(22), nullable=True),
    ]


def _pair_lesson(*added: sa.schema.SchemaItem) -> sa.Table:
    """As it is now, with its constraints: SQLite makes the table anew."""
    return sa.Table(
        "pair_lesson",
        sa.MetaData(),
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("lesson_id", sa.String(22), nullable=False),
        sa.Column("revision_id", sa.String(22), nullable=False),
        sa.Column("begun_by_id", sa.String(22), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("guide_id", sa.String(22), nullable=True),
        sa.Column("guide_set_by_id", sa.String(22), nullable=True),
        sa.Column("guide_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_together_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pair_id", "lesson_id", name=op.f("pk_pair_lesson")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_pair_lesson_pair_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_pair_lesson_lesson_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_pair_lesson_revision_id")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_pair_lesson_begun_by_id")),
        sa.ForeignKeyConstraint(["guide_id"], ["person.id"], name=op.f("fk_pair_lesson_guide_id")),
        sa.ForeignKeyConstraint(["guide_set_by_id"], ["person.id"], name=op.f("fk_pair_lesson_guide_set_by_id")),
        *added,
    )
