"""Every session in which somebody changed the details of a module; the first is what there is, by who changed it last.

Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_LAST = """
    SELECT person_id FROM module_act
    WHERE module_act.module_id = module_draft.module_id
    AND act IN ('made', 'sheet', 'duplicated', 'imported', 'revision')
    ORDER BY done_at DESC, id LIMIT 1
"""


def upgrade() -> None:
    op.create_table(
        "sheet_session",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("module_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.String(22), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_session")),
        sa.ForeignKeyConstraint(["module_id"], ["module_draft.module_id"], name=op.f("fk_sheet_session_module_id")),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"], name=op.f("fk_sheet_session_writer_id")),
        sa.UniqueConstraint("module_id", "number", name=op.f("uq_sheet_session_module_id_number")),
    )
    op.create_index(op.f("ix_sheet_session_writer_id"), "sheet_session", ["writer_id"])
    op.execute(
        "INSERT INTO sheet_session (id, module_id, number, writer_id, sheet, begun_at, saved_at) "  # noqa: S608 (ours)
        f"SELECT module_id, module_id, 1, ({_LAST}), sheet, saved_at, saved_at FROM module_draft "
        f"WHERE sheet <> '' AND EXISTS ({_LAST})"
    )


def downgrade() -> None:
    op.drop_table("sheet_session")
