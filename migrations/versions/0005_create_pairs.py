"""Two people: how they met, who guides what, their agreement and the lessons they began.

Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pair",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("program_id", sa.String(22), nullable=False),
        sa.Column("people_key", sa.String(45), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_by_id", sa.String(22), nullable=True),
        sa.Column("closing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_pair_program_id")),
        sa.ForeignKeyConstraint(["paused_by_id"], ["person.id"], name=op.f("fk_pair_paused_by_id")),
    )
    op.create_index(op.f("ix_pair_program_id"), "pair", ["program_id"])
    op.create_index(
        op.f("uq_pair_people_key"),
        "pair",
        ["people_key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(22), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("pair_id", "number", name=op.f("uq_agreement_pair_id_number")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_agreement_pair_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_agreement_author_id")),
    )
    op.create_table(
        "agreement_copy",
        sa.Column("agreement_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("text_cipher", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", "person_id", name=op.f("pk_agreement_copy")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_copy_agreement_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agreement_copy_person_id")),
    )
    op.create_table(
        "agreement_sheet",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("author_id", sa.String(22), nullable=False),
        sa.Column("text_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_sheet")),
        sa.UniqueConstraint("pair_id", "author_id", name=op.f("uq_agreement_sheet_pair_id_author_id")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_agreement_sheet_pair_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_agreement_sheet_author_id")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("inviter_id", sa.String(22), nullable=False),
        sa.Column("program_id", sa.String(22), nullable=False),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("salt", sa.String(22), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.String(22), nullable=True),
        sa.Column("pair_id", sa.String(22), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.ForeignKeyConstraint(["inviter_id"], ["person.id"], name=op.f("fk_invitation_inviter_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_invitation_program_id")),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["person.id"], name=op.f("fk_invitation_accepted_by_id")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_invitation_pair_id")),
    )
    op.create_index(op.f("ix_invitation_inviter_id"), "invitation", ["inviter_id"])
    op.create_table(
        "pair_lesson",
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
    )
    op.create_table(
        "pair_person",
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("pair_id", "person_id", name=op.f("pk_pair_person")),
        sa.UniqueConstraint("pair_id", "seat", name=op.f("uq_pair_person_pair_id_seat")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_pair_person_pair_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pair_person_person_id")),
        sa.CheckConstraint("seat IN (1, 2)", name=op.f("ck_pair_person_seat")),
    )
    op.create_index(op.f("ix_pair_person_person_id"), "pair_person", ["person_id"])
    op.create_table(
        "pair_week",
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("pair_id", "person_id", "week_on", name=op.f("pk_pair_week")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_pair_week_pair_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pair_week_person_id")),
    )
    op.create_table(
        "strand_role",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("pair_id", sa.String(22), nullable=False),
        sa.Column("strand", sa.String(20), nullable=False),
        sa.Column("guide_id", sa.String(22), nullable=False),
        sa.Column("proposed_by_id", sa.String(22), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strand_role")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_strand_role_pair_id")),
        sa.ForeignKeyConstraint(["guide_id"], ["person.id"], name=op.f("fk_strand_role_guide_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_strand_role_proposed_by_id")),
        sa.CheckConstraint("strand IN ('culture', 'strategy', 'together')", name=op.f("ck_strand_role_strand")),
    )
    op.create_index(op.f("ix_strand_role_pair_id"), "strand_role", ["pair_id"])
    op.create_table(
        "agreement_signature",
        sa.Column("agreement_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", "person_id", name=op.f("pk_agreement_signature")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_signature_agreement_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agreement_signature_person_id")),
    )


def downgrade() -> None:
    op.drop_table("agreement_signature")
    op.drop_table("strand_role")
    op.drop_table("pair_week")
    op.drop_table("pair_person")
    op.drop_table("pair_lesson")
    op.drop_table("invitation")
    op.drop_table("agreement_sheet")
    op.drop_table("agreement_copy")
    op.drop_table("agreement")
    op.drop_table("pair")
