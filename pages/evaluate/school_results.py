"""The cards of a school's results: over the years, and by group of pupils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from metrics.registry import Unit
from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.figures import missing
from pages.components.notices import empty
from pages.components.sentence import Sentence
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.level_words import level_name, schools_of
from pages.evaluate.measure_words import written
from pages.evaluate.track import key_entry
from pages.figures.result_years import ResultYear, result_years
from pages.format import HIDDEN, listed

QUESTION = "What are the results?"
GROUP_QUESTION = "How do results differ between groups of pupils?"
_SHARES = (Unit.PERCENT, Unit.SHARE)


@dataclass(frozen=True, slots=True)
class Result:
    """One measure over the years; `reason` says why the school has no value at all."""

    id: str
    label: str
    unit: Unit
    years: Sequence[ResultYear]
    reason: str = ""

    @property
    def known(self) -> list[ResultYear]:
        """Years in which the school has a value."""
        return [year for year in self.years if year.own is not None]


@dataclass(frozen=True, slots=True)
class SchoolResults:
    """Every result of a school with those of the schools compared."""

    school: str
    level: str
    results: Sequence[Result]
    method: str
    export: str


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A group's result: a value, hidden, or missing."""

    value: float | None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class GroupResults:
    """Results by group in one year: a row of `cells` for each group, a cell for each measure."""

    year: str
    measures: Sequence[tuple[str, Unit]]
    groups: Sequence[tuple[str, Sequence[GroupResult]]]
    method: str
    export: str


def results_card(view: SchoolResults) -> Component:
    """One small picture for each result, as many beside each other as there is room for."""
    if not any(result.years for result in view.results):
        body = empty("No results are loaded.", "Scores and rates join with the next load.")
        return card(QUESTION, body=body)
    mean = f"{level_name(view.level)} mean" if view.level else "Mean of all schools"
    key = html.Div(
        [
            key_entry("line-own", view.school),
            key_entry("dash", mean),
            key_entry("band", "10th to 90th percentile"),
        ],
        className="key",
    )
    pictures = html.Div([_picture(result) for result in view.results], className="res4")
    return card(
        QUESTION,
        sentence(view),
        [key, pictures],
        method=view.method,
        menu=Menu(view.export, has_chart=True, card="school-results"),
    )


def sentence(view: SchoolResults) -> Sentence:
    """Where the newest values lie beside the level's mean, and how the first one moved."""
    above: list[str] = []
    below: list[str] = []
    for result in view.results:
        last = result.known[-1] if result.known else None
        if last is None or last.own is None or last.mean is None:
            continue
        (above if last.own > last.mean else below).append(_inside(result.label))
    if not above and not below:
        return [f"No result of {view.school} can be shown."]
    mean = f"the mean of {schools_of(view.level)}"
    parts = []
    if below:
        parts.append(f"{listed(below)} {_lie(below)} below {mean}")
    if above:
        end = mean if not below else "it"
        parts.append(f"{listed(above)} {_lie(above)} above {end}")
    text = "; ".join(parts)
    return [f"{text[:1].upper()}{text[1:]}.", *_moved(view.results)]


def _lie(names: Sequence[str]) -> str:
    return "lies" if len(names) == 1 else "lie"


def _moved(results: Sequence[Result]) -> list[str]:
    """The rate that moved most between the first and the last year shown."""
    moves = [
        (abs(result.known[-1].own - result.known[0].own), result)
        for result in results
        if result.unit in _SHARES
        and len(result.known) > 1
        and result.known[-1].own is not None
        and result.known[0].own is not None
    ]
    if not moves:
        return []
    size, result = max(moves, key=lambda move: move[0])
    first, last = result.known[0], result.known[-1]
    if size < 0.02:  # noqa: PLR2004 - two points are within a year's noise
        return []
    verb = "fell" if (last.own or 0) < (first.own or 0) else "rose"
    ends = f"{written(first.own, result.unit, 0)} to {written(last.own, result.unit, 0)}"
    return [f" {result.label} {verb} from {ends} between {first.year} and {last.year}."]


def _picture(result: Result) -> html.Div:
    words = "points from standard" if result.unit is Unit.POINTS else "% of pupils"
    head = [html.H3(result.label.partition(":")[0]), html.P(words)]
    if not result.known:
        return html.Div([*head, html.P(["– ", result.reason or "not loaded"], className="note")])
    values = ", ".join(f"{year.year}: {written(year.own, result.unit)}" for year in result.known)
    figure = result_years(
        result.years,
        lambda value: written(value, result.unit, 0 if result.unit is Unit.POINTS else None),
        lambda tick: written(tick, result.unit, 0),
        starts_at_zero=result.unit in _SHARES,
    )
    picture = chart(
        f"school-result-{result.id}",
        figure,
        description=f"{result.label}. {values}",
        height=216,
        phone_height=190,
    )
    return html.Div([*head, picture])


def groups_card(view: GroupResults) -> Component:
    """Groups of pupils as rows, results as columns; hidden cells stay hidden everywhere."""
    if not view.groups:
        body = empty("No results by group are loaded.", "They join with the next load of results.")
        return card(GROUP_QUESTION, body=body)
    columns = [
        Column(f"Group, {view.year}"),
        *(
            Column(label.partition(":")[0], is_number=True, phone=Phone.KEEP)
            for label, _ in view.measures
        ),
    ]
    rows = [
        Row(
            [
                name,
                *(
                    _cell(result, unit)
                    for result, (_, unit) in zip(results, view.measures, strict=True)
                ),
            ]
        )
        for name, results in view.groups
    ]
    return card(
        GROUP_QUESTION,
        group_sentence(view),
        table(columns, rows, caption=GROUP_QUESTION, look="c"),
        method=view.method,
        menu=Menu(view.export, card="school-groups"),
    )


def group_sentence(view: GroupResults) -> Sentence:
    """The group furthest below all pupils in the first measure of points or rates."""
    everyone = next((results for name, results in view.groups if name == "All pupils"), None)
    words: list[str] = []
    for place, (label, unit) in enumerate(view.measures):
        base = everyone[place].value if everyone else None
        if unit is not Unit.POINTS or base is None:
            continue
        gaps = [
            (value - base, name)
            for name, results in view.groups
            if name != "All pupils" and (value := results[place].value) is not None
        ]
        low = min(gaps, default=None)
        if low is not None and low[0] < 0:
            words.append(
                f"{low[1]} are furthest from the standard in {_inside(label.partition(':')[0])}: "
                f"{written(-low[0], unit, 0)} points below all pupils."
            )
        break
    if any(result.is_hidden for _, results in view.groups for result in results):
        words.append("Groups that are too small are hidden.")
    return (
        [" ".join(words)] if words else ["No group differs from all pupils where both are shown."]
    )


def _cell(result: GroupResult, unit: Unit) -> Component | str:
    if result.is_hidden:
        return HIDDEN
    return (
        missing("no figure was published") if result.value is None else written(result.value, unit)
    )


def _inside(name: str) -> str:
    text = name.partition(":")[0]
    return text if text.startswith("English") else text[:1].lower() + text[1:]
