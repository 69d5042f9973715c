"""Two commands on accounts for the terminal: an invitation by mail, and a lost telephone."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from access.actor import SYSTEM
from access.roles import Role
from config import Settings
from data.store import StoreError, open_store
from data.store.account_mail import invite
from data.store.tables import utc_now
from data.store.users import User, user_by_email
from jobs.friendly import friendly
from jobs.mail_bell import mail_bell
from planning import people
from planning.second_step import second_steps


@click.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="Name shown in the application.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--district", required=True, help="District in which the role holds.")
@click.option("--location", help="Only this location (principals).")
@click.pass_obj
def user_invite(
    settings: Settings, email: str, name: str, role: str, district: str, location: str | None
) -> None:
    """Create a person who chooses a password by a link in a mail."""
    store = open_store(settings)
    store.when_mail_waits = mail_bell(settings, store)
    with friendly():
        people.create_user(SYSTEM, store, email=email, name=name)
        people.assign(
            SYSTEM, store, email=email, district=district, role=Role(role), location_id=location
        )
        with store.transaction() as tx:
            invite(tx, _known(tx, email), "Your district", district, utc_now())
    waits = "" if settings.smtp_host else "; no mail server is set, so the mail waits"
    click.echo(f"{email} is invited as {role} of {district}{waits}")


@click.command("reset-second-step")
@click.argument("email")
@click.pass_obj
def user_reset_second_step(settings: Settings, email: str) -> None:
    """Take away the second step of a person whose telephone is lost."""
    store = open_store(settings)
    with friendly(), store.transaction() as tx:
        second_steps(settings).reset(tx, _known(tx, email), SYSTEM)
    people.end_all_sessions(SYSTEM, store, email=email)
    click.echo(f"{email} signs in with the password alone")


def _known(tx: Session, email: str) -> User:
    user = user_by_email(tx, email)
    if user is None:
        raise StoreError(f"There is nobody with the address {email!r}.")
    return user
