"""Board presentation: which cards go on which slide, in which order, as which file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import choice, page_head, print_button
from pages.components.sentence import Sentence, lead
from pages.components.switch import CHECKED, checked
from pages.format import counted
from pages.reporting.board_files import BoardFile, file_list
from pages.words import Name

QUESTION = "What shall the board see?"
_FORMS = {"pptx": "PowerPoint", "pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class BoardSlide:
    """One slide: its card's question and page, and the person's own words."""

    key: str
    question: str
    page: str
    href: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything the builder shows of one presentation; `others` are (number, title)."""

    number: int | None
    title: str
    form: str
    has_appendix: bool
    slides: Sequence[BoardSlide]
    others: Sequence[tuple[int, str]]
    sentence: Sentence
    files: Sequence[BoardFile]
    source: str
    problem: str = ""


def layout(**_: str) -> html.Div:
    """The frame: what is chosen above, what can be added below."""
    # The buttons below may be there before the body, and they read its title.
    title = dcc.Input(id=ids.Board.TITLE, type="hidden")
    return html.Div(
        [
            dcc.Location(id=ids.Board.URL, refresh=False),
            dcc.Interval(id=ids.Board.TICK, interval=1_000, disabled=True),
            html.Div([skeleton(96, 60, 480), title], id=ids.Board.BODY),
            html.Div(skeleton(320), id=ids.Board.PICKER),
            html.Div(id=ids.Board.FOOT),
        ]
    )


def do(action: str, key: str) -> dict[str, str]:
    """The id of a button of the page: what it does, to what."""
    return {"type": ids.Board.DO, "do": action, "key": key}


def body(view: BoardPage) -> list[Component]:
    """Question, sentence, slides beside the file that is made of them."""
    actions = [*_picker(view), _button("new", "", "plus-lg", "New"), print_button()]
    problem = (
        [
            html.P(
                [icon("exclamation-triangle-fill"), view.problem], className="warnbar", role="alert"
            )
        ]
        if view.problem
        else []
    )
    return [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Reporting", ""), ("Board presentation", "")],
            actions=actions,
        ),
        lead(view.sentence),
        *problem,
        html.Div(row(_slides(view), _making(view), look="c-2-1"), className="board"),
    ]


def _picker(view: BoardPage) -> list[Component]:
    """The person's other presentations."""
    if len(view.others) < 2:  # noqa: PLR2004 - one is no choice
        return []
    links = [
        choice(Name(title), f"deck={number}", is_current=number == view.number)
        for number, title in view.others
    ]
    summary = html.Summary(
        [html.Span("Open", className="k"), html.Span(Name(view.title)), icon("chevron-down")],
        className="ctl",
    )
    listed = html.Div(links, className="menu-list wide")
    return [html.Details([summary, listed], className="menu start")]


def _button(
    action: str, key: str, picture: str, text: str, *, look: str = "ctl", label: str = "",
    is_off: bool = False,
) -> html.Button:  # fmt: skip
    more = {"aria-label": label, "title": label} if label else {}
    words = [icon(picture), *([text] if text else [])]
    return html.Button(
        words, id=do(action, key), type="button", className=look, disabled=is_off, **more
    )


def _slides(view: BoardPage) -> Component:
    if not view.slides:
        text = "Add cards of the pages below, or choose “Add to presentation” in any card’s menu."
        return card("Which slides, in which order?", (), empty("No slide yet.", text))
    last = len(view.slides) - 1
    entries = [
        html.Li(_slide(one, place, last), key=one.key) for place, one in enumerate(view.slides)
    ]
    return card(
        "Which slides, in which order?",
        ["Without a title of your own the question stands above the slide."],
        html.Ol(entries, className="slides"),
        method="The note goes into the speaker's notes of PowerPoint and under the title of a PDF. "
        "Figures are not kept here: they are asked anew when the file is made.",
    )


def _slide(one: BoardSlide, place: int, last: int) -> list[Component]:
    number = place + 1
    title, note = ids.board_words("title", one.key), ids.board_words("note", one.key)
    head = html.Div(
        [
            html.Div(
                [html.B(one.question), dcc.Link(one.page, href=one.href, className="d")],
                className="what",
            ),
            html.Div(
                [
                    _button("up", one.key, "arrow-up", "", look="iconb",
                            label=f"Move slide {number} up", is_off=place == 0),
                    _button("down", one.key, "arrow-down", "", look="iconb",
                            label=f"Move slide {number} down", is_off=place == last),
                    _button("remove", one.key, "trash", "", look="iconb",
                            label=f"Remove slide {number}"),
                ],
                className="tools",
            ),
        ],
        className="slide-h",
    )  # fmt: skip
    return [
        head,
        html.Div(
            [
                _label(f"Title of slide {number}", title),
                dcc.Input(id=title, value=one.title, placeholder="Title of your own", debounce=True,
                          maxLength=120, autoComplete="off", className="field"),
                _label(f"Note to slide {number}", note),
                dcc.Textarea(id=note, value=one.note, placeholder="Note", rows=1, maxLength=1000,
                             className="field"),
            ],
            className="slide-w",
        ),
    ]  # fmt: skip


def _label(text: str, identity: dict[str, str]) -> html.Label:
    return html.Label(text, htmlFor=ids.spelled(identity), className="vh")


