"""How Alembic runs here: on the connection, and in the transaction, of `migrate`."""

from alembic import context

from data.store import (  # noqa: F401
    adoption_goals,
    audit,
    call_notes,
    campaigns,
    identities,
    jobs,
    link_tokens,
    mail_choices,
    memberships,
    milestones,
    notes,
    outbox,
    position_flags,
    presentations,
    record_tables,
    report_mails,
    reports,
    second_steps,
    sessions,
    sign_in_attempts,
    tours,
    uploads,
    users,
    visits,
)
from data.store.tables import StoreTable

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=StoreTable.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
