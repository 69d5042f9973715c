"""How a projection was reckoned, in words and with its numbers."""

from __future__ import annotations

from fractions import Fraction

from callbacks.basis import Basis
from callbacks.bucket_lines import Bucket
from callbacks.year_shares import MONTHS, dollars
from data.bucket_vacancies import Vacancies
from metrics.projection import Method
from pages.format import counted, day, fiscal_year, listed, money, share


def path_words(basis: Basis, bucket: Bucket) -> str:
    """The division behind the projected sum, the shares used, the floor and the alert's limit."""
    amounts, found = bucket.line.amounts, bucket.outlook.projection
    if found.method is Method.NONE:
        return f"{fiscal_year(basis.year.year)}, {basis.periods}. Cumulative by posting month."
    if found.method is Method.GRANT:
        return _grant_words(basis, bucket)
    last = min(basis.year.last_period or 0, MONTHS)
    if found.method is Method.STRAIGHT_LINE:
        words = f"Even pace: {money(amounts.spent)} in {last} of {MONTHS} months; no history."
    else:
        shares = [year.share(last) for year in bucket.outlook.earlier]
        mean = sum(shares) / len(shares)
        years = listed([fiscal_year(year.year) for year in bucket.outlook.earlier])
        each = listed([share(float(one), 2) for one in shares])
        of_them = f"mean of {each} ({years})" if len(shares) > 1 else f"the share of {years}"
        divided = f"{money(amounts.spent)} ÷ {share(float(mean), 2)}"
        words = f"Seasonal: {divided}, {of_them}; range from the largest and smallest share."
    floor = (amounts.spent or 0) + (amounts.encumbered or 0)
    binds = ", which decides here" if found.floor_binds else ""
    return f"{words} Not below paid plus on order ({money(floor)}){binds}."


def _grant_words(basis: Basis, bucket: Bucket) -> str:
    grant = bucket.outlook.grant
    amounts, as_of = bucket.line.amounts, basis.as_of
    if grant is None or as_of is None:
        return ""
    part = share(float(grant.elapsed(as_of)), 2)
    span = f"{day(grant.starts)} to {day(grant.ends)}"
    return f"Grant period {span}: {money(amounts.spent)} ÷ {part}, the part of it that is over."


def vacancy_words(found: Vacancies | None, cents: int, fill: Fraction) -> str:
    """What is assumed of vacancies; `cents` are what they would cost to the end of the year."""
    if found is None:
        return "Vacancies are not counted as pay to come: their cost needs compensation rights."
    if not found.fte:
        return "No vacant position is paid from here."
    left_out = ""
    if found.unpriced:
        verb = "has" if found.unpriced == 1 else "have"
        many = counted(found.unpriced, "position")
        left_out = f" {many} of them {verb} no price, for nobody works in the job."
    return (
        f"Pay dates to come count {float(found.fte):,.1f} vacant FTE at the mean cost of a job, "
        f"{money(dollars(cents))} to the end of the year, {share(float(fill))} likely to be filled "
        f"(a setting); lowest if none is, highest if all are.{left_out} Closed years were tested "
        "without."
    )
