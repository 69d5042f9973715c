"""Accounts in a terminal."""

from __future__ import annotations

import pyotp
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from cli import cli
from config import Settings
from data.store import open_store
from data.store.outbox import OutboxMail
from data.store.second_steps import second_step
from data.store.users import user_by_email
from planning.second_step import second_steps

EMAIL = "new@demo.example"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_VAR", str(tmp_path / "var"))
    return lambda *words: CliRunner().invoke(cli, ["user", *words])


def test_an_invitation_waits_for_a_mail_server(run):
    told = run("invite", EMAIL, "--name", "New", "--role", "viewer", "--district", "elm")
    assert "is invited as viewer of elm; no mail server is set" in told.output
    with open_store(Settings()).reading() as tx:
        assert tx.scalars(select(OutboxMail.recipient)).all() == [EMAIL]
    again = run("invite", EMAIL, "--name", "New", "--role", "viewer", "--district", "elm")
    assert (again.exit_code, "already" in again.output) == (1, True)


def test_a_lost_telephone_is_reset(run):
    assert "nobody with the address" in run("reset-second-step", EMAIL).output
    run("invite", EMAIL, "--name", "New", "--role", "administrator", "--district", "elm")
    store, steps = open_store(Settings()), second_steps(Settings())
    with store.transaction() as tx:
        user = user_by_email(tx, EMAIL)
        secret = steps.start(tx, user).secret.replace(" ", "")
        steps.confirm(tx, user, pyotp.TOTP(secret).now())
    assert "with the password alone" in run("reset-second-step", EMAIL).output
    with store.reading() as tx:
        assert second_step(tx, user.id).confirmed_utc is None
