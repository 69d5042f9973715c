"""How every figure is reckoned: written from the registry, so that page and code cannot part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from metrics.registry import FAMILIES, METRICS, Direction, Metric, Reference
from pages import ids
from pages.components.card import Menu, card
from pages.components.filters import search_box
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Sentence, lead, strong
from pages.evaluate.reckoning import definition_words
from pages.format import by_unit, counted, upper

QUESTION = "How is every figure reckoned?"
PATH = "/evaluate/methods"
_DIRECTIONS = {
    Direction.HIGHER: "higher is more equal or better",
    Direction.LOWER: "lower is more equal or better",
}
_SMALL_CELL = "the district's smallest group of"


def layout(**_: str) -> html.Div:
    """The frame: the search box stands in it so that it keeps its focus."""
    box = html.Div(
        search_box(ids.Methods.SEARCH, "Find a figure, a rule, an author"), className="ln"
    )
    return html.Div(
        [
            dcc.Location(id=ids.Methods.URL, refresh=False),
            dcc.Store(id=ids.Methods.STATE),
            head(),
            html.Div(box, className="builder"),
            html.Div(skeleton(96, 720), id=ids.Methods.BODY),
        ]
    )


def head() -> Component:
    """Breadcrumbs and the question."""
    crumbs = [("Home", "/"), ("Evaluate", ""), ("Methods", "")]
    return page_head(QUESTION, crumbs=crumbs, actions=[print_button()])


def found(search: str) -> Mapping[str, Sequence[Metric]]:
    """The figures that have every word of the search in their words, by family."""
    wanted = search.casefold().split()
    chosen = [one for one in METRICS.values() if all(w in _haystack(one) for w in wanted)]
    return {
        family: inside
        for family in FAMILIES
        if (inside := [one for one in chosen if one.family == family])
    }


def body(search: str, names: Mapping[str, str]) -> list[Component]:
    """Contents, then a card a family; `names` are the pages by address, for "Shown on"."""
    families = found(search)
    if not families:
        text = f"No figure has “{search}” in its words. Search for fewer letters."
        return [html.Div(card("Which figures fit?", body=empty("Nothing fits.", text)))]
    return [
        lead(_sentence(families, search)),
        _contents(families),
        *(
            html.Div(_family(family, metrics, names, is_open=bool(search)), className="row-c")
            for family, metrics in families.items()
        ),
        foot("Written from the registry of metrics that also drives axes, tables and exports."),
    ]


def _sentence(families: Mapping[str, Sequence[Metric]], search: str) -> Sentence:
    count = sum(len(metrics) for metrics in families.values())
    if search:
        return [strong(counted(count, "figure")), f" with “{search}” of {len(METRICS)}."]
    lines = sum(one.reference is not None for one in METRICS.values())
    return [
        strong(counted(count, "figure")),
        " with definition, formula in words, convention and source. ",
        f"{lines} have a line to read them against; it says who drew it, and is no pass mark.",
    ]


def _contents(families: Mapping[str, Sequence[Metric]]) -> html.Nav:
    entries = [
        html.Li(html.A(FAMILIES[family], href=f"#{_family_anchor(family)}")) for family in families
    ]
    return html.Nav(html.Ul(entries), className="methods-contents", **{"aria-label": "Families"})


def _family(
    family: str, metrics: Sequence[Metric], names: Mapping[str, str], *, is_open: bool
) -> Component:
    """Names that lead to their figures; the figures unfold (assets/21-anchors.js opens them)."""
    links = [html.Li(html.A(upper(one.label), href=f"#{one.id}")) for one in metrics]
    figures = html.Div([_method(one, names) for one in metrics], className="methods")
    summary = html.Summary("Definitions, formulas, conventions and sources")
    made = card(
        FAMILIES[family],
        [f"{counted(len(metrics), 'figure')}."],
        [
            html.Ul(links, className="method-names"),
            html.Details([summary, figures], open=is_open, className="fold"),
        ],
        menu=Menu(card=f"methods-{family}"),
    )
    made.id = _family_anchor(family)
    return made


def _method(metric: Metric, names: Mapping[str, str]) -> html.Article:
    link = html.A(
        "#", href=f"#{metric.id}", className="anchor", **{"aria-label": f"Link to {metric.label}"}
    )
    facts: list[tuple[str, Any]] = [
        ("Formula", metric.formula),
        ("Convention", metric.convention),
        ("Unit", _unit(metric)),
        ("Line", _line(metric.reference, metric) if metric.reference else ""),
        ("Source", metric.source),
        ("Shown on", _pages(metric, names)),
    ]
    return html.Article(
        [
            html.H3([upper(metric.label), " ", link]),
            html.P(definition_words(metric, _SMALL_CELL)),
            html.Dl([part for term, text in facts if text for part in _fact(term, text)]),
        ],
        id=metric.id,
        className="method-of",
    )


def _fact(term: str, text: Any) -> list[Component]:
    return [html.Dt(term), html.Dd(text)]


def _unit(metric: Metric) -> str:
    direction = _DIRECTIONS.get(metric.direction, "")
    return f"{metric.unit}; {direction}" if direction else str(metric.unit)


def _line(line: Reference, metric: Metric) -> str:
    origin = f" ({line.source})" if line.source else ""
    return f"{by_unit(line.value, metric.unit)}: {line.text}. Standing: {line.standing}{origin}."


def _pages(metric: Metric, names: Mapping[str, str]) -> list[Component | str]:
    shown: list[Component | str] = []
    for path in metric.used_on:
        if shown:
            shown.append(", ")
        name = names.get(path, path)
        shown.append(name if "<" in path else dcc.Link(name, href=path))
    return shown


def _family_anchor(family: str) -> str:
    return f"family-{family}"


def _haystack(metric: Metric) -> str:
    line = metric.reference
    parts = (
        metric.id,
        metric.label,
        metric.definition,
        metric.formula,
        metric.convention,
        metric.source,
        FAMILIES.get(metric.family, ""),
        f"{line.text} {line.standing} {line.source}" if line else "",
    )
    return " ".join(parts).casefold()
