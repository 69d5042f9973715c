"""Notes that people keep beside buckets and accounts."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "note",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_note_user_id"), nullable=False),
        sa.Column("subject", sa.String(10), nullable=False),
        sa.Column("code", sa.String(120), nullable=False),
        sa.Column("place", sa.String(30), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("changed_utc", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("district_id", "user_id", "subject", "code", "place", name="uq_note_district_id_user_id_subject_code_place"),
        sa.CheckConstraint("subject in ('bucket', 'account')", name=op.f("ck_note_subject_known")),
    )
    op.create_index("ix_note_user_id", "note", ["user_id"])


def downgrade():
    op.drop_table("note")
