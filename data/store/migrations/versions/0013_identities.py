"""Who people are at the place that signs them in."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "identity",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_identity_user_id"), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("issuer", "subject", name="uq_identity_issuer_subject"),
        sa.UniqueConstraint("issuer", "user_id", name="uq_identity_issuer_user_id"),
    )
    op.create_index("ix_identity_user_id", "identity", ["user_id"])


def downgrade():
    op.drop_table("identity")
