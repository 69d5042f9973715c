"""Buckets: who decides about the money, and where they stand among the others."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("bucket", sa.Column("decided_by", sa.String(30)))
    op.add_column("bucket", sa.Column("place", sa.Integer()))


def downgrade():
    op.drop_column("bucket", "place")
    op.drop_column("bucket", "decided_by")
