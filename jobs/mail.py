"""Sends the mail of the outbox: claimed, handed to the mail server, marked; tried again later."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Final

import structlog
from huey import Huey, crontab

from config import Settings
from data.store import Store
from data.store.outbox import OutboxMail, claim, mark_dropped, mark_refused, mark_sent
from data.store.tables import utc_now
from jobs.campaigns import post_campaigns
from jobs.mail_figures import Figures
from jobs.mail_message import addresses, message
from jobs.report_mails import post_reports
from planning.mail import link_address
from planning.milestones import mark_mailed

RETRY_MINUTES: Final = (1, 5, 15, 60, 240, 720)
MOST_A_RUN: Final = 200
SECONDS: Final = 20
_PERMANENT: Final = 500
log = structlog.get_logger()


def bind_mail(huey: Huey, settings: Settings, store: Store) -> Callable[[], None]:
    """Make the sending known to this process; returns what wakes the worker for new mail.

    The worker also looks every minute, for what is due again and for calls that were lost.
    """

    @huey.task(name="send_mail")  # type: ignore[untyped-decorator]  # huey has no types
    def send_mail() -> None:
        send_due(settings, store)

    @huey.periodic_task(crontab(minute="*"), name="send_mail_again")  # type: ignore[untyped-decorator]
    def send_mail_again() -> None:
        send_due(settings, store)

    @huey.periodic_task(crontab(minute="*"), name="post_mail")  # type: ignore[untyped-decorator]
    def post_mail() -> None:
        post_campaigns(settings, store, utc_now())
        post_reports(settings, store, utc_now())

    return lambda: send_mail() and None


def send_due(settings: Settings, store: Store, clock: Callable[[], datetime] = utc_now) -> int:
    """Send what is due, at most so many a minute; returns how many the server has taken.

    Without a mail server everything waits. What a mail says is reckoned now: a recipient who may
    not see it any more gets none.
    """
    if not settings.smtp_host:
        return 0
    sent = 0
    with Figures(settings, store) as figures:
        for _ in range(MOST_A_RUN):
            with store.transaction() as tx:
                mail = claim(tx, clock())
            if mail is None:
                break
            sent += _send(settings, store, mail, figures, clock)
    return sent


def _send(
    settings: Settings, store: Store, mail: OutboxMail, figures: Figures,
    clock: Callable[[], datetime],
) -> bool:  # fmt: skip
    """Hand over one claimed mail and write down how that went; whether it was taken."""
    try:
        content = figures.content_of(mail)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other mail goes out
        again = _next_try(mail.attempts, error, clock())
        log.warning("mail not reckoned", mail=mail.id, error=repr(error))
        with store.transaction() as tx:
            mark_refused(tx, mail.id, f"Its figures are not there: {type(error).__name__}", again)
        return False
    with store.transaction() as tx:
        address = link_address(settings, tx, mail, clock())
        if address is None or content is None:
            mark_dropped(tx, mail.id)
            return False
        if content.milestones and mail.content:
            mark_mailed(tx, int(mail.content["person"]), content.milestones, mail.id)
    to = addresses(settings, mail, address)
    try:
        hand_over(settings, message(settings, mail, content, to))
    except (OSError, smtplib.SMTPException) as error:
        again = _next_try(mail.attempts, error, clock())
        log.warning("mail not taken", mail=mail.id, attempt=mail.attempts, error=repr(error))
        with store.transaction() as tx:
            mark_refused(tx, mail.id, _spoken(error), again)
        return False
    with store.transaction() as tx:
        mark_sent(tx, mail.id, clock())
    log.info("mail sent", mail=mail.id, repeat=mail.is_repeat)
    return True


def hand_over(settings: Settings, mail: EmailMessage) -> None:
    """Give a mail to the mail server; raises `OSError` or `SMTPException`."""
    context = ssl.create_default_context(cafile=settings.smtp_ca_file or None)
    place = (settings.smtp_host, settings.smtp_port)
    is_tls = settings.smtp_security == "tls"
    connected = (
        smtplib.SMTP_SSL(*place, timeout=SECONDS, context=context)
        if is_tls
        else smtplib.SMTP(*place, timeout=SECONDS)
    )
    with connected as server:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(mail)


def _next_try(attempts: int, error: Exception, now: datetime) -> datetime | None:
    """When to try again; not at all where the server says no for good, or too often."""
    codes = [code for code, _ in getattr(error, "recipients", {}).values()]
    code = min(codes) if codes else getattr(error, "smtp_code", 0)
    is_final = code >= _PERMANENT and not isinstance(error, smtplib.SMTPAuthenticationError)
    if is_final or attempts > len(RETRY_MINUTES):
        return None
    return now + timedelta(minutes=RETRY_MINUTES[attempts - 1])


def _spoken(error: Exception) -> str:
    """What the server said, without the address, which stands beside it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reason = next(iter(error.recipients.values()))
        return f"The address was refused: {code} {reason.decode(errors='replace')}"
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        spoken = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        return f"The mail server said: {error.smtp_code} {spoken}"
    return f"The mail server could not be reached: {type(error).__name__}"
