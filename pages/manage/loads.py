"""Data: what was loaded, whether it agrees with the ERP's own totals, what was set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import row
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Sentence, lead, strong
from pages.components.strip import KeyFigure, figure_strip
from pages.format import MISSING, count, counted, day, moment, money
from pages.manage.load_checks import checks_card, failed
from pages.manage.load_jobs import jobs_card
from pages.manage.loaded_files import loaded_files
from pages.manage.set_aside import aside_card, at_least, reasons_card, small_share

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LoadsPage:
    """The newest load of a district: files, checks, rows set aside (newest snapshot served).

    `opened` names the list of rows set aside that was opened, and `part` is its name in addresses;
    `held` counts the loads that wait to be released.
    """

    district: str
    snapshot: str
    loaded: datetime
    as_of: date | None
    files: Sequence[Record]
    checks: Sequence[Record]
    totals: Sequence[Record]
    rows: Sequence[Record]
    jobs: Sequence[Record]
    may_run: bool = False
    opened: str = ""
    part: str = ""
    held: int = 0

    @property
    def failed(self) -> Sequence[Record]:
        """Checks that do not hold."""
        return failed(self.checks)

    @property
    def rows_read(self) -> int:
        """Data rows of all files."""
        return sum(entry["rows_read"] or 0 for entry in self.files)

    @property
    def rows_aside(self) -> int:
        """Rows that became no fact."""
        return sum(entry["rows_quarantined"] or 0 for entry in self.files)

    @property
    def dollars_aside(self) -> Decimal:
        """Dollars of the rows set aside, as far as they can be read."""
        amounts = [entry["quarantined_usd"] for entry in self.files]
        return sum((abs(amount) for amount in amounts if amount is not None), Decimal(0))

    @property
    def unread_aside(self) -> int:
        """Rows set aside for reasons that leave no amount to be read."""
        unread = [one for one in self.totals if one["amount_usd"] is None and not one["is_warning"]]
        return sum(one["row_count"] for one in unread)


def layout() -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Loads.URL, ids.Loads.BODY, 96, 104, 320, 320)


def body(view: LoadsPage) -> list[Component]:
    """The whole page."""
    aside = aside_card(view.rows, opened=view.opened, part=view.part)
    return [
        page_head(
            "Can I trust what I see?",
            crumbs=[("Home", "/"), ("Data", "")],
            actions=[print_button()],
            sub=f"Snapshot {view.snapshot}",
        ),
        lead(sentence(view)),
        *([row(aside)] if view.opened else []),
        _strip(view),
        row(checks_card(view.checks)),
        row(reasons_card(view.totals), jobs_card(view.jobs, may_run=view.may_run), look="c-3-2"),
        *([] if view.opened else [row(aside)]),
        row(loaded_files(view.files)),
        foot(f"{view.district}. Loaded {moment(view.loaded)} UTC; snapshot {view.snapshot}."),
    ]


def sentence(view: LoadsPage) -> Sentence:
    """Whether the totals agree, and what is missing from them."""
    return [*_verdict(view), *_missing(view), *_held(view)]


def _held(view: LoadsPage) -> Sentence:
    if not view.held:
        return []
    many = counted(view.held, "load")
    verb = "is" if view.held == 1 else "are"
    return [" ", strong(f"{many} {verb} held"), " until an administrator releases it under Jobs."]


def _verdict(view: LoadsPage) -> Sentence:
    if view.failed:
        worst = max(view.failed, key=lambda check: abs(check["difference_usd"] or 0))
        most = money(worst["difference_usd"], cents=True)
        return [
            strong(f"{counted(len(view.failed), 'check')} of {len(view.checks)} do not hold"),
            f"; the largest difference is {most} ({worst['check_scope']}). ",
        ]
    if view.checks:
        many = counted(len(view.checks), "check")
        return [strong("Yes: every total agrees to the cent"), f" in {many}. "]
    return ["The files bring no totals of their own to compare with. "]


def _missing(view: LoadsPage) -> Sentence:
    if not view.rows_aside:
        return [f"All {count(view.rows_read)} rows were used or passed over by a rule."]
    part = small_share(view.rows_aside / view.rows_read) if view.rows_read else MISSING
    many = counted(view.rows_aside, "row")
    return [
        strong(f"{many} ({at_least(view.dollars_aside, view.unread_aside)})"),
        f" of {count(view.rows_read)} could not be used: set aside with the reason, {part}.",
    ]


def _strip(view: LoadsPage) -> Component:
    accepted = sum(entry["rows_accepted"] or 0 for entry in view.files)
    skipped = sum(entry["rows_skipped"] or 0 for entry in view.files)
    return figure_strip(
        [
            KeyFigure("Data as of", day(view.as_of), f"loaded {moment(view.loaded)} UTC"),
            KeyFigure("Files", count(len(view.files)), counted(view.rows_read, "row")),
            KeyFigure("Rows used", count(accepted), "became facts", "accepted"),
            KeyFigure("Rows passed over", count(skipped), "totals and filters", "skipped"),
            KeyFigure(
                "Rows set aside", count(view.rows_aside), money(view.dollars_aside), "quarantine"
            ),
        ],
        label="The last load in figures",
    )
