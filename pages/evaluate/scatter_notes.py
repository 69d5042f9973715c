"""What belongs on the page of every scatter, and not in a help file."""

from __future__ import annotations

from typing import Final

RULE: Final = (
    "Line: pupil-weighted fit with its 95% band, solid where the interval leaves 0 out and |r| is "
    "0.50 or more, dotted where r is less, none where it may be chance or there are fewer than 10 "
    "schools."
)
"""When a line is drawn, and how."""

_CAUSE: Final = (
    "districts often send money to schools that struggle, so a line here says nothing about what "
    "more money would do."
)
_SMALL: Final = (
    "carry fixed costs over few pupils, and their results swing from year to year. One year is "
    "noise: look at several."
)
_TOP: Final = (
    "leaves little room at the top where many schools report nearly all pupils; other measures of "
    "need may separate schools better."
)
_BEYOND: Final = (
    "is a difference from a line through the schools drawn, not effectiveness: it may be the "
    "programs a school hosts, its size or the noise of a year. The range behind each mark says how "
    "sure it is; needs that were not counted are not allowed for."
)
BEYOND: Final = ("Beyond need", _BEYOND)
"""What to know where need is allowed for."""
_BEGINS: Final = (
    "begins beyond need, as raw fields mostly sort schools by need. Where too few schools have "
    "both figures and their needs for a model, it begins with figures as they are. The choice Need "
    "shows either."
)
BEGINS: Final = ("Spending beside results", _BEGINS)
"""What the page begins with where spending and results are chosen, and why."""
NOTES: Final = (
    ("Association, not cause", _CAUSE),
    ("Small schools", _SMALL),
    ("Low-income share", _TOP),
)
"""Terms and what to know of them."""
