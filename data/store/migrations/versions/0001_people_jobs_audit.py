"""People, memberships, sessions, sign-in attempts, jobs and the audit log."""

import sqlalchemy as sa
from alembic import op

from data.store.tables import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLES = ("administrator", "superintendent", "budget_director", "principal", "viewer")
STATUSES = ("queued", "running", "done", "failed", "cancelled")
OUTCOMES = ("failure", "refused", "success")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def one_of(column, values):
    texts = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({texts})", name=op.f(f"{column}_known"))


def upgrade():
    op.create_table(
        "user",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("password_hash", sa.String(255)),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("last_sign_in_utc", UtcDateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("email", name="uq_user_email"),
    )
    op.create_table(
        "membership",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_membership_user_id"), nullable=False),
        sa.Column("district_id", sa.String(60), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("location_id", sa.String(30)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("user_id", "district_id", name="uq_membership_user_id_district_id"),
        one_of("role", ROLES),
    )
    op.create_index("ix_membership_district_id", "membership", ["district_id"])
    op.create_table(
        "session",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("user_id", ROW_ID, sa.ForeignKey("user.id", name="fk_session_user_id"), nullable=False),
        sa.Column("district_id", sa.String(60)),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("seen_utc", UtcDateTime(), nullable=False),
        sa.Column("ended_utc", UtcDateTime()),
        sa.Column("address", sa.String(45), nullable=False),
        sa.UniqueConstraint("secret_hash", name="uq_session_secret_hash"),
    )
    op.create_index("ix_session_user_id", "session", ["user_id"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("account_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("at_utc", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        one_of("outcome", OUTCOMES),
    )
    for column in ("account_hash", "address", "at_utc"):
        op.create_index(f"ix_sign_in_attempt_{column}", "sign_in_attempt", [column])
    op.create_table(
        "job",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("district_id", sa.String(60)),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=False),
        sa.Column("created_utc", UtcDateTime(), nullable=False),
        sa.Column("started_utc", UtcDateTime()),
        sa.Column("finished_utc", UtcDateTime()),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON()),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        one_of("status", STATUSES),
        sa.CheckConstraint("progress between 0 and 1", name=op.f("progress_share")),
    )
    for column in ("district_id", "status", "created_utc"):
        op.create_index(f"ix_job_{column}", "job", [column])
    audit_log()


def audit_log():
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at_utc", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor_label", sa.String(254), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("entity_id", sa.String(60), nullable=False),
        sa.Column("district_id", sa.String(60)),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("one_row")),
    )
    op.bulk_insert(head, [{"id": 1, "count": 0, "last": "", "seal": ""}])
    if op.get_bind().dialect.name == "sqlite":
        sqlite_triggers()
    else:
        postgresql_triggers()


def sqlite_triggers():
    for verb in ("update", "delete"):
        op.execute(
            f"create trigger audit_entry_no_{verb} before {verb} on audit_entry begin "
            "select raise(abort, 'audit entries are never changed'); end"
        )
    op.execute(
        "create trigger audit_head_no_delete before delete on audit_head begin "
        "select raise(abort, 'the head of the audit log is never removed'); end"
    )


def postgresql_triggers():
    """The second wall. The first: the grants of data/store/grants.sql."""
    op.execute(
        "create function audit_entry_is_final() returns trigger language plpgsql as $$ "
        "begin raise exception 'audit entries are never changed'; end $$"
    )
    op.execute(
        "create trigger audit_entry_no_change before update or delete on audit_entry "
        "for each row execute function audit_entry_is_final()"
    )
    op.execute(
        "create trigger audit_entry_no_truncate before truncate on audit_entry "
        "for each statement execute function audit_entry_is_final()"
    )
    op.execute(
        "create trigger audit_head_no_delete before delete or truncate on audit_head "
        "for each statement execute function audit_entry_is_final()"
    )


def downgrade():
    raise RuntimeError("the first migration is not taken back: it would drop the audit log")
