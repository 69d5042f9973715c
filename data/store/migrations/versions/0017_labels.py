"""Labels: what a district calls the words of the product."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "label",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("record_key", sa.String(600), nullable=False),
        sa.Column("other_key", sa.String(600)),
        sa.Column("word", sa.String(60), nullable=False),
        sa.Column("one", sa.String(40), nullable=False),
        sa.Column("many", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("district_id", "record_key", name="uq_label_district_id_record_key"),
        sa.UniqueConstraint("district_id", "other_key", name="uq_label_district_id_other_key"),
    )


def downgrade():
    op.drop_table("label")
