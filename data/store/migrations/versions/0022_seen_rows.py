"""Which rows a watched report showed its reader, as marks."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("report_watch", sa.Column("seen", sa.LargeBinary(), nullable=True))


def downgrade():
    op.drop_column("report_watch", "seen")
