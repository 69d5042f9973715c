"""Reports that people keep of rows, who shares them and who has them on the home page."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "report",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_report_user_id"), nullable=False),
        sa.Column("rows_of", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("changed_utc", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_report_district_id", "report", ["district_id"])
    op.create_table(
        "report_pin",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("report_id", ROW_ID, sa.ForeignKey("report.id", name="fk_report_pin_report_id", ondelete="CASCADE"), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_report_pin_user_id"), nullable=False),
        sa.UniqueConstraint("report_id", "user_id", name="uq_report_pin_report_id_user_id"),
    )


def downgrade():
    op.drop_table("report_pin")
    op.drop_table("report")
