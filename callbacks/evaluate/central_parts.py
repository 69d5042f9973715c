"""The cards of central resources: one school, one pool, one share, who takes none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.central_ground import Shared, may_open
from data.attribution_identity import account_classes
from pages.components.sentence import Sentence
from pages.evaluate.central import Account, PoolView, SchoolView, ShareView, Without
from pages.evaluate.central_rows import Cell, PoolHead, SchoolLine, amount_of
from pages.evaluate.central_words import (
    CentralFinding,
    Ends,
    PoolFinding,
    SchoolFinding,
    lowered,
    pool_sentence,
    school_sentence,
)
from pages.figures.strip import Dot, Role, strip
from pages.format import count, counted, money, share

_LISTED: Final = 12


def finding(made: Shared) -> CentralFinding:
    """What the lead sentence says."""
    lines = made.lines
    largest = max(made.pools, key=lambda one: one.dollars, default=None)
    return CentralFinding(
        year=f"FY{made.basis.year.year}",
        method=made.methods.get(made.method, ""),
        schools=len(lines),
        pools=len(made.pools),
        dollars=sum((one.dollars for one in made.pools), Decimal(0)),
        mean=made.mean,
        largest=(largest.name, largest.mean) if largest and largest.mean is not None else None,
        ends=ends([(line.name, line.total.per_pupil) for line in lines]),
        lost=sum((one.dollars for one in made.lost), Decimal(0)),
        without=len({line.code for line in lines if any(map(_is_left_out, line.cells))}),
        is_budget=made.amount == "budget",
    )


def ends(pairs: Sequence[tuple[str, Decimal | None]]) -> Ends | None:
    """The lowest and the highest figure, each with its school; none under two schools."""
    known = sorted((value, name) for name, value in pairs if value is not None)
    if len(known) < 2:  # noqa: PLR2004 - two ends
        return None
    return (known[0][1], known[0][0]), (known[-1][1], known[-1][0])


def is_uneven(made: Shared, place: int) -> bool:
    """Whether schools get different dollars per pupil of a pool, beyond rounding."""
    found = ends([(line.name, line.cells[place].per_pupil) for line in made.lines])
    return found is not None and found[1][1] - found[0][1] >= 1


def _is_left_out(cell: Cell) -> bool:
    """Whether a school that a pool is meant for takes no share of it."""
    return cell.dollars is None and not cell.reason.startswith("only ")


def school_view(made: Shared, line: SchoolLine) -> SchoolView:
    """One school's pools beside the district's means."""
    gaps = [
        (pool.name, cell.per_pupil - pool.mean)
        for pool, cell in zip(made.pools, line.cells, strict=True)
        if cell.per_pupil is not None and pool.mean is not None
    ]
    found = SchoolFinding(
        name=line.name,
        dollars=line.total.dollars,
        per_pupil=line.total.per_pupil,
        mean=made.mean,
        furthest=max(gaps, key=lambda gap: abs(gap[1]), default=None) if len(gaps) > 1 else None,
        is_hidden=line.total.is_hidden,
    )
    export = made.export("central-resources", location_ids=line.code)
    return SchoolView(line, school_sentence(found), export)


def pool_view(
    services: Services,
    actor: Actor,
    made: Shared,
    pool: PoolHead,
    chosen: SchoolLine | None,
    fits: Sequence[SchoolLine],
) -> PoolView:
    """One pool's schools and its largest accounts; `chosen` is marked, `fits` are listed."""
    place = made.pools.index(pool)
    lines = [(line, line.cells[place]) for line in made.lines]
    lines = [(line, cell) for line, cell in lines if not cell.reason.startswith("only ")]
    dots = [
        Dot(line.name, float(cell.per_pupil), Role.OWN if line is chosen else Role.OTHER)
        for line, cell in lines
        if cell.per_pupil is not None
    ]
    found = PoolFinding(
        pool.name, pool.dollars, pool.driver, pool.per_unit, pool.takers,
        ends([(line.name, cell.per_pupil) for line, cell in lines]),
    )  # fmt: skip
    words = f"{pool.name}, dollars per pupil at {counted(len(dots), 'school')}"
    accounts, said = _accounts(services, actor, made, pool)
    return PoolView(
        pool=pool,
        lines=[(line, cell) for line, cell in lines if line in fits],
        sentence=pool_sentence(found),
        figure=strip(dots, None, words),
        export=made.export("central-resources", pool=pool.code),
        accounts=accounts,
        account_words=said,
        account_export=made.export("account-classes", basis="", pool=pool.code) if accounts else "",
    )


