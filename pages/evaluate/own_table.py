"""Every statistic of equity of a person's own table: upload, how it was read, figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card, row
from pages.components.chart import chart
from pages.components.figures import icon, missing
from pages.components.file_drop import file_drop
from pages.components.foot import foot
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Sentence, lead, plain
from pages.components.strip import KeyFigure, figure_strip
from pages.components.switch import switch
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.methods import PATH as METHODS
from pages.format import counted

QUESTION = "How equitable is the spending in your own table?"
_SUB = "Any list of schools or districts, as CSV or Excel. Nothing of it is stored."
NEEDS = {"frl": "Low-income", "ell": "English learners", "sped": "Disabilities"}
_INPUTS = {"frl": ids.OwnTable.FRL, "ell": ids.OwnTable.ELL, "sped": ids.OwnTable.SPED}


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure: its values by group as text, or why there is none, and what to read it by."""

    metric: str
    label: str
    definition: str
    values: Sequence[str]
    reasons: Sequence[str]
    interval: str
    line: str
    coverage: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of a card and what it shows in words; `key` names its marks (level, words).

    `heads` and `rows` are the table that stands for the picture.
    """

    name: str
    figure: dict[str, Any]
    description: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    key: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """A question, its answer in a sentence, its figures and the method behind them."""

    question: str
    sentence: Sentence
    lines: Sequence[FigureLine]
    method: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class OwnTablePage:
    """What the page shows of a table: `groups` are the headings of the columns of values."""

    file: str
    sentence: Sentence
    figures: Sequence[tuple[str, str, str]]
    groups: Sequence[str]
    families: Sequence[FamilyCard]
    columns: Sequence[tuple[str, str, str]]
    notes: Sequence[str]
    problems: Sequence[tuple[str, str, str, str]]
    schools: Sequence[Sequence[str]] = ()
    school_columns: Sequence[str] = ()
    school_words: Sentence = ()
    source: str = field(default="")


def layout(**_: str) -> html.Div:
    """The frame: the upload and the controls stand in it so that they outlive every answer."""
    return html.Div(
        [
            dcc.Location(id=ids.OwnTable.URL, refresh=False),
            dcc.Store(id=ids.OwnTable.STATE),
            dcc.Download(id=ids.OwnTable.FILE),
            page_head(
                QUESTION,
                crumbs=[("Home", "/"), ("Evaluate", ""), ("Your own table", "")],
                actions=[print_button()],
                sub=_SUB,
            ),
            file_drop(
                ids.OwnTable.UPLOAD,
                name="Your table, as CSV or Excel",
                kinds="CSV or Excel",
                too_large="Keep only the columns listed below.",
            ),
            _controls(),
            html.Div(asked(), id=ids.OwnTable.BODY, **{"aria-live": "polite"}),
        ]
    )


def _controls() -> html.Div:
    weights = [
        html.Label(
            [
                html.Span(f"{words} +"),
                dcc.Input(
                    id=_INPUTS[need],
                    type="text",
                    inputMode="decimal",
                    debounce=True,
                    maxLength=6,
                    className="weight",
                    autoComplete="off",
                ),
            ],
            className="weight-of",
        )
        for need, words in NEEDS.items()
    ]
    line = [
        html.Span("Extra weight of a pupil", className="weights-k"),
        *weights,
        switch(ids.OwnTable.ONCE, "A pupil with several needs counts once"),
        switch(ids.OwnTable.EACH, "Each school counts once"),
    ]
    return html.Div(html.Div(line, className="ln"), className="builder")


def asked() -> list[Component]:
    """What to bring, before anything is uploaded."""
    columns = [Column("Column"), Column("What it holds", phone=Phone.KEEP)]
    rows = [
        Row(["unit", "name of the school or district; needed"]),
        Row(["pupils", "enrollment; needed"]),
        Row(["spending_per_pupil", "dollars per pupil; needed"]),
        Row(["frl_share, ell_share, sped_share", "shares of pupils, 0 to 1 or in percent"]),
        Row(["wealth", "income or property value, for neutrality"]),
        Row(["outcome", "any result of which more is better"]),
        Row(["group", "grade span, or any set to compare within"]),
    ]
    made = card(
        "What should the table hold?",
        ["One row a school. Other names of these columns are recognised, and you are told how."],
        table(columns, rows, caption="Columns of the table", look="c stack"),
        method="Hidden figures such as * or <5% count as missing, never as zero.",
    )
    return [row(made)]


def refused(text: str) -> list[Component]:
    """A file that cannot be read, and what the matter is."""
    notice = html.Div(
        [icon("exclamation-octagon"), html.Div([html.Strong("This file cannot be read."), text])],
        className="notice bad",
        role="alert",
    )
    return [notice, *asked()]


def body(view: OwnTablePage) -> list[Component]:
    """Sentence, key figures, how it was read, a card a family, schools, downloads."""
    strip = [KeyFigure(label, value, note) for label, value, note in view.figures]
    return [
        _downloads(view),
        lead(view.sentence),
        figure_strip(strip, label="Key figures of the table"),
        row(_reading(view)),
        *(row(_family(family, view)) for family in view.families),
        *([row(_schools(view))] if view.schools else []),
        foot(view.source),
    ]


def _downloads(view: OwnTablePage) -> html.Div:
    buttons = [
        html.Button([icon("download"), f"Figures as {kind}"], id=id_, type="button",
                    className="ctl", n_clicks=0)
        for kind, id_ in (
            ("XLSX", ids.OwnTable.XLSX), ("CSV", ids.OwnTable.CSV), ("JSON", ids.OwnTable.JSON)
        )
    ]  # fmt: skip
    return html.Div([html.Span(view.file, className="file"), *buttons], className="own-tools")


def _reading(view: OwnTablePage) -> Component:
    words = f"{counted(len(view.columns), 'column')} read, "
    words += (
        f"{counted(len(view.problems), 'cell')} to mend." if view.problems else "nothing to mend."
    )
    columns = [
        Column("Column"),
        Column("Heading in your file", phone=Phone.KEEP, is_given=True),
        Column("Because"),
    ]
    parts: list[Component] = [
        table(columns, [Row(one) for one in view.columns], caption="Columns read", look="c stack")
    ]
    if view.notes:
        parts.append(html.Ul([html.Li(note) for note in view.notes], className="notes"))
    if view.problems:
        heads = [
            Column("Row"),
            Column("Column", phone=Phone.KEEP),
            Column("In your file", phone=Phone.KEEP, is_given=True),
            Column("What is wrong", phone=Phone.WIDE),
        ]
        rows = [Row(one) for one in view.problems]
        parts.append(table(heads, rows, caption="Cells to mend", look="c stack problems"))
    return card("How was your table read?", [words], parts)


def _family(family: FamilyCard, view: OwnTablePage) -> Component:
    parts: list[Component] = []
    if family.picture:
        if family.picture.key:
            parts.append(_key(family.picture.key))
        parts.append(
            chart(
                family.picture.name,
                family.picture.figure,
                description=family.picture.description,
                rows=_picture_rows(family.picture),
                height=320,
                phone_height=280,
            )
        )
    parts.append(_figures(family, view))
    return card(
        family.question,
        family.sentence,
        parts,
        method=family.method,
        menu=Menu(has_chart=True) if family.picture else Menu(),
    )


def _picture_rows(picture: Picture) -> Component:
    columns = [
        Column(head, is_number=place > 0, phone=Phone.KEEP)
        for place, head in enumerate(picture.heads)
    ]
    return table(columns, [Row(one) for one in picture.rows], caption=picture.description, look="c")


def _key(entries: Sequence[tuple[str, str]]) -> html.Div:
    marks = [
        html.Span([html.I(className=f"shape {level}", **{"aria-hidden": "true"}), words])
        for level, words in entries
    ]
    return html.Div([*marks, html.Span("area: pupils", className="hat")], className="key")


def _figures(family: FamilyCard, view: OwnTablePage) -> Component:
    aside = {
        "95 % interval": [one.interval for one in family.lines],
        "Line to read it by": [one.line for one in family.lines],
        "Note": [one.coverage for one in family.lines],
    }
    used = {name: texts for name, texts in aside.items() if any(texts)}
    columns = [
        Column("Figure"),
        *(
            Column(group, is_number=True, phone=Phone.KEEP if place == 0 else Phone.DROP)
            for place, group in enumerate(view.groups)
        ),
        *(Column(name, width="20%" if name == "Note" else "") for name in used),
    ]
    rows = [
        Row(
            [
                dcc.Link(one.label, href=f"{METHODS}#{one.metric}", title=one.definition),
                *(_value(*pair) for pair in zip(one.values, one.reasons, strict=True)),
                *(html.Span(texts[place], className="aside") for texts in used.values()),
            ]
        )
        for place, one in enumerate(family.lines)
    ]
    caption = f"{family.question} {plain(family.sentence)}"
    return table(columns, rows, caption=caption, look="c stack own-figures")


def _value(text: str, reason: str) -> Any:
    return missing(reason) if reason else text


def _schools(view: OwnTablePage) -> Component:
    columns = [
        Column(name, is_number=place > 0, phone=Phone.KEEP if place in {0, 1} else Phone.DROP)
        for place, name in enumerate(view.school_columns)
    ]
    return card(
        "Which schools lie furthest from the formula by need?",
        view.school_words,
        table(columns, [Row(one) for one in view.schools], caption="Schools", look="c stack"),
        method="Formula dollars: all dollars of the table shared out by need-weighted pupils. "
        "Every school is in the downloads.",
    )
