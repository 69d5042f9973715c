"""The text of a campaign: paragraphs with placeholders, filled in for one recipient.

Names in braces are looked up and nothing else is: a template can neither reach into an object
nor run anything, and what is filled in is never read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from data.store import StoreError
from planning.mail_content import MailContent, MailTable

IN_SUBJECT: Final = {
    "name": "the name of the recipient",
    "district": "the name of the district",
}
IN_TEXT: Final = {
    **IN_SUBJECT,
    "left": "what is left in each of the recipient's buckets, and until when",
    "buckets": "the recipient's buckets as a table; stands alone in its paragraph",
    "orders": "how many purchase orders are open for too long (90 days unless the district has set "
    "another limit); nothing where there are none",
    "days": "for how long the recipient has not signed in",
}
TABLE: Final = "buckets"
_NAME: Final = re.compile(r"\{([^{}]*)\}")
_BREAK: Final = re.compile(r"\n\s*\n")


class TemplateError(StoreError):
    """A text that cannot be filled in. The message says what to write."""


def check(subject: str, text: str) -> None:
    """Raise `TemplateError` for a placeholder that there is not, or that stands wrongly."""
    for where, given, known in (("subject", subject, IN_SUBJECT), ("text", text, IN_TEXT)):
        for name in _NAME.findall(given):
            if name not in known:
                offered = ", ".join(f"{{{one}}}" for one in known)
                raise TemplateError(f"{{{name}}} cannot stand in the {where}: there are {offered}.")
        if set(_NAME.sub("", given)) & set("{}"):
            raise TemplateError(f"A brace in the {where} is not closed.")
    alone = sum(one.strip() == f"{{{TABLE}}}" for one in _BREAK.split(text))
    if text.count(f"{{{TABLE}}}") != min(alone, 1):
        raise TemplateError(f"{{{TABLE}}} stands once, alone in its paragraph.")


def filled_subject(subject: str, values: Mapping[str, str]) -> str:
    """The subject for one recipient."""
    return _NAME.sub(lambda found: values.get(found[1], ""), subject)


def filled(text: str, values: Mapping[str, str], table: MailTable | None, language: str
           ) -> MailContent:  # fmt: skip
    """The paragraphs for one recipient, with the table in its place; empty ones are left out."""
    parts = [part.strip() for part in _BREAK.split(text.replace("\r\n", "\n"))]
    at = parts.index(f"{{{TABLE}}}") if f"{{{TABLE}}}" in parts else None
    before, after = (parts, []) if at is None else (parts[:at], parts[at + 1 :])
    return MailContent(
        _paragraphs(before, values), table if at is not None else None,
        _paragraphs(after, values), language,
    )  # fmt: skip


def _paragraphs(parts: list[str], values: Mapping[str, str]) -> tuple[str, ...]:
    made = (_NAME.sub(lambda found: values.get(found[1], ""), part) for part in parts)
    return tuple(" ".join(one.split()) for one in made if one.strip())
