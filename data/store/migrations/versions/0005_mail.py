"""The outbox of mail, links that work once, and the device of a session."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = ("waiting", "sending", "sent", "failed", "dropped")


def upgrade():
    listed = ", ".join(f"'{state}'" for state in STATES)
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("district_id", sa.String(60)),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("link_words", sa.String(80), nullable=False),
        sa.Column("link_path", sa.String(300), nullable=False),
        sa.Column("link_purpose", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_repeat", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(300), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("due_utc", UtcDateTime(), nullable=False),
        sa.Column("claimed_utc", UtcDateTime()),
        sa.Column("sent_utc", UtcDateTime()),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sa.CheckConstraint(f"state in ({listed})", name=op.f("ck_outbox_state_known")),
    )
    for column in ("district_id", "created_utc", "due_utc"):
        op.create_index(f"ix_outbox_{column}", "outbox", [column])
    op.create_table(
        "link_token",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_link_token_user_id"), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("password_mark", sa.String(64), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("expires_utc", UtcDateTime(), nullable=False),
        sa.Column("used_utc", UtcDateTime()),
        sa.UniqueConstraint("secret_hash", name="uq_link_token_secret_hash"),
    )
    op.create_index("ix_link_token_user_id", "link_token", ["user_id"])
    op.add_column("session", sa.Column("device", sa.String(60), nullable=False, server_default=""))


def downgrade():
    op.drop_column("session", "device")
    op.drop_table("link_token")
    op.drop_table("outbox")
