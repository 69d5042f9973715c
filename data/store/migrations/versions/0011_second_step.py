"""Second steps at sign-in and their spare codes."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "second_step",
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_second_step_user_id"), primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.String(255), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("confirmed_utc", UtcDateTime()),
    )
    op.create_table(
        "spare_code",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_spare_code_user_id"), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_utc", UtcDateTime()),
    )
    op.create_index("ix_spare_code_user_id", "spare_code", ["user_id"])


def downgrade():
    op.drop_table("spare_code")
    op.drop_table("second_step")
