"""What the page of central resources stands on: pools, schools and each share, from the exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.ground import ALL_FUNDS, Ground, ground
from data.attribution import attributed_spending, chosen_rule_set, rule_sets
from data.central_resources import central_pools, central_resources
from metrics.per_pupil import per_pupil
from pages.components.page_head import BasisCell
from pages.evaluate.central import UNITS
from pages.evaluate.central_rows import Cell, Lost, PoolHead, SchoolLine
from pages.evaluate.central_words import lowered, why_none
from pages.format import fiscal_year_long
from pages.state import CentralState

AMOUNTS: Final = {"actual": "Actual", "budget": "Budget"}
_NOT_PROPORTIONAL: Final = ("equal parts", "fixed percentages")
_AT_BOUND: Final = "bound"
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Shared:
    """Pools in the method's order, schools with a cell for each, and what reaches no school."""

    basis: Ground
    method: str
    methods: dict[str, str]
    amount: str
    pools: tuple[PoolHead, ...]
    lines: tuple[SchoolLine, ...]
    mean: Decimal | None
    lost: tuple[Lost, ...]

    @property
    def asked(self) -> dict[str, str]:
        """The arguments of the read models, as an address writes them."""
        return {
            "fiscal_year": str(self.basis.year.year),
            "funds": ",".join(self.basis.funds),
            "basis": self.amount,
            "rule_set": self.method,
        }

    def export(self, name: str, **more: str) -> str:
        """The address of a read model's rows, without the format."""
        return _address(f"/export/{name}", self.asked | more)


def shared(services: Services, actor: Actor, state: CentralState) -> Shared:
    """Everything by the basis that the address asks for; what is unknown falls to the default."""
    basis = ground(services, actor, replace(state, funds=state.funds or ALL_FUNDS))
    warehouse, scope = basis.warehouse, basis.scope
    methods = {one.code: one.name for one in rule_sets(warehouse, scope.district)}
    method = chosen_rule_set(
        warehouse, scope.district, state.method if state.method in methods else ""
    )
    amount = "budget" if state.amount == "budget" else "actual"
    common: dict[str, Any] = {"fiscal_year": basis.year.year, "funds": basis.funds,
                              "basis": amount, "rule_set": method}  # fmt: skip
    rows = central_resources(warehouse, scope, **common).to_pylist() if method else []
    schools = attributed_spending(warehouse, scope, **common).to_pylist() if method else []
    known = central_pools(warehouse, scope, **common).to_pylist() if method else []
    made = Shared(basis, method, methods, amount, (), (), None, ())
    taken = [row for row in known if row["pool_code"] and not row["reason"]]
    opens = may_open(actor)
    by_pool, by_place = _by(rows, "pool_code"), _by(rows, "location_id")
    pools = tuple(
        _pool(made, row, by_pool.get(row["pool_code"], []), schools, opens=opens) for row in taken
    )
    return replace(
        made,
        pools=pools,
        lines=tuple(
            _line(basis, row, pools, by_place[row["location_id"]])
            for row in schools
            if row["location_id"] in by_place
        ),
        mean=_mean(schools, {row["location_id"]: row["central_usd"] for row in schools}),
        lost=tuple(_lost(made, row, opens=opens) for row in known if row["reason"]),
    )


def may_open(actor: Actor) -> bool:
    """Whether the reader sees accounts of the whole district, as pools are made of."""
    return Permission.ACCOUNT_READ in actor.permissions and actor.scope.is_whole


def _by(rows: Rows, name: str) -> dict[str, Rows]:
    groups: dict[str, Rows] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return groups


def _pool(made: Shared, row: dict[str, Any], own: Rows, schools: Rows, *, opens: bool) -> PoolHead:
    code = row["pool_code"]
    takers = [one for one in own if one["amount_usd"] is not None]
    amounts = {one["location_id"]: one["amount_usd"] for one in takers}
    return PoolHead(
        code=code,
        name=row["pool_name"],
        driver=row["driver_label"],
        schools=row["schools_label"],
        source=row["source"],
        mean=_mean(schools, amounts),
        dollars=row["amount_usd"],
        per_unit=_per_unit(row, takers),
        accounts=made.export("account-classes.csv", basis="", pool=code) if opens else "",
        takers=len(takers),
        without=sum(_is_without(one) for one in own),
    )


