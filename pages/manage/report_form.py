"""The menu that keeps a page of rows as a report, or changes the report that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.figures import icon

REPORTS: Final = "/current/reports"


@dataclass(frozen=True, slots=True)
class ReportIds:
    """Names of the parts of one such form; they begin with the name of its page."""

    page: str

    def part(self, name: str) -> str:
        """The name of one part: `accounts-report-name`."""
        return f"{self.page}-report-{name}"


@dataclass(frozen=True, slots=True)
class OpenReport:
    """The report that the page was opened with; `is_changed` when it shows something else now."""

    name: str
    owner: str
    may_edit: bool
    is_changed: bool

    @property
    def words(self) -> str:
        """What stands below the question."""
        changed = ", changed since" if self.is_changed else ""
        return f"Report “{self.name}” of {self.owner}{changed}"


def report_form(parts: ReportIds, opened: OpenReport | None) -> html.Details:
    """The menu."""
    may_keep = opened is not None and opened.may_edit and opened.is_changed
    menu = html.Summary(
        [icon("bookmark-fill" if opened else "bookmark"), html.B("Report")],
        className="ctl", **{"aria-label": "Keep as a report"},
    )  # fmt: skip
    form: list[Component] = [
        html.Div(
            html.Button(
                [icon("check-lg"), f"Save changes to “{opened.name if opened else ''}”"],
                id=parts.part("keep"), type="button", className="ctl",
            ),
            hidden=not may_keep,
        ),
        html.Div(
            [
                html.Label("Name", htmlFor=parts.part("name"), className="lb"),
                dbc.Input(id=parts.part("name"), type="text", maxlength=80, size="sm",
                          autocomplete="off"),
            ]
        ),
        html.P(
            "Filters, search, groups, columns and order are kept, never rows: whoever opens the "
            "report sees what they may see.", className="hint",
        ),
        html.P(id=parts.part("says"), className="hint", role="status"),
        html.Button([icon("bookmark-plus"), "Save as a report"], id=parts.part("save"),
                    type="button", className="ctl primary"),
        dcc.Link("All reports", href=REPORTS, className="dig"),
    ]  # fmt: skip
    return html.Details([menu, html.Div(form, className="menu-form")],
                        className="menu start filter-menu")  # fmt: skip
