"""Presentations that people put together."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "presentation",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_presentation_user_id"), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("form", sa.String(4), nullable=False),
        sa.Column("has_appendix", sa.Boolean(), nullable=False),
        sa.Column("slides", sa.JSON(), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("changed_utc", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("form in ('pptx', 'pdf')", name=op.f("ck_presentation_form_known")),
    )
    op.create_index("ix_presentation_user_id", "presentation", ["user_id"])


def downgrade():
    op.drop_table("presentation")
