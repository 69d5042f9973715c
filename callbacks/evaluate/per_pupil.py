"""The per-pupil report: site and central share of every school, methods, and the identity."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from dash import Input, Output
from dash.development.base_component import Component

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.ground import ALL_FUNDS, Ground, ground
from data.attribution import attributed_spending, chosen_rule_set, rule_sets
from data.attribution_identity import attribution_identity, release_check
from data.central_resources import attribution_methods, central_pools
from metrics.per_pupil import per_pupil
from pages import ids
from pages.components.page_head import BasisCell
from pages.evaluate.per_pupil import (
    Dollars,
    MethodLine,
    PerPupilPage,
    PoolLine,
    SchoolBar,
    body,
)
from pages.evaluate.per_pupil_words import PerPupilFinding, sentence, spread_sentence
from pages.format import count, counted, fiscal_year_long, upper
from pages.state import PerPupilState

_AMOUNTS: Final = {"actual": "Actual", "budget": "Budget"}
_SHARES: Final = ("federal", "state_local", "personnel", "non_personnel")
_CLASSES: Final = {"schools_site": "allocated", "unclassified": "unclassified",
                   "central_office": "central_office"}  # fmt: skip
Rows = list[dict[str, Any]]


def per_pupil_view(services: Services, actor: Actor, state: PerPupilState) -> PerPupilPage:
    """Everything the page shows for the state."""
    basis = ground(services, actor, replace(state, funds=state.funds or ALL_FUNDS))
    warehouse, scope = basis.warehouse, basis.scope
    known = {one.code: one.name for one in rule_sets(warehouse, scope.district)}
    method = state.method if state.method in known else ""
    method = chosen_rule_set(warehouse, scope.district, method or "")
    amount = "budget" if state.amount == "budget" else "actual"
    year = basis.year.year
    common: dict[str, Any] = {"fiscal_year": year, "funds": basis.funds, "basis": amount}
    rows = attributed_spending(warehouse, scope, rule_set=method, **common).to_pylist()
    identity = attribution_identity(warehouse, scope, rule_set=method, **common).to_pylist()
    spread = attribution_methods(warehouse, scope, **common).to_pylist()
    pools = central_pools(warehouse, scope, rule_set=method, **common).to_pylist()
    asked = {"fiscal_year": year, "funds": ",".join(basis.funds), "basis": amount,
             "rule_set": method}  # fmt: skip
    told = {name: row["amount_usd"] for row in identity for name in [row["component"]]
            if not row["line"]}  # fmt: skip
    found = _finding(rows, basis, known.get(method, ""), is_budget=amount == "budget")
    return PerPupilPage(
        basis=_basis_cells(basis, known, method, amount),
        sentence=sentence(found),
        schools=[_bar(row, basis) for row in rows],
        is_whole=state.all,
        methods=[_method(row) for row in spread],
        methods_words=_spread_words(spread, method, known.get(method, method)),
        pools=[_pool(row, asked, basis, method) for row in pools],
        identity=_lines(identity, asked),
        ledger=told.get("ledger", Decimal(0)),
        difference=told.get("difference", Decimal(0)),
        blocks=release_check(warehouse, scope.district, fiscal_year=year, rule_set=method).reasons,
        unclassified=_accounts(asked, expense_class="unclassified"),
        method=_method_words(rows, basis, known.get(method, "no method"), _AMOUNTS[amount]),
        export=_address("/export/per-pupil-report", asked),
        report_card=_address("/report-card/FORM", asked),
        exports=(
            _address("/export/attribution-methods", {**asked, "rule_set": ""}),
            _address("/export/central-resources", asked),
            _address("/export/attribution-identity", asked),
        ),
        source=f"{basis.district_name}. Sources: district ledger and counts; {basis.loaded}.",
    )


def _address(path: str, pairs: dict[str, Any]) -> str:
    return f"{path}?{urlencode({name: value for name, value in pairs.items() if value})}"


def _accounts(asked: dict[str, Any], **more: str) -> str:
    """The accounts behind a figure, as a file."""
    pairs = {name: value for name, value in asked.items() if name != "basis"}
    return _address("/export/account-classes.csv", pairs | more)


def _basis_cells(
    basis: Ground, methods: dict[str, str], method: str, amount: str
) -> list[BasisCell]:
    years = [
        (fiscal_year_long(entry.year), f"year={entry.year}") for entry in reversed(basis.years)
    ]
    funds = [("All funds", "funds=")]
    funds += [(fund.name, f"funds={fund.code}") for fund in basis.known_funds]
    return [
        BasisCell("Fiscal year", fiscal_year_long(basis.year.year), years),
        BasisCell(
            "Amounts",
            _AMOUNTS[amount],
            [("Actual", "amount="), ("Budget", "amount=budget")],
        ),
        BasisCell("Funds", basis.fund_words, funds),
        BasisCell(
            "Method",
            methods.get(method, "None set"),
            [(name, f"method={code}") for code, name in methods.items()],
        ),
        BasisCell("Salaries", "Actual"),
    ]


def _bar(row: dict[str, Any], basis: Ground) -> SchoolBar:
    values = {name: row[f"{name}_per_pupil_usd"] for name in ("site", "central", *_SHARES)}
    return SchoolBar(
        name=row["location_name"],
        href=basis.address(f"/evaluate/schools/{row['location_id']}"),
        level=row["level"] or "other",
        whole=row["total_per_pupil_usd"],
        reason=row["reason"],
        is_hidden="pupils" in row["hidden"].split(),
        note=f"No share of: {row['exclusions']}" if row["exclusions"] else "",
        **values,
    )


def _shown(rows: Rows) -> Rows:
    return [row for row in rows if row["total_per_pupil_usd"] is not None]


def _finding(rows: Rows, basis: Ground, method: str, *, is_budget: bool) -> PerPupilFinding:
    shown = _shown(rows)
    pupils = sum(row["pupils"] for row in shown)

    def mean(name: str) -> Decimal | None:
        cents = per_pupil(sum(int(row[f"{name}_usd"] * 100) for row in shown), pupils)
        return None if cents is None else Decimal(cents) / 100

    total = sum((row["total_usd"] for row in shown), Decimal(0))
    federal = sum((row["federal_usd"] for row in shown), Decimal(0))
    ends = sorted((row["total_per_pupil_usd"], row["location_name"]) for row in shown)
    return PerPupilFinding(
        year=f"FY{basis.year.year}",
        method=method,
        schools=len(shown),
        site=mean("site"),
        central=mean("central"),
        federal_share=float(federal / total) if total > 0 else None,
        lowest=(ends[0][1], ends[0][0]) if ends else None,
        highest=(ends[-1][1], ends[-1][0]) if ends else None,
        is_budget=is_budget,
    )


def _method(row: dict[str, Any]) -> MethodLine:
    return MethodLine(
        row["rule_set_name"], row["level"], row["schools"], row["lowest_usd"], row["highest_usd"],
        row["cv"], row["reason"],
    )  # fmt: skip


def _spread_words(rows: Rows, method: str, name: str) -> Any:
    own = [row for row in rows if not row["rule_set"]]
    if not own:
        return ()
    level = max(own, key=lambda row: row["schools"])["level"]
    cvs = {row["rule_set"]: row["cv"] for row in rows if row["level"] == level}
    return spread_sentence(cvs.get(""), cvs.get(method) if method else None, name)


def _pool(row: dict[str, Any], asked: dict[str, Any], basis: Ground, method: str) -> PoolLine:
    driver = upper(row["driver_label"] or "")
    how = f"{driver}, {row['schools_label']}" if driver else ""
    link = {"pool": row["pool_code"]} if row["pool_code"] else {"expense_class": "attributable"}
    href = ""
    if row["pool_code"] and not row["reason"]:
        amount = "budget" if asked["basis"] == "budget" else ""
        chosen = {"method": method, "pool": row["pool_code"], "amount": amount}
        href = basis.address("/evaluate/central", **chosen)
    return PoolLine(
        row["pool_name"], href, how, row["source"], row["amount_usd"], _accounts(asked, **link),
        row["reason"],
    )  # fmt: skip


def _lines(rows: Rows, asked: dict[str, Any]) -> list[Dollars]:
    lines = []
    for row in rows:
        if row["component"] in ("ledger", "difference"):
            continue
        link = ""
        if row["line"] == "" and row["component"] in _CLASSES:
            link = _accounts(asked, expense_class=_CLASSES[row["component"]])
        elif row["line"] and row["component"] == "schools_central":
            link = _accounts(asked, pool=row["line"])
        is_total = not row["line"]
        lines.append(Dollars(row["name"], row["amount_usd"], row["reason"], link, is_total))
    return lines


def _method_words(rows: Rows, basis: Ground, method: str, amount: str) -> str:
    shown = _shown(rows)
    pupils = sum(row["pupils"] for row in shown)
    lacking = len(rows) - len(shown)
    words = (
        f"{basis.fund_words}, {amount.lower()} FY{basis.year.year}, actual salaries; central cost: "
        f"{method}. {counted(len(shown), 'school')}, {count(pupils)} pupils; "
        f"{count(lacking)} without a figure. Bars start at zero."
    )
    without = sum(bool(row["exclusions"]) for row in rows)
    if without:
        words += (
            f" {counted(without, 'school')} take no share of a pool; each is named in the file."
        )
    return words


def register(guard: Guard, services: Services) -> None:
    """Bind the page to its address."""

    @guard.callback(
        Output(ids.PerPupil.BODY, "children"),
        Input(ids.PerPupil.URL, "search"),
        permission=Permission.EVALUATE_READ,
    )
    def _page(search: str | None) -> list[Component]:
        state = PerPupilState.from_query(search)
        return body(per_pupil_view(services, guard.actor(), state))
