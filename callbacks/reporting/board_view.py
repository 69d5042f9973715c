"""What the builder of presentations shows: one presentation, its files, and cards to add."""

from __future__ import annotations

from typing import Any, Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services
from callbacks.reporting.cards import CARDS, cards_on, slide_of
from callbacks.reporting.files import asked, ready
from callbacks.reporting.views import NoSuchView, page, view_of
from data.districts import district
from data.schools import schools
from data.store.jobs import Job, JobStatus
from data.store.presentations import Presentation
from data.warehouse import NoSnapshotError
from pages.components.sentence import Sentence, strong
from pages.format import counted, day, moment
from pages.registry import PAGES
from pages.reporting.board import BoardPage, BoardSlide, Offered, Picker
from pages.reporting.board_files import BoardFile
from pages.state import BoardState, PageState
from pages.words import NOBODYS, speaking
from planning import presentations as commands
from planning.presentations import UNTITLED

PROFILE: Final = "/evaluate/schools/"


def board_page(services: Services, actor: Actor, state: BoardState, problem: str = "") -> BoardPage:
    """The presentation that the address names, else the one changed last."""
    known = commands.own(actor, services.store)
    found = next((one for one in known if one.id == state.deck), known[0] if known else None)
    slides = [] if found is None else [_slide(services, actor, entry) for entry in found.slides]
    return BoardPage(
        number=None if found is None else found.id,
        title=UNTITLED if found is None else found.title,
        form="pptx" if found is None else found.form,
        has_appendix=True if found is None else found.has_appendix,
        slides=slides,
        others=[(one.id, _named(one)) for one in known],
        sentence=_sentence(slides),
        files=files_of(services, actor),
        source=source_of(services, actor),
        problem=problem,
    )


def opened(services: Services, actor: Actor, state: BoardState) -> Presentation | None:
    """The presentation that the page shows."""
    known = commands.own(actor, services.store)
    return next((one for one in known if one.id == state.deck), known[0] if known else None)


def files_of(services: Services, actor: Actor) -> list[BoardFile]:
    """The files that the person asked for last."""
    return [_file(services, actor, one) for one in asked(services, actor)]


def offered(state: BoardState) -> str:
    """The address of the page whose cards are offered: the home where none is chosen."""
    return state.view or f"/{PageState(state.year, state.location).to_query()}"


def picker_of(services: Services, actor: Actor, state: BoardState) -> Picker:
    """The cards of the page that the address names, its own home without one."""
    kept = PageState(state.year, state.location).to_query()
    address = offered(state)
    common: dict[str, Any] = {
        "address": address,
        "pages": [(one.name, one.path + kept) for one in PAGES if _has_cards(actor, one.path)],
        "schools": _schools(services, actor, state),
    }
    try:
        # In our own words: whoever reads them on this page has them renamed, and once.
        with speaking(NOBODYS):
            shown = page(services, actor, address)
    except (NoSuchView, NotPermitted, NoSnapshotError) as error:
        return Picker(name="Choose", cards=[], problem=str(error), **common)
    known = {
        (entry["card"], entry["address"])
        for one in [opened(services, actor, state)]
        if one is not None
        for entry in one.slides
    }
    slides = [(name, slide_of(shown, name)) for name in cards_on(shown) if name in CARDS]
    cards = [
        Offered(name, slide.question, slide.finding, (name, address) in known)
        for name, slide in slides
        if slide is not None
    ]
    return Picker(name=page_name(services, actor, address), cards=cards, **common)


def page_name(services: Services, actor: Actor, address: str) -> str:
    """A page in words: its name, with the school where it is the profile of one."""
    path, _, query = address.partition("?")
    if path.startswith(PROFILE):
        code = path.removeprefix(PROFILE)
        name = dict(_places(services, actor)).get(code, code)
        text = f"School profile, {name}"
    else:
        text = next((one.name for one in PAGES if one.path == path), "A page")
    year = PageState.from_query(query).year
    return f"{text}, FY{year}" if year else text


def source_of(services: Services, actor: Actor) -> str:
    """Whose figures these are, and as of when."""
    try:
        info = services.warehouse.snapshot(actor.district)
        name = district(services.warehouse, actor.district).name
    except NoSnapshotError:
        return "Nothing is loaded yet."
    return f"{name}. Data as of {day(info.data_as_of)}; last load {moment(info.created_utc)} UTC."


def _has_cards(actor: Actor, path: str) -> bool:
    try:
        return view_of(path).permission in actor.permissions
    except NoSuchView:
        return False


def _schools(services: Services, actor: Actor, state: BoardState) -> list[tuple[str, str]]:
    if Permission.EVALUATE_READ not in actor.permissions:
        return []
    query = PageState(state.year).to_query()
    return [(name, f"{PROFILE}{code}{query}") for code, name in _places(services, actor)]


def _places(services: Services, actor: Actor) -> list[tuple[str, str]]:
    """Codes and names of the schools that are compared."""
    try:
        rows = schools(services.warehouse, actor.evaluate_scope).to_pylist()
    except NoSnapshotError:
        return []
    rows.sort(key=lambda one: str(one["location_name"]).casefold())
    return [(row["location_id"], row["location_name"]) for row in rows]


def _slide(services: Services, actor: Actor, entry: dict[str, str]) -> BoardSlide:
    return BoardSlide(
        key=entry["key"],
        question=entry["question"],
        page=page_name(services, actor, entry["address"]),
        href=entry["address"],
        title=entry["title"],
        note=entry["note"],
    )


def _named(one: Presentation) -> str:
    return f"{one.title}, {counted(len(one.slides), 'slide')}"


def _sentence(slides: list[BoardSlide]) -> Sentence:
    if not slides:
        return ["Choose cards of any page, put them in order, and have them made into one file."]
    pages = len({one.href for one in slides})
    return [
        strong(f"{counted(len(slides), 'slide').capitalize()} from {counted(pages, 'page')}."),
        " Each keeps the filters of its page; figures are asked anew when the file is made.",
    ]


def _file(services: Services, actor: Actor, job: Job) -> BoardFile:
    facts = job.result or {}
    is_there = job.status == JobStatus.DONE and ready(services, actor, job.id) is not None
    return BoardFile(
        number=job.id,
        title=str(job.arguments.get("title", "")),
        form=str(job.arguments.get("form", "pptx")),
        status=job.status,
        progress=job.progress,
        message=job.message,
        asked=job.created_utc,
        size=int(facts.get("bytes", 0)),
        href=f"/presentation/{job.id}" if is_there else "",
        left_out=list(facts.get("left_out", [])),
    )
