"""Uploads: the job that works on a large one, what its review showed, its rows in error."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    rows = sa.Column("row_count", sa.Integer(), nullable=False, server_default="0")
    op.add_column("upload", rows)
    op.add_column("upload", sa.Column("job_id", sa.String(32)))
    op.add_column("upload", sa.Column("summary", sa.LargeBinary()))
    op.add_column("upload", sa.Column("errors", sa.LargeBinary()))


def downgrade():
    raise RuntimeError("the history of uploads is not dropped")
