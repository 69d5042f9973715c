"""Words that the definitions of several metrics share."""

from __future__ import annotations

from typing import Final

BY_PUPIL: Final = "schools weighted by pupils, or each once where that is chosen"
WHOLE: Final = "population form over pupils (divisor N)"
BOOKS: Final = "R. Berne and L. Stiefel, The Measurement of Equity in School Finance (1984)"
PICUS: Final = "A. Odden and L. Picus, School Finance: A Policy Perspective"
URBAN: Final = (
    "M. Chingos and K. Blagg, Do Poor Kids Get Their Fair Share of School Funding? (2017)"
)
BY_KIND: Final = "weighted by pupils of each kind"
COUNTING_PUPILS: Final = "inverted distribution, counting pupils (34 CFR 222)"
PRINTED: Final = "the extra weights in force are printed with their sources"
NEED_WEIGHTS: Final = (
    f"weighted by need-weighted pupils, or each school once where that is chosen; {PRINTED}"
)
FORMULA: Final = f"formula dollars by need-weighted pupils; {PRINTED}"
ROBUST: Final = "weighted least squares by pupils, HC1 robust errors, 95 % by Student's t"
FIVE: Final = "needs five schools"
TEN: Final = "needs ten schools and five beyond the coefficients"

EQUITY_PAGES: Final = ("/evaluate/equity", "/evaluate/own-table")
