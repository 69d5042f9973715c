"""The demonstration: two sample districts through the real loaders, and six sign-ins."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from access.roles import Role
from config import ROOT, Settings
from data.districts import district
from data.entities.registry import ENTITIES
from data.sample.cedar_valley.generate import generate
from data.sample.cedar_valley.staffing_feed import FILES
from data.store import Store, open_store
from data.store.assigned import NO_LOCATION
from data.store.records import records_by_key
from data.warehouse import Warehouse
from jobs.demo_at_home import be_at_home
from jobs.demo_engagement import keep_engagement
from jobs.demo_records import configure
from jobs.demo_reports import keep_reports
from jobs.runs import here
from jobs.uploads import run
from loaders.errors import LoaderError
from loaders.progress import Progress
from planning import people

PASSWORD = "plumbline demo"  # noqa: S105 - printed on purpose, made only by the demonstration
SAMPLES = ROOT / "data" / "sample"
SEED = 2027
SCHOOL = "112"
CONFIGURED = ("priority", "strategy")
"""What the demonstration configures by uploads, in this order."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One demonstration account and what it is for."""

    email: str
    name: str
    role: Role
    districts: tuple[str, ...]
    location_id: str | None = None


SIGN_INS = (
    SignIn(
        "administrator@demo.example",
        "Administrator",
        Role.ADMINISTRATOR,
        ("cedar-valley", "oakland"),
    ),
    SignIn(
        "superintendent@demo.example",
        "Superintendent",
        Role.SUPERINTENDENT,
        ("oakland", "cedar-valley"),
    ),
    SignIn(
        "budget-director@demo.example",
        "Budget director",
        Role.BUDGET_DIRECTOR,
        ("cedar-valley", "oakland"),
    ),
    SignIn(
        "principal@demo.example",
        "Principal of Maple Grove",
        Role.PRINCIPAL,
        ("cedar-valley",),
        SCHOOL,
    ),
    SignIn("viewer@demo.example", "Viewer", Role.VIEWER, ("oakland",)),
    # Sees what the records of the district say: the accounts of one grant, wherever they are.
    SignIn("grants@demo.example", "Grants manager", Role.VIEWER, ("cedar-valley",), NO_LOCATION),
)


def prepare(settings: Settings, *, lines: int, progress: Progress) -> None:
    """Make everything the demonstration needs; what is there already is left as it is."""
    settings.var.mkdir(parents=True, exist_ok=True)
    store = open_store(settings)
    cedar = extracts(settings.var / "inbox" / "cedar-valley", lines)
    sources = {"cedar-valley": cedar, "oakland": SAMPLES / "oakland"}
    for name, source in sources.items():
        arguments = {"mapping": str(_file(name)), "source": str(source)}
        here(settings, store, "load", name, arguments, progress)
    _staffing(settings, store, "cedar-valley", cedar / "staffing")
    _configure(settings, store, "cedar-valley")
    _sign_ins(settings, store)
    with closing(Warehouse(settings)) as warehouse:
        for name in sources:
            configure(store, warehouse, name, _file(name).with_name("district.yaml"))
        cedar_valley = district(warehouse, "cedar-valley")
    keep_reports(store, "cedar-valley")
    keep_engagement(store, cedar_valley)
    be_at_home(store, [entry.email for entry in SIGN_INS])


def _file(name: str) -> Path:
    return SAMPLES / name.replace("-", "_") / "mapping.yaml"


def extracts(target: Path, lines: int) -> Path:
    """Cedar Valley's extracts in `target`, written anew only when another size is asked for."""
    marker = target / ".made.json"
    wanted = {"lines": lines, "seed": SEED, "staffing": len(FILES), "strategies": 1}
    if not marker.exists() or json.loads(marker.read_text()) != wanted:
        target.mkdir(parents=True, exist_ok=True)
        generate(target, seed=SEED, lines=lines)
        marker.write_text(json.dumps(wanted))
    return target


def demo_lines(settings: Settings, *, serving: bool) -> list[str]:
    """What the terminal says once the demonstration is ready."""
    width = max(len(entry.email) for entry in SIGN_INS)
    rows = [
        f"  {entry.email:<{width}}  {entry.name}: {', '.join(entry.districts)}"
        for entry in SIGN_INS
    ]
    where = f"http://{settings.host}:{settings.port}"
    head = f"Plumbline is at {where}" if serving else "Start it with: plumbline serve"
    return ["", head, "", f"Sign in with one of these; the password is: {PASSWORD}", *rows, ""]


def _staffing(settings: Settings, store: Store, district: str, feed: Path) -> None:
    """The nightly feed of positions, people and pay, once: what people changed since stays."""
    with store.reading() as tx:
        if records_by_key(tx, district, ENTITIES["job"], [("t100", "cert")]):
            return
    for name in FILES:
        outcome = run(settings, store, district, name, feed / f"{name}.csv")
        if not outcome.is_done:
            raise LoaderError("\n".join(outcome.lines))


def _configure(settings: Settings, store: Store, district: str) -> None:
    """Priorities and strategies, once: what people changed since stays."""
    with store.reading() as tx:
        if records_by_key(tx, district, ENTITIES["priority"], [("lit",)]):
            return
    folder = SAMPLES / district.replace("-", "_") / "configuration"
    for name in CONFIGURED:
        outcome = run(settings, store, district, name, folder / f"{name}.csv")
        if not outcome.is_done:
            raise LoaderError("\n".join(outcome.lines))


def _sign_ins(settings: Settings, store: Store) -> None:
    known = {person.email for person in people.everybody(store)}
    for entry in SIGN_INS:
        if entry.email not in known:
            people.create_demo_user(store, settings, entry, PASSWORD)
