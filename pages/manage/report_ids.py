"""Names of the components of Current, Reports."""

from __future__ import annotations

from typing import Final


class Reports:
    """Current, Reports."""

    URL: Final = "reports-url"
    BODY: Final = "reports-body"
    NAME: Final = "reports-name"
    RENAME: Final = "reports-rename"
    PIN: Final = "reports-pin"
    COPY: Final = "reports-copy"
    DELETE: Final = "reports-delete"
    KIND: Final = "reports-kind"
    CODE: Final = "reports-code"
    EDIT: Final = "reports-edit"
    SHARE: Final = "reports-share"
    UNSHARE: Final = "reports-unshare"
    MAIL_WHEN: Final = "reports-mail-when"
    MAIL_HOUR: Final = "reports-mail-hour"
    MAIL_AMOUNT: Final = "reports-mail-amount"
    MAIL_TO: Final = "reports-mail-to"
    MAIL_SAVE: Final = "reports-mail-save"
    MAIL_END: Final = "reports-mail-end"
    MAIL_AGAIN: Final = "reports-mail-again"
