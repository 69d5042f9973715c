"""Uploads: the file as it was read, its mapping, what it changed and who did it."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = ("uploaded", "mapped", "reviewed", "confirmed", "undone", "discarded")


def upgrade():
    listed = ", ".join(f"'{state}'" for state in STATES)
    op.create_table(
        "upload",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("stamp", sa.String(64), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("diff", sa.LargeBinary()),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_label", sa.String(254), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("confirmed_utc", UtcDateTime()),
        sa.Column("undone_utc", UtcDateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"state in ({listed})", name=op.f("state_known")),
    )
    for column in ("district_id", "created_utc"):
        op.create_index(f"ix_upload_{column}", "upload", [column])


def downgrade():
    raise RuntimeError("the history of uploads is not dropped")
