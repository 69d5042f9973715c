"""What a mail of the outbox says: its own words, or figures reckoned for its recipient now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from access.actor import Actor
from callbacks.basis import Services
from callbacks.campaign_letter import campaign_content
from callbacks.manage.report_letter import report_content
from callbacks.manage.report_rows import News
from callbacks.spoken_words import for_reader
from data.store.campaigns import campaign
from data.store.outbox import OutboxMail
from data.store.report_mails import report_mail
from planning.mail_content import MailContent
from planning.mail_links import is_counted
from planning.report_mails import topic_of
from planning.sign_in import actor_of

Made = Callable[[Services, Actor, OutboxMail, Mapping[str, Any]], MailContent | None]


def content_of(services: Services, mail: OutboxMail) -> MailContent | None:
    """The words of a mail as its recipient may have them at this moment.

    None where there is nobody any more whom it is for, or nothing that may be told.
    """
    asked = mail.content
    if asked is None:
        return MailContent.plain(mail.paragraphs)
    actor = actor_of(services.store, int(asked["person"]), mail.district_id or "")
    if actor is None or actor.email != mail.recipient:
        return None
    # Whoever has the mail made, as in a preview, goes on in the own words.
    with for_reader(services, actor):
        return _KINDS[str(asked["kind"])](services, actor, mail, asked)


def _report(
    services: Services, actor: Actor, mail: OutboxMail, asked: Mapping[str, Any]
) -> MailContent | None:
    """The report of an arrangement that still stands."""
    with services.store.reading() as tx:
        found = report_mail(tx, int(asked["mail"]), actor.district)
    if found is None or topic_of(found) != mail.topic:
        return None
    return report_content(services, actor, found, _news(asked))


def _news(asked: Mapping[str, Any]) -> News | None:
    """What a watch has found new; none in a mail by the clock, or of a report too long for it."""
    if "new" not in asked:
        return None
    return News([bytes.fromhex(one) for one in asked["new"]], int(asked["new_count"]))


def _campaign(
    services: Services, actor: Actor, mail: OutboxMail, asked: Mapping[str, Any]
) -> MailContent | None:
    with services.store.reading() as tx:
        found = campaign(tx, int(asked["campaign"]), actor.district)
    # A test mail congratulates nobody: it would be missing from the mail that counts.
    number = mail.id if is_counted(mail) else None
    return None if found is None else campaign_content(services, actor, found, number)


_KINDS: Final[dict[str, Made]] = {"report": _report, "campaign": _campaign}
