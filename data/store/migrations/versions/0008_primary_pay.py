"""Vacant job pays: which one is shown first of its job and year."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("vacancy_pay", sa.Column("primary", sa.Boolean()))
    pays = sa.table("vacancy_pay", sa.column("primary", sa.Boolean()))
    op.execute(pays.update().values(primary=False))


def downgrade():
    op.drop_column("vacancy_pay", "primary")
