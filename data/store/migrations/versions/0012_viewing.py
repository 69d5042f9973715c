"""As whom a session looks, if as somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.add_column("session", sa.Column("viewing_user_id", ROW_ID))


def downgrade():
    op.drop_column("session", "viewing_user_id")
