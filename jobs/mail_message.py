"""A mail of the outbox as it goes out: plain text, and the same as simple HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from html import escape
from typing import Final

from config import Settings
from data.store.outbox import OutboxMail
from planning.mail import OFF_WORDS, mail_text
from planning.mail_content import MailContent, MailTable
from planning.mail_links import Do, address_of, is_counted

# On a phone a row of the table becomes two lines: its name, and the figures in equal parts.
_NARROW: Final = (
    "<style>@media (max-width:520px){body{padding:16px!important}table,tbody,tr{display:block;"
    "width:100%}td,th{box-sizing:border-box;display:inline-block;border:0!important;"
    "padding:0 0 6px!important;width:25%;font-size:13px;overflow-wrap:break-word}"
    "td:first-child{width:100%;padding:8px 0 2px!important;font-weight:600;"
    "border-top:1px solid #d8dee5!important}"
    "th:first-child{display:none}}</style>"
)
_PAGE: Final = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1">{narrow}</head>'
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1d2733;'
    'background:#ffffff"><div style="max-width:560px">{body}</div></body></html>'
)
_BUTTON: Final = (
    '<p style="margin:24px 0"><a href="{href}" style="background:#0b63a8;color:#ffffff;'
    'padding:12px 20px;border-radius:6px;text-decoration:none">{words}</a></p>'
    '<p style="color:#5a6673;font-size:14px;overflow-wrap:anywhere">{copy} {href}</p>'
)
_COPY: Final = {"en": "Or copy this address:", "es": "O copie esta dirección:"}


_TABLE: Final = (
    '<table style="border-collapse:collapse;margin:16px 0;font-size:14px">{rows}</table>'
)
_CELL: Final = (
    '<{tag} style="text-align:{side};padding:6px 12px 6px 0;border-bottom:1px solid #d8dee5;'
    'vertical-align:top">{text}</{tag}>'
)
_DOT: Final = '<img src="{src}" width="1" height="1" alt="">'
_OFF: Final = '<p style="color:#5a6673;font-size:14px"><a href="{href}">{words}</a></p>'


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the button of a mail leads, where the mail is stopped, and its picture of one dot.

    The last two are empty where it cannot be stopped, or its reading is not counted.
    """

    link: str
    off: str = ""
    dot: str = ""


def addresses(settings: Settings, mail: OutboxMail, link: str) -> Addresses:
    """The addresses in a mail; the button of a campaign passes by the counter of clicks."""
    off = address_of(settings, mail.id, Do.STOP) if mail.topic else ""
    if not is_counted(mail):
        return Addresses(link, off)
    click, dot = (address_of(settings, mail.id, do) for do in (Do.GO, Do.SEEN))
    return Addresses(click, off, dot)


def message(
    settings: Settings, mail: OutboxMail, content: MailContent, to: Addresses
) -> EmailMessage:
    """The mail as it is handed to the mail server."""
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
    if to.off:
        made["List-Unsubscribe"] = f"<{to.off}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(mail_text(mail, content, to.link, to.off))
    made.add_alternative(_html(mail, content, to), subtype="html")
    return made


def _html(mail: OutboxMail, content: MailContent, to: Addresses) -> str:
    href, words = escape(to.link, quote=True), escape(mail.link_words)
    copy = _COPY[content.language]
    button = [_BUTTON.format(href=href, words=words, copy=copy)] if mail.link_words else []
    table = [_table(content.table)] if content.table else []
    off = escape(to.off, quote=True)
    stop = [_OFF.format(href=off, words=OFF_WORDS[content.language])] if off else []
    dot = [_DOT.format(src=escape(to.dot, quote=True))] if to.dot else []
    ending = [*_paragraphs(content.after), *stop, *dot]
    parts = [*_paragraphs(content.before), *table, *button, *ending]
    narrow = _NARROW if content.table else ""
    return _PAGE.format(body="".join(parts), language=content.language, narrow=narrow)


def _paragraphs(texts: Sequence[str]) -> list[str]:
    return [f"<p>{escape(text)}</p>" for text in texts]


def _table(table: MailTable) -> str:
    def row(cells: Sequence[str], tag: str) -> str:
        made = (
            _CELL.format(
                tag=tag, text=escape(text), side="right" if at >= table.first_number else "left"
            )
            for at, text in enumerate(cells)
        )
        return f"<tr>{''.join(made)}</tr>"

    return _TABLE.format(rows=row(table.head, "th") + "".join(row(one, "td") for one in table.rows))
