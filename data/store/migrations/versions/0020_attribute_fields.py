"""Attribute fields: what the values of a custom attribute have to be."""

import sqlalchemy as sa
from alembic import op

from data.store.column_types import Words

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "attribute_field",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("record_key", sa.String(600), nullable=False),
        sa.Column("other_key", sa.String(600)),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("choices", Words()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("district_id", "record_key", name="uq_attribute_field_district_id_record_key"),
        sa.UniqueConstraint("district_id", "other_key", name="uq_attribute_field_district_id_other_key"),
    )


def downgrade():
    op.drop_table("attribute_field")
