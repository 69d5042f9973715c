"""A district that calls everything otherwise reads its own words, everywhere, and once.

Each of its words is rare and ends in another word of the product, so that a text which is renamed
twice shows. Its places and records have names with the product's words: these stay as they are.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace

import openpyxl
import pikepdf
import pytest
from dash._utils import to_json
from sqlalchemy import select

import app as composed
from access.actor import SYSTEM
from access.roles import Role
from callbacks import vocabulary
from callbacks.basis import Services
from callbacks.campaign_letter import campaign_content
from callbacks.manage.report_letter import report_content
from callbacks.reporting.board import wanted
from callbacks.reporting.documents import make
from callbacks.reporting.orders import CannotMake, files
from callbacks.spoken_words import for_reader
from callbacks.table_files import files as table_files
from callbacks.table_files import make as make_table
from config import Settings
from data.chart import chart
from data.entities.content import Content
from data.entities.labels import COUNTED, MONEY
from data.entities.registry import ENTITIES
from data.read_models import READ_MODELS
from data.store import open_store
from data.store.campaigns import Campaign
from data.store.outbox import OutboxMail
from data.store.report_mails import ReportMail
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import user_by_email
from data.warehouse import Warehouse
from metrics.registry import METRICS
from pages.components.said import said
from pages.registry import PAGES
from pages.reporting.board_files import BoardFile, file_list
from pages.words import NOBODYS, label, speaking, spoken, spoken_words, told
from planning import configured, people, reports
from planning.campaign_texts import STANDARD
from planning.configure.commands import save
from planning.sign_in import actor_of
from tests.data.serving_sample import DISTRICT, publish, sample
from tests.matrix.screen import Screen
from tests.pdf_text import pdf_text
from tests.shown_words import slide_texts, texts

RARE = {
    "School": ("Vexa bucket", "Vexa buckets"),
    "Central office": ("Yomp location", "Yomp locations"),
    "Organization": ("Drulk priority", "Drulk priorities"),
    "Location": ("Frim school", "Frim schools"),
    "Bucket": ("Quolt strategy", "Quolt strategies"),
    "Priority": ("Blent organization", "Blent organizations"),
    "Strategy": ("Skarn central office", "Skarn central offices"),
    "Budgeted": ("Hax spent", None), "Spent": ("Jorv remaining", None),
    "Encumbered": ("Mupp budgeted", None), "Remaining": ("Nilk encumbered", None),
    "fund": ("Wex object", None), "object": ("Tave fund", None),
}  # fmt: skip
# Names that hold words, in every spelling that a rule of renaming looks for.
PLACES = {"101": "Bucket Hill Elementary", "102": "Schools of hope", "201": "The little school"}
SAMPLED = ("Coral Point School", "The same for every school")
POOL = "Transport between one location and another school"
CATEGORY, LABEL, VENDOR = "school buses", "Schools beyond us", "Location of paper"
NAMES = (*PLACES.values(), CATEGORY, LABEL, VENDOR, POOL, *SAMPLED)


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Services:
    var = tmp_path_factory.mktemp("words") / "var"
    publish(var, _named(sample()))
    settings = Settings(var=var, secret_key="", database_url="")
    store, warehouse = open_store(settings), Warehouse(settings)
    for role in (Role.SUPERINTENDENT, Role.ADMINISTRATOR, Role.BUDGET_DIRECTOR, Role.PRINCIPAL):
        email = f"{role}@demo.example"
        people.create_user(SYSTEM, store, email=email, name=role.value)
        people.assign(SYSTEM, store, email=email, district=DISTRICT, role=role,
                      location_id="101" if role is Role.PRINCIPAL else None)  # fmt: skip
    return Services(settings, warehouse, store, utc_now)


def _named(made):
    for row in made.rows("dim_location"):
        row["name"] = PLACES.get(row["location_id"], row["name"])
    made.rows("dim_category")[1]["label"] = CATEGORY
    for row in made.rows("attribution_pool"):
        row["name"] = POOL
    made.rows("dim_vendor")[1]["name"] = VENDOR
    for row in made.rows("dim_segment_value"):
        if row["segment"] == "fund" and row["code"] == "10":
            row["label"] = LABEL
    return made


@pytest.fixture(scope="module")
def renamed(services):
    known = chart(services.warehouse, DISTRICT)
    assert spoken() is NOBODYS
    for word, (one, many) in RARE.items():
        content = Content({"word": word, "one": one, "many": many})
        save(SYSTEM, services.store, DISTRICT, ENTITIES["label"], content, chart=known)
    return services


@pytest.fixture(scope="module")
def app(renamed):
    return composed.create_app(renamed.settings)


def client(app, services, role):
    with services.store.transaction() as tx:
        user = user_by_email(tx, f"{role}@demo.example")
        secret = open_session(tx, user.id, district_id=None, address="", now=utc_now())
    made = app.server.test_client()
    made.set_cookie("plumbline", secret)
    return made


LABELS = sorted({text for pair in RARE.values() for text in pair if text}, key=len, reverse=True)
RENAMED = [*COUNTED, *COUNTED.values(), *(one.split()[0] for one in LABELS)]
TERMS = {one.lower() for one in (*MONEY, "fund", "object")}
OURS, DEFAULT = (
    re.compile("|".join(re.escape(one) for one in words), re.IGNORECASE)
    for words in (LABELS, RENAMED)
)
WHOLE = re.compile(rf"\b(?:{DEFAULT.pattern})\b", re.IGNORECASE)
# Addresses, and what one could type into a field.
ASIDE = re.compile(r"/[a-z][\w/?=&,-]*|Example: .*")
NEARLY = re.compile(r"allocat|relocat", re.IGNORECASE)


# What nobody may rename: names of the district, as sentences spell them, and titles of works.
KEPT = sorted({
    *(one(name[0]) + name[1:] for name in NAMES for one in (str, str.upper, str.lower)),
    "Bucket Hill",
    *(source for one in METRICS.values() if (source := one.source)),
    *(one.reference.source for one in METRICS.values() if one.reference and one.reference.source),
}, key=len, reverse=True)  # fmt: skip


def left_over(text: str) -> list[str]:
    """Words of the product in a text, without its labels and the names of the district."""
    text = text.replace("<br>", " ")
    for name in KEPT:
        text = text.replace(name, "")
    rest = OURS.sub("", ASIDE.sub("", text))
    return WHOLE.findall(rest) + ([text] if text.strip().lower() in TERMS else [])


def left_on_paper(text: str) -> list[str]:
    """The same for text that has lost its blanks."""
    flat = "".join(text.split())
    for one in (*KEPT, *LABELS):
        flat = re.sub(re.escape("".join(one.split())), "", flat, flags=re.IGNORECASE)
    flat = NEARLY.sub("", flat)
    return [flat[max(0, found.start() - 30) : found.end() + 30] for found in DEFAULT.finditer(flat)]


def spoiled(text: str) -> list[str]:
    """Names of the district that were renamed."""
    return [made for made in SPOILED if made in text]


def _spoiled_names() -> set[str]:
    pairs = ((word, one) for word, (one, _) in RARE.items())
    with speaking(spoken_words(pairs, [*COUNTED, *COUNTED.values()])):
        return {made for name in NAMES for made in (label(name), told(name)) if made != name}


SPOILED = _spoiled_names()


def faults(found: Iterable[str]) -> list[str]:
    return sorted({text for text in found if left_over(text) or spoiled(text)})


def on_screen(app, browser, path, query):
    """Every text that the page shows, from its frame to the last answer."""
    for one in Screen(app, browser).open(path, query):
        if one.status == 200:
            for filled in json.loads(one.answer)["response"].values():
                for name, value in filled.items():
                    if name.partition("@")[0] in SHOWN:
                        yield from texts(value)


# The log says what was kept, field by field, as it was kept.
KEEPS = {"/configuration/audit-log"}
# Pages that others have otherwise than the administrator.
OTHERWISE = {"/", "/current/money", "/current/staffing", "/reporting/board", "/help", "/account"}
# Lists and forms of what is renamed, a bucket's pages, groups, schools of other kinds, help.
MORE = (
    *((f"/configuration/{one}", f"?entity={name}") for one in ("record", "records")
      for name in ("bucket", "organization", "priority", "strategy", "role")),
    ("/configuration/upload", "?entity=bucket"),
    *(("/help", f"?at={at}") for at in ("/current/bucket", "/evaluate/map", "/evaluate/schools")),
    *((f"/current/{rows}", "?year=2024&group=location")
      for rows in ("transactions", "accounts", "purchase-orders")),
    ("/current/bucket", "?bucket=SUP&year=2024"), ("/evaluate/schools/103", "?year=2024"),
    ("/evaluate/schools", "?year=2024&level=elementary"), ("/nowhere", ""),
)  # fmt: skip
SHOWN = {"children", "title", "placeholder", "options", "label"}
QUERIES = {"/evaluate/compare": "?schools=101,103&year=2024"}


def test_other_addresses(app, services):
    browser = client(app, services, Role.ADMINISTRATOR)
    for path, query in MORE:
        assert not faults(on_screen(app, browser, path, query)), path + query


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERINTENDENT, Role.PRINCIPAL])
def test_every_page(app, services, role):
    seen: dict[str, set[str]] = {}
    met: set[str] = set()
    for page in PAGES:
        if role is not Role.ADMINISTRATOR and page.path not in OTHERWISE:
            continue
        path = page.path.replace("<location_id>", "101")
        browser = client(app, services, role)
        for text in on_screen(app, browser, path, QUERIES.get(path, "?year=2024")):
            met |= {name for name in NAMES if name in text}
            if path not in KEEPS and faults([text]):
                seen.setdefault(text, set()).add(path)
    assert not seen, "\n".join(f"{text!r}  {sorted(paths)}" for text, paths in seen.items())
    assert len(met) > (4 if role is Role.ADMINISTRATOR else 1), (
        "names with the product's words are there and stay"
    )


def _order(services, actor, form, addresses):
    """Every card of these pages as slides."""
    found = []
    for address in addresses:
        found += [
            {"card": one.card, "address": one.address, "question": one.question,
             "title": "", "note": ""}
            for one in wanted(services, actor, address, None)
        ]  # fmt: skip
    return {"person": actor.user_id, "title": "Board report", "form": form, "has_appendix": True,
            "slides": found}  # fmt: skip


def _actor(services, role):
    with services.store.reading() as tx:
        number = user_by_email(tx, f"{role}@demo.example").id
    return actor_of(services.store, number, DISTRICT)


DECKS = {
    "pptx": ("/?year=2024", "/evaluate/schools?year=2024", "/evaluate/schools/101?year=2024",
             "/evaluate/compare?schools=101,103&year=2024", "/evaluate/scatter?year=2024",
             "/evaluate/equity?year=2024", "/evaluate/per-pupil?year=2024",
             "/evaluate/programs?year=2024", "/evaluate/central?year=2024",
             "/evaluate/federal?year=2024", "/evaluate/questions?year=2024",
             "/evaluate/map?year=2024"),
    "pdf": ("/?year=2024", "/evaluate/schools?year=2024", "/evaluate/scatter?year=2024"),
}  # fmt: skip


@pytest.fixture(scope="module")
def decks(renamed):
    """Made as the worker makes them: by a process that has spoken to nobody yet."""
    found = {}
    actor = _actor(renamed, Role.SUPERINTENDENT)
    for form, addresses in DECKS.items():
        order = _order(renamed, actor, form, addresses)
        facts = make(renamed.settings, DISTRICT, order, lambda *_: None)
        found[form] = (files(renamed.settings).folder / facts["file"]).read_bytes()
        assert facts["slides"] > 5
    return found


def test_decks(decks):
    assert not faults(slide_texts(decks["pptx"]))
    assert "Bucket Hill Elementary" in set(slide_texts(decks["pptx"]))


def test_reasons_for_slides_left_out_are_renamed_where_they_are_read(renamed):
    """They are kept with the job, in the product's words, and read on screen and in the deck."""
    actor = _actor(renamed, Role.SUPERINTENDENT)
    order = _order(renamed, actor, "pptx", ["/?year=2024"]) | {"has_appendix": False}
    order["slides"] = order["slides"][:2]
    order["slides"][1] = order["slides"][1] | {"card": "gone", "question": "Does a school fit?"}
    facts = make(renamed.settings, DISTRICT, order, lambda *_: None)
    [reason] = facts["left_out"]
    assert reason.startswith("Does a school fit? The page")
    file = BoardFile("1", "June", "pptx", "done", 1, "", utc_now(), left_out=[reason])
    with for_reader(renamed, actor):
        shown = list(texts(json.loads(to_json(said(file_list([file]))))))
    deck = list(slide_texts((files(renamed.settings).folder / facts["file"]).read_bytes()))
    for read in (shown, deck):
        assert not faults(read)
        assert any("Does a vexa bucket fit?" in one for one in read)
    order["slides"] = [order["slides"][1]]
    with pytest.raises(CannotMake, match="Does a school fit"):
        make(renamed.settings, DISTRICT, order, lambda *_: None)


