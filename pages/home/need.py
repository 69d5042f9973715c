"""The card that asks whether pupils with more need get more money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card, quiet_link
from pages.components.chart import chart
from pages.components.sentence import Part, Sentence, plain, strong
from pages.components.table import Column, Phone, Row, table
from pages.figures.need_scatter import Fitted, Pattern, School, need_scatter
from pages.format import count, counted, fiscal_year, money, share, upper

QUESTION = "Do students with more need get more money?"
_LEVEL_WORDS = {
    "elementary": "Elementary",
    "middle": "Middle",
    "high": "High",
    "k12": "All grades",
    "other": "Other",
}


@dataclass(frozen=True, slots=True)
class NeedView:
    """Schools with both figures, their fit, and what the one line hides.

    `fifth_gap` is spending per pupil of the neediest fifth of pupils less that of the middle
    fifth; `left_out` is how many schools lack a figure, `apart` how many programs of no level
    are not compared.
    """

    year: int
    funds: str
    schools: Sequence[School]
    fitted: Fitted | None
    fifth_gap: float | None
    left_out: int
    apart: int
    export: str
    schools_href: str = "/evaluate/schools"

    @property
    def pupils(self) -> float:
        """Pupils of the schools compared."""
        return sum(school.pupils for school in self.schools)


def sentence(view: NeedView) -> Sentence:
    """Whether money follows need, as the fit allows it to be said."""
    fitted = view.fitted
    if fitted is None:
        return [f"Only {counted(len(view.schools), 'school')} with both figures: too few to say."]
    if fitted.pattern is Pattern.NONE:
        compared = counted(len(view.schools), "school")
        nothing = "schools with more low-income pupils spend neither clearly more nor clearly less"
        return [f"There is no clear pattern: {nothing}, {compared}."]
    step = fitted.slope / 10
    word = "more" if step > 0 else "less"
    start = "Mostly yes: " if step > 0 else "No: "
    if fitted.pattern is Pattern.WEAK:
        start = "Weakly: " if step > 0 else "Rather not: "
    words: list[Part | str] = [
        start,
        strong(f"{money(abs(step))} {word} per pupil"),
        " for every 10 points more low-income pupils.",
    ]
    return [*words, *_hidden(view, step)]


def _hidden(view: NeedView, step: float) -> list[Part | str]:
    """What one line hides: the neediest fifth may not follow it."""
    gap = view.fifth_gap
    if gap is None or gap * step >= 0:
        return []
    word = "less" if gap < 0 else "more"
    return [
        f" The highest-need fifth of pupils gets {money(abs(gap))} {word} than the middle fifth."
    ]


def short(view: NeedView) -> Sentence:
    """The same for the page's lead: one clause."""
    fitted = view.fitted
    if fitted is None:
        return []
    if fitted.pattern is Pattern.NONE:
        return [" Spending per pupil shows no clear pattern with need."]
    word = "more" if fitted.slope > 0 else "less"
    start = f" Schools with more low-income pupils spend {word} per pupil"
    if _hidden(view, fitted.slope):
        return [f"{start}, ", strong("except at the highest need"), "."]
    return [f"{start}."]


def need_card(view: NeedView) -> Component:
    """The scatter with its key, its rows and the rule of the line."""
    words = sentence(view)
    figure = need_scatter(view.schools, view.fitted, "Low-income pupils (share)")
    picture = chart(
        "home-need",
        figure,
        description=f"{QUESTION} {plain(words)}",
        rows=_rows(view),
        height=330,
        phone_height=300,
    )
    method = (
        f"{upper(view.funds)}, actual {fiscal_year(view.year)}, booked at the school. "
        f"{counted(len(view.schools), 'school')}, {count(view.pupils)} pupils; pupil-weighted fit, "
        "95% band: solid where clear, dotted where weak, none where it may be chance. "
    )
    if view.left_out:
        method += f"{counted(view.left_out, 'school')} without a figure left out. "
    if view.apart:
        method += f"{counted(view.apart, 'program')} of no level or without pupils not compared. "
    return card(
        QUESTION,
        words,
        [_key(view.schools), picture],
        method=method + "Association, not cause.",
        menu=Menu(view.export, has_chart=True, card="home-need"),
        tools=[quiet_link("All schools", view.schools_href)],
    )


def _key(schools: Sequence[School]) -> html.Div:
    entries = []
    for level, words in _LEVEL_WORDS.items():
        number = sum(school.level == level for school in schools)
        if number:
            mark = html.I(className=f"shape {level}", **{"aria-hidden": "true"})
            entries.append(html.Span([mark, f"{words} ({number})"]))
    return html.Div([*entries, html.Span("area: pupils", className="hat")], className="key")


def _rows(view: NeedView) -> Component:
    columns = [
        Column("School"),
        Column("Level"),
        Column("Pupils", is_number=True),
        Column("Low-income", is_number=True, phone=Phone.KEEP),
        Column("Spending per pupil", is_number=True, phone=Phone.KEEP),
    ]
    rows = [
        Row(
            [
                school.name,
                _LEVEL_WORDS[school.level],
                count(school.pupils),
                share(school.need, 1),
                money(school.per_pupil),
            ]
        )
        for school in sorted(view.schools, key=lambda school: -school.need)
    ]
    return table(columns, rows, caption="Schools by share of low-income pupils", look="c")