def _making(view: BoardPage) -> Component:
    forms = html.Div(
        [
            html.Button(name, id=do("form", form), type="button",
                        **{"aria-pressed": "true" if form == view.form else "false"})
            for form, name in _FORMS.items()
        ],
        className="seg",
        role="group",
        **{"aria-label": "Kind of file"},
    )  # fmt: skip
    appendix = html.Button(
        [html.Span(className="box", **{"aria-hidden": "true"}), "Rows in an appendix"],
        id=do("appendix", "0" if view.has_appendix else "1"),
        type="button",
        role="switch",
        className="switch",
        **{CHECKED: checked(is_on=view.has_appendix)},
    )
    make = _button("make", "", "file-earmark-arrow-down", "Make the file", look="ctl primary",
                   is_off=not view.slides)  # fmt: skip
    delete = (
        [_button("delete", "", "trash", "Delete presentation", look="ctl quiet")]
        if view.number is not None
        else []
    )
    return card(
        "As which file?",
        (),
        [
            html.Label("Title of the presentation", htmlFor=ids.Board.TITLE, className="field-l"),
            dcc.Input(id=ids.Board.TITLE, value=view.title, debounce=True, maxLength=120,
                      autoComplete="off", className="field"),
            html.Div([forms, appendix], className="made-as"),
            html.Div([make, *delete], className="made-as"),
            html.Span(id=ids.Board.SAID, role="status", className="said"),
            html.Div(file_list(view.files), id=ids.Board.FILES),
        ],
        method="Files hold what you may see when they are made; they wait for you for 14 days.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A card that can be added: its name and question, and whether it is in already."""

    card: str
    question: str
    finding: str
    is_in: bool


@dataclass(frozen=True, slots=True)
class Picker:
    """Cards of the page at `address`; `pages` and `schools` are (name, address) to choose from."""

    address: str
    name: str
    cards: Sequence[Offered]
    pages: Sequence[tuple[str, str]]
    schools: Sequence[tuple[str, str]]
    problem: str = ""


def picker(view: Picker) -> Component:
    """The cards of one page, each with a button that adds it."""
    menus = html.Div(
        [
            _menu("Page", view.name, view.pages, view.address),
            *([_menu("School", "Choose", view.schools, view.address)] if view.schools else []),
            html.Div(
                [
                    html.Label("Address of a view", htmlFor=ids.Board.LINK, className="vh"),
                    icon("link-45deg"),
                    dcc.Input(id=ids.Board.LINK, debounce=True, maxLength=600, autoComplete="off",
                              placeholder="or paste the address of a view", className="bare"),
                ],
                className="inp",
            ),
        ],
        className="ln board-from",
    )  # fmt: skip
    if view.problem or not view.cards:
        text = view.problem or "This page shows no card that fits on a slide."
        return _picked(card("What can be added?", (), [menus, empty("No cards here.", text)]))
    every = _button("add-all", "", "plus-square", f"Add all {len(view.cards)}", look="ctl")
    entries = [
        html.Li(
            [
                html.Div([html.B(one.question), html.Span(one.finding, className="d")],
                         className="what"),
                _button("add", one.card, "check2" if one.is_in else "plus-lg",
                        "Add again" if one.is_in else "Add", look="ctl",
                        label=f"{'Add again' if one.is_in else 'Add'}: {one.question}"),
            ]
        )
        for one in view.cards
    ]  # fmt: skip
    return _picked(
        card(
            "What can be added?",
            [f"{counted(len(view.cards), 'card')} on this page, with the filters of its address."],
            [menus, html.Ul(entries, className="offered")],
            tools=[dcc.Link("Open the page", href=view.address, className="ctl quiet"), every],
        )
    )


def _picked(shown: Component) -> Component:
    return row(shown, look="board-pick")


def _menu(label: str, value: str, entries: Sequence[tuple[str, str]], here: str) -> html.Details:
    links = [
        choice(name, urlencode({"view": address}), is_current=address == here)
        for name, address in entries
    ]
    summary = html.Summary(
        [html.Span(label, className="k"), html.B(value), icon("chevron-down")], className="ctl"
    )
    return html.Details([summary, html.Div(links, className="menu-list wide")],
                        className="menu start")  # fmt: skip


def added(title: str, slides: int, href: str) -> Component:
    """What a card's menu says once its card is in a presentation."""
    words = [html.B("Added to "), html.B(Name(title)), f", {counted(slides, 'slide')}. "]
    close = html.Button(icon("x-lg"), type="button", className="iconb",
                        **{"data-action": "close-note", "aria-label": "Close"})  # fmt: skip
    link = dcc.Link("Open the presentation", href=href)
    return html.Div([icon("check2-circle"), html.Span([*words, link]), close], className="toast-n")


def not_added(text: str) -> Component:
    """Why a card could not be added."""
    close = html.Button(icon("x-lg"), type="button", className="iconb",
                        **{"data-action": "close-note", "aria-label": "Close"})  # fmt: skip
    return html.Div([icon("exclamation-triangle-fill"), html.Span(text), close],
                    className="toast-n")  # fmt: skip


def page_foot(source: str) -> Component:
    """The last line."""
    return foot(source)
