"""Data: what was loaded, whether it agrees with the ERP's own totals, what was set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card, row
from pages.components.figures import marked, named
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Sentence, lead, strong
from pages.components.strip import KeyFigure, figure_strip
from pages.components.table import FOLD, Column, Phone, Row, table
from pages.format import MISSING, count, counted, day, moment, money, share
from pages.manage.loaded_files import loaded_files
from pages.manage.set_aside import at_least, small_share
from pages.reasons import reason
from pages.words import Name

Record = Mapping[str, Any]
MOST_ROWS: Final = 50
CHECKS: Final = {
    "B1": "Original budget and amendments make the adjusted budget",
    "B2": "Budget less spent less on order is what the ERP calls available",
    "B4": "Each budget transfer comes to zero",
    "D1": "As many rows as the load before",
    "D2": "Fund totals close to the load before",
    "E1": "Open orders agree with the ERP's encumbrances",
    "E2": "Every order line adds up to what is open",
    "K1": "Every line has an account of the chart",
    "K2": "No line stands twice",
    "A1": "Every account has a class of spending",
    "A2": "Central cost reaches the schools",
    "L1": "Ledger lines agree with the ERP's balances",
    "L2": "Debits equal credits in every journal",
    "L3": "Control total of the file",
    "Q1": "Rows set aside stay under the limit",
    "Q2": "Dollars set aside stay under the limit",
    "R1": "Schools and central places make the district",
}


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
        return [check for check in self.checks if check["status"] != "ok"]

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
    return [
        page_head(
            "Can I trust what I see?",
            crumbs=[("Home", "/"), ("Data", "")],
            actions=[print_button()],
            sub=f"Snapshot {view.snapshot}",
        ),
        lead(sentence(view)),
        *([row(_aside(view))] if view.opened else []),
        _strip(view),
        row(_checks(view)),
        row(_reasons(view), _jobs(view), look="c-3-2"),
        *([] if view.opened else [row(_aside(view))]),
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


def _status(status: str) -> Component:
    if status == "ok":
        return marked("Agrees", "check-circle", "good")
    return marked("Differs", "exclamation-triangle-fill", "bad")


def _checks(view: LoadsPage) -> Component:
    rows = [*_check_rows(view), *_limit_rows(view)]
    columns = [
        Column("What is compared"),
        Column("Year"),
        Column("File or ERP", "control total", is_number=True),
        Column("Loaded", "total", is_number=True),
        Column("Difference", is_number=True, phone=Phone.KEEP),
        Column("Result", phone=Phone.KEEP),
    ]
    held = len(view.checks) - len(view.failed)
    return card(
        "Do the totals agree with the files and the ERP?",
        [f"{held} of {counted(len(view.checks), 'check')} hold."] if view.checks else [],
        table(columns, rows, caption="Control totals and identities", fold=FOLD)
        if rows
        else empty("No totals to compare.", "Name a control total in the mapping file."),
        method="Difference is loaded less expected; loaded counts rows set aside too. A control "
        "total adds whatever a file holds, money to spend and money to come alike: it proves that "
        "the file is whole and says nothing else. Each check by file and year is in the CSV.",
        menu=Menu("/export/control-totals"),
    )


def _check_rows(view: LoadsPage) -> list[Row]:
    """Every check that fails, then every check of dollars, the largest first."""
    shown = [check for check in view.checks if check["status"] != "ok" or _has_dollars(check)]
    shown.sort(key=lambda check: (check["status"] == "ok", -_size(check), check["check_code"]))
    return [
        Row(
            [
                named(_title(check), _detail(check)),
                "" if check["fiscal_year"] is None else f"FY{check['fiscal_year']}",
                money(check["expected_usd"], cents=True),
                money(check["actual_usd"], cents=True),
                money(check["difference_usd"], cents=True),
                _status(check["status"]),
            ]
        )
        for check in shown[:MOST_ROWS]
    ]


def _limit_rows(view: LoadsPage) -> list[Row]:
    """Checks without dollars that hold, one row for each kind of check."""
    kinds: dict[str, int] = {}
    for check in view.checks:
        if check["status"] == "ok" and not _has_dollars(check):
            kinds[check["check_code"]] = kinds.get(check["check_code"], 0) + 1
    return [
        Row(
            [
                named(CHECKS.get(code, code), counted(many, "comparison")),
                "",
                "",
                "",
                "",
                _status("ok"),
            ]
        )
        for code, many in sorted(kinds.items())
    ]


def _size(check: Record) -> Decimal:
    terms = [check[name] or Decimal(0) for name in ("expected_usd", "actual_usd")]
    return Decimal(max(abs(term) for term in terms))


def _has_dollars(check: Record) -> bool:
    return check["expected_usd"] is not None or check["actual_usd"] is not None


def _detail(check: Record) -> str:
    """What went wrong where something did, else the file that the check is about."""
    return str(check["message"]) if check["status"] != "ok" else Name(check["file"] or "")


def _title(check: Record) -> str:
    kind = CHECKS.get(check["check_code"], str(check["check_code"]))
    return kind if check["check_scope"] == "all" else f"{kind}: {check['check_scope']}"


def _reasons(view: LoadsPage) -> Component:
    rows = [
        Row(
            [
                named(reason(entry["reason_code"]), entry["reason_code"]),
                entry["file"],
                "kept" if entry["is_warning"] else "set aside",
                count(entry["row_count"]),
                money(entry["amount_usd"], cents=True),
            ]
        )
        for entry in view.totals
    ]
    columns = [
        Column("Reason"),
        Column("File", is_given=True),
        Column("Row was"),
        Column("Rows", is_number=True, phone=Phone.KEEP),
        Column("Dollars", is_number=True, phone=Phone.KEEP),
    ]
    return card(
        "Why were rows set aside?",
        [f"{counted(len(view.totals), 'reason')} in all."] if rows else [],
        table(columns, rows, caption="Rows set aside by reason and file", fold=FOLD)
        if rows
        else empty("No row was set aside.", "Every row of every file was used."),
        method="Dollars as far as they can be read from the row.",
    )


def _jobs(view: LoadsPage) -> Component:
    again = html.Button(
        "Load again", id=ids.Loads.AGAIN, type="button", className="ctl", n_clicks=0
    )
    return card(
        "What runs in the background?",
        [],
        [
            html.Div(job_list(view.jobs, may_run=view.may_run), id=ids.Loads.JOBS),
            dcc.Interval(id=ids.Loads.TICK, interval=2000, disabled=not is_busy(view.jobs)),
        ],
        tools=[again] if view.may_run else [],
        method="Times in UTC. A job that fails by chance is tried again after 5 and 15 minutes.",
    )


def is_busy(jobs: Sequence[Record]) -> bool:
    """Whether a job waits or runs."""
    return any(job["status"] in {"queued", "running"} for job in jobs)


def job_list(jobs: Sequence[Record], *, may_run: bool) -> Component:
    """Recent jobs, how far they are and how they ended."""
    if not jobs:
        return empty("No job has run yet.", "Loads that are asked for here show up in this list.")
    columns = [
        Column("Job"),
        Column("State", phone=Phone.KEEP),
        Column("Message"),
    ]
    rows = [
        Row(
            [
                named(job["kind"].capitalize(), moment(job["created"])),
                _job_state(job, may_run=may_run),
                html.Span(job["message"] or MISSING, className="small"),
            ]
        )
        for job in jobs
    ]
    return table(columns, rows, caption="Recent jobs")


def _job_state(job: Record, *, may_run: bool) -> list[Component]:
    looks = {
        "done": ("check-circle", "good"),
        "failed": ("exclamation-triangle-fill", "bad"),
        "cancelled": ("slash-circle", "empty"),
    }
    picture, tone = looks.get(job["status"], ("hourglass-split", "warn"))
    text = f"{share(job['progress'])} done" if job["status"] == "running" else job["status"]
    if job["is_held"]:
        shown = marked("Held", "pause-circle", "warn")
        link = dcc.Link("Look and release", href="/jobs", className="ctl quiet")
        return [shown, link] if job["may_release"] else [shown]
    parts: list[Component] = [marked(text.capitalize(), picture, tone)]
    if may_run and job["status"] in {"queued", "running"}:
        parts.append(dcc.Link("Stop it", href="/jobs", className="ctl quiet"))
    return parts


def _aside(view: LoadsPage) -> Component:
    rows = [
        Row(
            [
                named(entry["file"], f"line {count(entry['source_row'])}"),
                entry["column_name"] or MISSING,
                named(entry["message"], entry["raw"] or ""),
                entry["found"] or MISSING,
                money(entry["amount_usd"], cents=True),
            ]
        )
        for entry in view.rows
    ]
    columns = [
        Column("File and line", width="22%", is_given=True),
        Column("Column", is_given=True),
        Column("What is wrong", phone=Phone.WIDE),
        Column("Found", is_given=True),
        Column("Dollars", is_number=True, phone=Phone.KEEP),
    ]
    shown = f"The first {len(rows)} rows; all of them are in the file." if rows else ""
    whole = dcc.Link("All rows set aside", href="/data", className="ctl quiet")
    return card(
        view.opened or "Which rows were set aside?",
        [],
        table(columns, rows, caption="Rows set aside", fold=FOLD)
        if rows
        else empty("No row was set aside.", "Every such row of every file was used."),
        method=shown,
        menu=Menu(f"/export/quarantine?part={view.part}" if view.part else "/export/quarantine"),
        tools=[whole] if view.opened else [],
    )
