"""The goal of a district, milestones with who was congratulated, tours that have ended."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "adoption_goal",
        sa.Column("district_id", sa.String(60), primary_key=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("changed_utc", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "tour_end",
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_tour_end_user_id"), primary_key=True, autoincrement=False),
        sa.Column("tour", sa.String(20), primary_key=True),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("ended_utc", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "milestone",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(30), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.UniqueConstraint("district_id", "what", "subject", name="uq_milestone_district_id_what_subject"),
    )
    op.create_table(
        "congratulation",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("milestone_id", ROW_ID, sa.ForeignKey("milestone.id", name="fk_congratulation_milestone_id"), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_congratulation_user_id"), nullable=False),
        sa.Column("shown_day", sa.Date()),
        sa.Column("closed_utc", UtcDateTime()),
        sa.Column("mail_id", ROW_ID, sa.ForeignKey("outbox.id", name="fk_congratulation_mail_id")),
        sa.UniqueConstraint("milestone_id", "user_id", name="uq_congratulation_milestone_id_user_id"),
    )


def downgrade():
    op.drop_table("congratulation")
    op.drop_table("milestone")
    op.drop_table("tour_end")
    op.drop_table("adoption_goal")