def _accounts(
    services: Services, actor: Actor, made: Shared, pool: PoolHead
) -> tuple[list[Account], Sentence]:
    """The largest accounts of a pool, and how many there are."""
    if not may_open(actor):
        words = "Accounts held centrally are open to people who see the whole district's."
        return [], [words]
    rows = account_classes(
        services.warehouse, actor.scope, fiscal_year=made.basis.year.year,
        funds=made.basis.funds, rule_set=made.method, pool=pool.code,
    ).to_pylist()  # fmt: skip
    name = "budget_usd" if made.amount == "budget" else "spent_usd"
    rows.sort(key=lambda row: (-(row[name] or 0), row["account"]))
    pays = Permission.TRANSACTION_READ in actor.permissions
    listed = [
        Account(
            row["account"], row["description"] or "", row["location_name"] or "",
            row[name] or Decimal(0), _payments(made, row["account"]) if pays else "",
        )
        for row in rows[:_LISTED]
    ]  # fmt: skip
    words = f"{counted(len(rows), 'account')} make up {money(pool.dollars)}"
    more = "; the file holds all of them" if len(rows) > _LISTED else ""
    return listed, [f"{words}{more}."]


def _payments(made: Shared, account: str) -> str:
    pairs = {"year": made.basis.year.year, "account": account}
    return f"/current/transactions?{urlencode(pairs)}"


def share_view(made: Shared, line: SchoolLine, pool: PoolHead) -> ShareView:
    """The steps from the pool to the school's dollars per pupil."""
    cell = line.cells[made.pools.index(pool)]
    export = made.export("central-resources", location_ids=line.code, pool=pool.code)
    if cell.dollars is None:
        said = [f"{line.name} takes no share of {pool.name}: {cell.reason}."]
        return ShareView(line.name, pool.name, said, (), pool.source, export)
    driver = lowered(pool.driver)
    parts = f"{amount_of(cell.driver)} of the driver, {driver}"
    if pool.per_unit is not None and cell.part:
        whole = count((cell.driver or 0) / cell.part)
        parts = f"{amount_of(cell.driver)} of {whole}: {driver}"
    per = "*" if cell.is_hidden else money(cell.per_pupil, cents=True)
    pupils = "too few pupils to show" if cell.is_hidden else f"{count(line.pupils)} pupils"
    steps = (
        (pool.name, money(pool.dollars, cents=True), f"for {counted(pool.takers, 'school')}"),
        ("× part of the school", share(cell.part, 3), parts),
        ("= its dollars", money(cell.dollars, cents=True), "to the cent; parts add up"),
        ("÷ pupils = per pupil", per, pupils),
    )
    note = f" Its value is {cell.note}." if cell.note else ""
    said = [
        f"{line.name} takes {share(cell.part, 2)} of {pool.name}, by {driver}.{note}",
    ]
    return ShareView(line.name, pool.name, said, steps, pool.source, export)


def without(made: Shared) -> list[Without]:
    """Schools that take no share of a pool meant for them, by reason; pools alike together."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for place, pool in enumerate(made.pools):
        for line in made.lines:
            cell = line.cells[place]
            if _is_left_out(cell):
                groups.setdefault((pool.name, cell.reason), []).append((line.name, line.href))
    merged: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for (name, reason), schools in groups.items():
        merged.setdefault((reason, tuple(sorted(schools))), []).append(name)
    return [
        Without(reason, ", ".join(names), schools) for (reason, schools), names in merged.items()
    ]
