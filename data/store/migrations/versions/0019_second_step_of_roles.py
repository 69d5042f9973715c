"""Roles that ask for a second step, how large files of uploads were, mails without their words."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("role", sa.Column("second_step", sa.Boolean()))
    op.add_column(
        "upload", sa.Column("file_bytes", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.add_column(
        "outbox", sa.Column("is_emptied", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade():
    op.drop_column("outbox", "is_emptied")
    op.drop_column("upload", "file_bytes")
    op.drop_column("role", "second_step")
