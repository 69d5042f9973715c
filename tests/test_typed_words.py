"""What people have typed or loaded is shown as it is, while a district calls our words otherwise.

One text begins with a word of the product and holds another. It is typed into every free text that
is shown again - searches, conditions, names, notes, campaigns, presentations, questions, files -
and every page, mail and file of the district has it unchanged wherever it has it at all.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

import openpyxl
import pytest

import app as composed
from access.actor import SYSTEM, Actor
from access.roles import Role
from callbacks.account.help import send
from callbacks.basis import Services
from callbacks.configure import campaigns as campaign_page
from callbacks.configure.campaign_draft import new_values
from callbacks.manage.report_letter import report_content
from callbacks.reporting.board import wanted
from callbacks.spoken_words import for_reader
from config import Settings
from data.chart import chart
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store import open_store
from data.store.jobs import add_job
from data.store.report_mails import ReportMail
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.warehouse import Warehouse
from loaders.uploads.desk import Desk
from pages.account_state import CampaignsState
from pages.registry import PAGES
from planning import notes, people, presentations, reports
from planning.configure.commands import save
from planning.sign_in import actor_of
from tests.data.serving_sample import DISTRICT, publish, sample
from tests.matrix.screen import Screen
from tests.shown_words import texts

TYPED = "Schools with a bucket zorro"
MARK = "zorro"
HOME = "Schools of Elm County"
PAIRS = {"School": ("Campus", "Campuses"), "Bucket": ("Basket", "Baskets"),
         "Location": ("Site", "Sites"), "Priority": ("Aim", "Aims")}  # fmt: skip
QUERY = "?" + urlencode({"year": 2024, "search": TYPED})
# Whatever an address may hold, each page takes what it knows; what cannot be read is said.
ASKED = (
    {"search": TYPED, "account": TYPED, "vendor": TYPED, "rollup": TYPED, "role": TYPED,
     "school": TYPED, "where": f"fund is {TYPED}"},
    {"where": f"{TYPED} is 1", "bucket": TYPED, "level": TYPED, "kind": TYPED, "state": TYPED,
     "type": TYPED, "location": TYPED},
    {"where": f"period between {TYPED}", "search": TYPED},
    {"group": TYPED},
)  # fmt: skip
ROWS = (
    *(f"/current/{one}" for one in ("accounts", "transactions", "purchase-orders", "staffing")),
    "/evaluate/programs",
)
MET = {
    *("/", "/data", "/reporting/board", "/evaluate/schools", "/evaluate/programs"),
    *(f"/current/{one}" for one in ("accounts", "transactions", "reports", "staffing")),
    *(f"/configuration/{one}" for one in ("mail", "campaigns", "upload")),
}
SHOWN = {"children", "title", "placeholder", "options", "label"}


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Services:
    var = tmp_path_factory.mktemp("typed") / "var"
    made = sample()
    made.rows("district")[0]["name"] = HOME
    for row in made.rows("file"):
        row["path"] = f"{TYPED}.csv"
    publish(var, made)
    settings = Settings(var=var, secret_key="", database_url="")
    return Services(settings, Warehouse(settings), open_store(settings), utc_now)


@pytest.fixture(scope="module")
def ada(services) -> Actor:
    """An administrator who has typed it everywhere, in a district with labels."""
    known = chart(services.warehouse, DISTRICT)
    for word, (one, many) in PAIRS.items():
        content = Content({"word": word, "one": one, "many": many})
        save(SYSTEM, services.store, DISTRICT, ENTITIES["label"], content, chart=known)
    number = _someone(services, "ada", Role.ADMINISTRATOR)
    return actor_of(services.store, number, DISTRICT)


@pytest.fixture(scope="module")
def typed(services, ada):
    """Numbers of what was written, by its kind."""
    store = services.store
    kept = {"report": reports.save(ada, store, "accounts", TYPED, QUERY)}
    reports.pin(ada, store, kept["report"], is_pinned=True)
    depths = {f"{kind}_access": "plan" for kind in ("pe", "npe", "supplemental")}
    role = Content({"code": "ZOR", "name": TYPED, "staffing_visibility": "visible"} | depths)
    save(SYSTEM, store, DISTRICT, ENTITIES["role"], role)
    reports.share(ada, store, kept["report"], "role", "ZOR")
    for subject, code in ((notes.Subject.BUCKET, "SUP"),):
        notes.write(ada, store, notes.Beside(subject, code), text=TYPED, is_shared=True,
                    fiscal_year=2024, version=0)  # fmt: skip
    shown = wanted(services, ada, "/?year=2024", None)[:2]
    for _ in range(2):
        number = presentations.start(ada, store)
        made = presentations.add(ada, store, number, shown)
        presentations.word(ada, store, number, {one["key"]: (TYPED, TYPED) for one in made.slides})
        presentations.settle(ada, store, number, title=TYPED, form="pptx", has_appendix=True)
    kept["deck"] = number
    given = new_values("week", "en") | {"name": TYPED, "subject": TYPED, "text": TYPED}
    state, _ = campaign_page.act(services, ada, CampaignsState(), "save", given)
    kept["campaign"] = state.campaign
    campaign_page.act(services, ada, state, "try", given)
    send(services, ada, "?at=/", TYPED)
    with store.transaction() as tx:
        for kind in ("presentation", "table"):
            add_job(tx, kind, district_id=DISTRICT, requested_by=ada.user_id, now=utc_now(),
                    arguments={"title": TYPED, "form": "pptx", "slides": [], "query": QUERY,
                               "person": ada.user_id})  # fmt: skip
    desk = Desk(store, ada, DISTRICT)
    cells = f"code,name,{TYPED}\nZ1,{TYPED},{TYPED}\nZ 2,{TYPED},{TYPED}\n"
    kept["upload"] = desk.start("bucket", cells.encode(), f"{TYPED}.csv")
    return kept


@pytest.fixture(scope="module")
def house(services, ada, typed):
    app = composed.create_app(services.settings)
    with services.store.transaction() as tx:
        secret = open_session(tx, ada.user_id, district_id=None, address="", now=utc_now())
    client = app.server.test_client()
    client.set_cookie("plumbline", secret)
    return app, client


def _someone(services, name, role):
    email = f"{name}@demo.example"
    number = people.create_user(SYSTEM, services.store, email=email, name=name)
    people.assign(SYSTEM, services.store, email=email, district=DISTRICT, role=role,
                  location_id=None)  # fmt: skip
    return number


def spoiled(found: Iterable[str]) -> list[str]:
    """Texts that have what was typed otherwise than it was typed."""
    plain = {text.replace("<br>", " ") for text in found if "+bucket+" not in text}
    return sorted(
        one for one in plain
        if one.lower().count(MARK) > one.lower().count(TYPED.lower())
        or ("of Elm County" in one and HOME not in one)
    )  # fmt: skip


def on_screen(house, path: str, query: str) -> Iterator[str]:
    app, client = house
    for one in Screen(app, client).open(path, query):
        if one.status == 200:
            for filled in json.loads(one.answer)["response"].values():
                for name, value in filled.items():
                    if name.partition("@")[0] in SHOWN:
                        yield from texts(value)


def test_files_and_mail_hold_what_was_typed(house, services, ada, typed):
    _, client = house
    answer = client.get(
        f"/export/transactions.xlsx?fiscal_year=2024&{urlencode({'search': TYPED})}"
    )
    line = openpyxl.load_workbook(io.BytesIO(answer.data)).active["A1"].value
    arranged = ReportMail(report_id=typed["report"], every="day", is_shared=False)
    with for_reader(services, ada):
        content = report_content(services, ada, arranged)
    assert TYPED in line
    assert TYPED in content.before[0]
    assert not spoiled([line, *content.before, *content.after])


def addresses(typed) -> Iterator[tuple[str, str]]:
    """Every page plainly and with what was typed, and the pages of what was written."""
    for page in PAGES:
        path = page.path.replace("<location_id>", "101")
        asked = ASKED if path.startswith(ROWS) else ASKED[:1]
        yield from ((path, "?" + urlencode({"year": 2024, **one})) for one in asked)
    yield from (
        ("/current/reports", f"?report={typed['report']}"),
        ("/current/accounts", f"?year=2024&report={typed['report']}"),
        ("/current/bucket", "?bucket=SUP&year=2024"),
        ("/current/position", "?code=P1&year=2025"),
        ("/current/order", "?number=PO1&year=2024"),
        ("/reporting/board", f"?deck={typed['deck']}"),
        ("/configuration/campaigns", f"?campaign={typed['campaign']}"),
        ("/configuration/upload", f"?entity=bucket&upload={typed['upload']}"),
        *(("/configuration/mail", f"?mail={mail}") for mail in (1, 2)),
    )


def test_every_page_shows_what_was_typed_as_it_was_typed(house, typed):
    seen: dict[str, str] = {}
    met = set()
    for path, query in addresses(typed):
        found = list(on_screen(house, path, query))
        met |= {path for text in found if TYPED in text}
        seen |= dict.fromkeys(spoiled(found), path + query)
    assert not seen, "\n".join(f"{text!r}  {where}" for text, where in seen.items())
    assert met >= MET