def test_labels_and_names_are_read_once_for_all_that_is_made_together(renamed, monkeypatch):
    asked = []
    for module, name in ((configured, "given_names"), (vocabulary, "loaded_names")):
        read = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, r=read, n=name: asked.append(n) or r(*a))
    together = replace(renamed)
    for role in (Role.SUPERINTENDENT, Role.PRINCIPAL, Role.SUPERINTENDENT):
        with for_reader(together, _actor(renamed, role)):
            assert told("all schools") == "all vexa buckets"
    assert sorted(asked) == ["given_names", "loaded_names"]


def test_paper(decks, app, renamed):
    sheet = client(app, renamed, Role.SUPERINTENDENT).get("/one-pager/101?year=2024")
    for made in (decks["pdf"], sheet.data):
        with pikepdf.open(io.BytesIO(made)) as pdf:
            text = pdf_text(pdf)
        assert not left_on_paper(text)
        assert "BucketHillElementary" in "".join(text.split())
        assert "vexabucket" in "".join(text.split()).lower()


def test_workbooks(app, renamed):
    browser = client(app, renamed, Role.ADMINISTRATOR)
    for name in READ_MODELS:
        answer = browser.get(f"/export/{name}.xlsx?fiscal_year=2024")
        if answer.status_code == 200:
            line, heads = openpyxl.load_workbook(
                io.BytesIO(answer.data), read_only=True
            ).active.iter_rows(max_row=2, values_only=True)
            assert not faults([line[0].partition(" | filters")[0]]), name
            assert not faults(head.replace("_", " ") for head in heads), name


