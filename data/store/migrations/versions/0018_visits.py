"""Days of looking at budgets, and calls to those who have not looked."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "visit",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_visit_user_id"), nullable=False),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("budget", sa.String(30), nullable=False),
        sa.Column("bucket", sa.String(30), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.UniqueConstraint("user_id", "district_id", "budget", "bucket", "day", name="uq_visit_user_id_district_id_budget_bucket_day"),
    )
    op.create_index("ix_visit_district_id", "visit", ["district_id"])
    op.create_index("ix_visit_day", "visit", ["day"])
    op.create_table(
        "call_note",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_call_note_user_id"), nullable=False),
        sa.Column("author_id", ROW_ID, sa.ForeignKey("user.id", name="fk_call_note_author_id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_call_note_district_id", "call_note", ["district_id"])


def downgrade():
    op.drop_table("call_note")
    op.drop_table("visit")
