"""Campaigns of mail, and what is known of the reading of their mails."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "campaign",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_campaign_user_id"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("subject", sa.String(150), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("every", sa.String(10), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("is_deadline", sa.Boolean(), nullable=False),
        sa.Column("next_utc", UtcDateTime()),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    for column in ("district_id", "next_utc"):
        op.create_index(f"ix_campaign_{column}", "campaign", [column])
    op.create_table(
        "mail_trace",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("mail_id", ROW_ID, sa.ForeignKey("outbox.id", name="fk_mail_trace_mail_id"), nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("first_utc", UtcDateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.UniqueConstraint("mail_id", "what", name="uq_mail_trace_mail_id_what"),
    )


def downgrade():
    op.drop_table("mail_trace")
    op.drop_table("campaign")
