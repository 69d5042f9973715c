"""Who is told what is left? Campaigns of mail, the one that is open, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.components.table import Column, Phone, Row, table
from pages.configure.campaign_form import CampaignForm, Preview, form, preview
from pages.configure.overview import PATH as SET_UP
from pages.format import count, counted, share

PATH: Final = "/configuration/campaigns"
HONEST: Final = (
    "Opened is an estimate: some mail programs load pictures by themselves, others never do. "
    "Programs that check links may count as a click. Sent means that the mail server took it."
)


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign of the list; `sums` as the store counts them."""

    name: str
    href: str
    audience: str
    when: str
    language: str
    sums: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One mail of a campaign: to whom, where it is, and what is known of its reading."""

    recipient: str
    state: str
    opened: bool
    clicked: bool


@dataclass(frozen=True, slots=True)
class CampaignsPage:
    """The list, and the form where one is open; `new` are (words, address) of new ones."""

    rows: Sequence[CampaignLine]
    turned_off: int
    new: Sequence[tuple[str, str]]
    form: CampaignForm | None = None
    preview: Preview | None = None
    sums: Mapping[str, int] = field(default_factory=dict)
    readings: Sequence[Reading] = ()


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Campaigns.URL, ids.Campaigns.BODY, 96, 420)


def body(view: CampaignsPage, said: Component | None = None) -> list[Component]:
    """The open campaign with its preview and results, and the list."""
    crumbs = [("Home", "/"), ("Configuration", SET_UP), ("Campaigns", "")]
    return [
        page_head("Who is told what is left?", crumbs=crumbs),
        lead(_sentence(view)),
        html.Div(
            [
                html.Div(said, **{"aria-live": "polite"}),
                *([row(form(view.form))] if view.form else []),
                *([row(preview(view.preview))] if view.preview else []),
                *([row(_results(view))] if view.readings else []),
                row(_list(view)),
            ],
            className="form-c",
        ),
        foot("Each person gets the figures that person may see, reckoned when the mail is sent."),
    ]


def _sentence(view: CampaignsPage) -> Sentence:
    if not view.rows:
        return ["Nobody is told by mail yet: begin with a text that is written already."]
    sent = sum(one.sums["sent"] for one in view.rows)
    off = counted(view.turned_off, "person has", "people have")
    return [
        strong(counted(len(view.rows), "campaign")),
        f", {counted(sent, 'mail')} sent; {off} turned this mail off.",
    ]


def _list(view: CampaignsPage) -> Component:
    new = [
        dcc.Link([icon("plus-lg"), words], href=href, className="ctl") for words, href in view.new
    ]
    columns = [
        Column("Campaign", phone=Phone.KEEP, width="240px", is_given=True),
        Column("To", phone=Phone.WIDE),
        Column("When"),
        Column("Language"),
        Column("Sent", is_number=True, phone=Phone.KEEP),
        Column("Opened (estimate)", is_number=True),
        Column("Clicked", is_number=True),
    ]
    rows = [
        Row([dcc.Link(one.name, href=one.href, className="dig"), one.audience, one.when,
             one.language, count(one.sums["sent"]), *_shares(one.sums)])
        for one in view.rows
    ]  # fmt: skip
    shown = (
        table(columns, rows, caption="Campaigns")
        if rows
        else empty("No campaigns yet.", "Begin with one of the texts below; it can be changed.")
    )
    return card("Which campaigns are there?", [], [shown, html.Div(new, className="ln acts")],
                method=HONEST)  # fmt: skip


def _shares(sums: Mapping[str, int]) -> list[str]:
    return [
        f"{count(sums[name])} ({share(sums[name] / sums['sent'])})" if sums["sent"] else "–"
        for name in ("opened", "clicked")
    ]


def _results(view: CampaignsPage) -> Component:
    sums = view.sums
    opened, clicked = _shares(sums)
    read = f"; opened by {opened}, clicked by {clicked}" if sums["sent"] else ""
    told: Sentence = [
        strong(f"{count(sums['sent'])} of {count(sums['posted'])}"),
        f" sent, {count(sums['failed'])} refused{read}.",
    ]
    columns = [
        Column("To", phone=Phone.KEEP),
        Column("State", phone=Phone.KEEP, width="160px"),
        Column("Opened (estimate)", width="180px"),
        Column("Clicked", width="120px"),
    ]
    rows = [
        Row([one.recipient or "–", one.state, _yes(is_so=one.opened), _yes(is_so=one.clicked)])
        for one in view.readings
    ]
    shown = table(columns, rows, caption="Recipients")
    return card("Who got it, and who read it?", told, shown, method=HONEST)


def _yes(*, is_so: bool) -> str:
    return "Yes" if is_so else "Not seen"
