"""Mail of reports: arrangements, what watched reports showed, what people do not want."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "report_mail",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("report_id", ROW_ID, sa.ForeignKey("report.id", name="fk_report_mail_report_id", ondelete="CASCADE"), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_report_mail_user_id"), nullable=False),
        sa.Column("every", sa.String(10), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("change_cents", sa.BigInteger()),
        sa.Column("snapshot", sa.String(120), nullable=False),
        sa.Column("next_utc", UtcDateTime(), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    for column in ("district_id", "report_id", "next_utc"):
        op.create_index(f"ix_report_mail_{column}", "report_mail", [column])
    op.create_table(
        "report_watch",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("mail_id", ROW_ID, sa.ForeignKey("report_mail.id", name="fk_report_watch_mail_id", ondelete="CASCADE"), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_report_watch_user_id"), nullable=False),
        sa.Column("snapshot", sa.String(120), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger()),
        sa.UniqueConstraint("mail_id", "user_id", name="uq_report_watch_mail_id_user_id"),
    )
    op.create_table(
        "mail_choice",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_mail_choice_user_id"), nullable=False),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("changed_utc", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("user_id", "district_id", "topic", name="uq_mail_choice_user_id_district_id_topic"),
    )
    op.add_column("outbox", sa.Column("topic", sa.String(40), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("content", sa.JSON(), nullable=True))
    op.create_index("ix_outbox_topic", "outbox", ["topic"])


def downgrade():
    op.drop_index("ix_outbox_topic", "outbox")
    op.drop_column("outbox", "content")
    op.drop_column("outbox", "topic")
    op.drop_table("mail_choice")
    op.drop_table("report_watch")
    op.drop_table("report_mail")
