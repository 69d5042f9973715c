"""The outbox: its list, one mail that is open, and those that failed sent again."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.mail_contents import content_of
from data.store import StoreError
from data.store.outbox import OutboxMail
from pages import account_ids as ids
from pages.account_state import MailState
from pages.configure import answers
from pages.configure.mail import LetterTable, MailLine, MailPage, OpenMail, body
from planning import mail
from planning.mail_content import MailTable


def mail_page(services: Services, actor: Actor, state: MailState) -> MailPage:
    """The newest mail of the actor's district."""
    settings = services.settings
    readable = mail.is_shown(settings)
    return MailPage(
        rows=[_line(one, readable=readable) for one in mail.listed(actor, services.store)],
        server=settings.smtp_host,
        sender=settings.mail_sender,
        is_readable=readable,
        open=_open(services, actor, state.mail) if state.mail else None,
    )


def _line(one: OutboxMail, *, readable: bool) -> MailLine:
    return MailLine(
        number=one.id,
        at=one.created_utc,
        recipient=one.recipient,
        subject=one.subject,
        state=one.state,
        problem=one.problem,
        is_repeat=one.is_repeat,
        href=f"?{urlencode({'mail': one.id})}" if readable else "",
    )


def _open(services: Services, actor: Actor, number: int) -> OpenMail | None:
    contents = partial(content_of, services)
    letter = mail.opened(actor, services.store, services.settings, number, contents)
    if letter is None:
        return None
    one = letter.mail
    return OpenMail(
        one.recipient,
        one.subject,
        letter.text,
        letter.address,
        one.link_words,
        table=_table(letter.table),
    )


def _table(found: MailTable | None) -> LetterTable | None:
    if found is None:
        return None
    return LetterTable(found.lines(), found.head, found.rows, found.first_number)


def register(guard: Guard, services: Services) -> None:
    """Bind the list and its buttons."""

    @guard.callback(
        Output(ids.Mail.BODY, "children"),
        Input(ids.Mail.URL, "search"),
        permission=Permission.DISTRICT_ADMINISTER,
    )
    def _body(search: str | None) -> Any:
        return body(mail_page(services, guard.actor(), MailState.from_query(search)))

    @guard.callback(
        Output(ids.Mail.BODY, "children", allow_duplicate=True),
        Input({"type": ids.Mail.DO, "mail": ALL}, "n_clicks"),
        State(ids.Mail.URL, "search"),
        permission=Permission.DISTRICT_ADMINISTER,
        prevent_initial_call=True,
    )
    def _again(_clicks: list[int | None], search: str | None) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, dict) or not dash.ctx.triggered[0]["value"]:
            return no_update
        said = None
        try:
            mail.again(guard.actor(), services.store, int(pressed["mail"]))
        except StoreError as error:
            said = answers.refused("Nothing was changed.", f" {error}")
        return body(mail_page(services, guard.actor(), MailState.from_query(search)), said)