def _per_unit(row: dict[str, Any], takers: Rows) -> Decimal | None:
    """Dollars for one unit of the driver, where shares are in proportion to it."""
    if row["driver_label"] in _NOT_PROPORTIONAL:
        return None
    units = sum(one["driver_value"] or 0.0 for one in takers)
    cents = per_pupil(int(row["amount_usd"] * 100), units)
    return None if cents is None else Decimal(cents) / 100


def _mean(schools: Rows, amounts: dict[str, Decimal | None]) -> Decimal | None:
    """Dollars of the schools whose pupils are shown by all their pupils, sharing or not."""
    known = [row for row in schools if row["pupils"] is not None]
    cents = sum(int((amounts.get(row["location_id"]) or 0) * 100) for row in known)
    found = per_pupil(cents, sum(row["pupils"] for row in known))
    return None if found is None else Decimal(found) / 100


def _is_without(row: dict[str, Any]) -> bool:
    return row["amount_usd"] is None and bool(row["reason"])


def _line(basis: Ground, row: dict[str, Any], pools: Sequence[PoolHead], rows: Rows) -> SchoolLine:
    place = row["location_id"]
    own = {one["pool_code"]: one for one in rows}
    is_hidden = "pupils" in row["hidden"].split()
    total = Cell(row["central_per_pupil_usd"], row["central_usd"], None, None,
                 reason=row["reason"], is_hidden=is_hidden)  # fmt: skip
    return SchoolLine(
        code=place,
        name=row["location_name"],
        href=basis.address(f"/evaluate/schools/{place}"),
        level=row["level"] or "other",
        pupils=row["pupils"],
        total=total,
        cells=tuple(_cell(own.get(pool.code), pool, row, is_hidden=is_hidden) for pool in pools),
    )


def _cell(
    own: dict[str, Any] | None, pool: PoolHead, school: dict[str, Any], *, is_hidden: bool
) -> Cell:
    if own is None:
        return Cell(None, None, None, None, reason=f"only {pool.schools} share it")
    if own["amount_usd"] is None:
        reason = why_none(own["reason"], pool.driver) or f"it has no {lowered(pool.driver)}"
        return Cell(None, None, None, None, reason=reason)
    note = own["reason"] if _AT_BOUND in own["reason"] else ""
    reason = "" if is_hidden else school["reason"]
    return Cell(own["per_pupil_usd"], own["amount_usd"], own["pool_share"], own["driver_value"],
                reason, note, is_hidden)  # fmt: skip


def _lost(made: Shared, row: dict[str, Any], *, opens: bool) -> Lost:
    link = {"pool": row["pool_code"]} if row["pool_code"] else {"expense_class": "attributable"}
    accounts = made.export("account-classes.csv", basis="", **link) if opens else ""
    return Lost(row["pool_name"], row["amount_usd"], row["reason"], accounts)


def basis_cells(made: Shared, state: CentralState) -> list[BasisCell]:
    """Year, amounts, funds, method and unit."""
    basis = made.basis
    years = [(fiscal_year_long(one.year), f"year={one.year}") for one in reversed(basis.years)]
    funds = [("All funds", "funds=")]
    funds += [(fund.name, f"funds={fund.code}") for fund in basis.known_funds]
    units = [(words, f"unit={'' if code == 'pupil' else code}") for code, words in UNITS.items()]
    # Another method has other pools: the one chosen goes with the method it belongs to.
    methods = [(name, f"method={code}&pool=") for code, name in made.methods.items()]
    return [
        BasisCell("Fiscal year", fiscal_year_long(basis.year.year), years),
        BasisCell("Amounts", AMOUNTS[made.amount],
                  [("Actual", "amount="), ("Budget", "amount=budget")]),
        BasisCell("Funds", basis.fund_words, funds),
        BasisCell("Method", made.methods.get(made.method, "None set"), methods),
        BasisCell("Shown in", UNITS[unit_of(state)], units),
    ]  # fmt: skip


def unit_of(state: CentralState) -> str:
    """The unit of the matrix that the address asks for."""
    return state.unit if state.unit in UNITS else "pupil"


def _address(path: str, pairs: dict[str, str]) -> str:
    return f"{path}?{urlencode({name: value for name, value in pairs.items() if value})}"