def test_long_files_and_their_mail(renamed):
    actor = _actor(renamed, Role.SUPERINTENDENT)
    order = {"table": "buckets", "form": "xlsx", "query": "fiscal_year=2024", "report": "",
             "person": actor.user_id}  # fmt: skip
    facts = make_table(renamed.settings, DISTRICT, order, lambda *_: None)
    made = table_files(renamed.settings).folder / facts["file"]
    heads = next(openpyxl.load_workbook(made).active.iter_rows(min_row=2, values_only=True))
    assert not faults(head.replace("_", " ") for head in heads)
    with renamed.store.reading() as tx:
        mail = tx.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert not faults([mail.subject, *mail.paragraphs])
    assert "uolt strateg" in mail.subject


def test_mail(renamed):
    actor = _actor(renamed, Role.SUPERINTENDENT)
    number = reports.save(actor, renamed.store, "accounts", "Mailed", "?year=2024")
    with for_reader(renamed, actor):
        letters = [report_content(renamed, actor, ReportMail(report_id=number, every="day",
                                                          is_shared=False)),
                campaign_content(renamed, actor, Campaign(
                    district_id=DISTRICT, language="en", text=STANDARD["week", "en"].text,
                    is_deadline=False))]  # fmt: skip
    for content in letters:
        assert content is not None
        head = content.table.head if content.table else []
        assert not faults([*content.before, *head, *content.after])


def test_nothing_of_it_is_left_for_the_next_reader(renamed):
    with for_reader(renamed, _actor(renamed, Role.SUPERINTENDENT)):
        assert told("all schools") == "all vexa buckets"
    assert told("all schools") == "all schools"
