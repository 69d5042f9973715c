"""A mail of the outbox as it goes out: plain text, and the same as simple HTML."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from html import escape
from typing import Final

from config import Settings
from data.store.outbox import OutboxMail
from planning.mail import mail_text

_PAGE: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><body style="margin:0;padding:24px;'
    'font:16px/1.5 system-ui,sans-serif;color:#1d2733;background:#ffffff">'
    '<div style="max-width:560px">{body}</div></body></html>'
)
_BUTTON: Final = (
    '<p style="margin:24px 0"><a href="{href}" style="background:#0b63a8;color:#ffffff;'
    'padding:12px 20px;border-radius:6px;text-decoration:none">{words}</a></p>'
    '<p style="color:#5a6673;font-size:14px">Or copy this address: {href}</p>'
)


def message(settings: Settings, mail: OutboxMail, address: str) -> EmailMessage:
    """The mail as it is handed to the mail server; `address` is that of its link."""
    made = EmailMessage()
    made["From"] = settings.mail_sender
    made["To"] = mail.recipient
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(mail.claimed_utc or mail.created_utc)
    # The same for a repeat, so that a mail program shows one of two.
    domain = parseaddr(settings.mail_sender)[1].rpartition("@")[2] or "localhost"
    made["Message-ID"] = f"<{sha256(mail.key.encode()).hexdigest()[:32]}@{domain}>"
    made["Auto-Submitted"] = "auto-generated"
    if mail.is_repeat:
        made["X-Plumbline-Repeat"] = "perhaps sent before"
    made.set_content(mail_text(mail, address))
    made.add_alternative(_html(mail, address), subtype="html")
    return made


def _html(mail: OutboxMail, address: str) -> str:
    paragraphs = [f"<p>{escape(one)}</p>" for one in mail.paragraphs]
    href, words = escape(address, quote=True), escape(mail.link_words)
    button = [_BUTTON.format(href=href, words=words)] if mail.link_words else []
    return _PAGE.format(body="".join([*paragraphs[:-1], *button, *paragraphs[-1:]]))
