"""Marks of positions that are to be checked."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "position_flag",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("position_code", sa.String(20), nullable=False),
        sa.Column("expected_fte_thousandths", sa.BigInteger()),
        sa.Column("note", sa.String(255), nullable=False),
        sa.Column("changed_by", sa.String(254), nullable=False),
        sa.Column("changed_utc", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("district_id", "position_code", name=op.f("uq_position_flag_district_id_position_code")),
    )


def downgrade():
    op.drop_table("position_flag")
