"""Where a module is written, what each revision was made of, who published it, and the pictures it shows.

The next `portal init` fills in the sheets of the newest revisions, and what the glossary says of its terms.

Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

SHOWING = sa.text(
    "SELECT revision_lesson.revision_id, revision_lesson.lesson_id, document.source, "
    "CAST(document.rendered AS TEXT) AS rendered "
    "FROM revision_lesson JOIN lesson_document AS document "
    "ON document.sha256 IN (revision_lesson.fr_sha256, revision_lesson.en_sha256) "
    "WHERE CAST(document.rendered AS TEXT) LIKE '%/pictures/%'"
)


def upgrade() -> None:
    with op.batch_alter_table("module") as batch:
        batch.add_column(sa.Column("source", sa.String(20), nullable=False, server_default="files"))
        batch.create_check_constraint(op.f("ck_module_source"), "source IN ('files', 'studio')")
    with op.batch_alter_table("module") as batch:
        batch.alter_column("source", server_default=None)
    with op.batch_alter_table("revision", copy_from=_revision()) as batch:
        for column in _added():
            batch.add_column(column)
        batch.create_foreign_key(op.f("fk_revision_published_by_id"), "person", ["published_by_id"], ["id"])
    with op.batch_alter_table("glossary_term") as batch:
        batch.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("is_everyday", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("glossary_term") as batch:
        batch.alter_column("position", server_default=None)
        batch.alter_column("is_everyday", server_default=None)
    op.create_table(
        "revision_picture",
        sa.Column("revision_id", sa.String(22), nullable=False),
        sa.Column("lesson_id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("revision_id", "lesson_id", "name", name=op.f("pk_revision_picture")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_revision_picture_revision_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_revision_picture_lesson_id")),
        sa.ForeignKeyConstraint(["sha256"], ["picture.sha256"], name=op.f("fk_revision_picture_sha256")),
    )
    op.create_index(op.f("ix_revision_picture_sha256"), "revision_picture", ["sha256"])
    _tell_pictures(op.get_bind())


def downgrade() -> None:
    op.drop_table("revision_picture")
    with op.batch_alter_table("glossary_term") as batch:
        batch.drop_column("is_everyday")
        batch.drop_column("position")
    who = sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_revision_published_by_id"))
    with op.batch_alter_table("revision", copy_from=_revision(*_added(), who)) as batch:
        batch.drop_constraint(op.f("fk_revision_published_by_id"), type_="foreignkey")
        for column in _added():
            batch.drop_column(column.name)
    with op.batch_alter_table("module") as batch:
        batch.drop_constraint(op.f("ck_module_source"), type_="check")
        batch.drop_column("source")


def _tell_pictures(connection: sa.Connection) -> None:
    """A document names its pictures in the order in which it shows them."""
    kept = set(connection.scalars(sa.text("SELECT sha256 FROM picture")))
    shown = {}
    for revision_id, lesson_id, source, rendered in connection.execute(SHOWING).all():
        names = [part.split(")")[0].strip() for part in source.split("](")[1:] if part.strip().startswith("media/")]
        for name, sha256 in zip(names, [part[:64] for part in rendered.split("/pictures/")[1:]]):
            if sha256 in kept:
                shown[revision_id, lesson_id, name] = sha256
    for (revision_id, lesson_id, name), sha256 in shown.items():
        connection.execute(
            sa.text("INSERT INTO revision_picture VALUES (:revision, :lesson, :name, :sha256)"),
            {"revision": revision_id, "lesson": lesson_id, "name": name, "sha256": sha256},
        )


def _added() -> list[sa.Column]:
    return [
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("published_by_id", sa.String(22), nullable=True),
    ]


def _revision(*added: sa.schema.SchemaItem) -> sa.Table:
    """As it is now, with its constraints and indexes: SQLite makes the table anew."""
    newest = sa.text("superseded_at IS NULL")
    return sa.Table(
        "revision",
        sa.MetaData(),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("module_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("strand", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requires", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        *added,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("module_id", "number", name=op.f("uq_revision_module_id_number")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_revision_module_id")),
        sa.CheckConstraint("strand IN ('culture', 'strategy', 'together')", name=op.f("ck_revision_strand")),
        sa.Index(
            op.f("uq_revision_current"), "module_id", unique=True, sqlite_where=newest, postgresql_where=newest
        ),
    )
