"""An account that the district calls revenue: reviewed, kept, loaded, read everywhere, undone.

Every school's supplies are an amount of their own to the base 8, so each sum names its schools.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from access.actor import SYSTEM, actor_in_district
from access.roles import Role
from access.scope import Scope
from callbacks.basis import Services
from callbacks.configure.turned_accounts import LATER, turned, waiting_note
from config import Settings
from data.chart import chart
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.read_models import READ_MODELS
from data.store import open_store
from data.warehouse import Warehouse
from jobs import runs
from loaders.progress import silent
from planning.account_rules import attributes, rulebook
from planning.configure.commands import Target, delete, save
from planning.configure.presets import preset_role
from tests.matrix.world import PLACES, World, code, write

ELM = World("elm", "kestrel")
TYPE, BUCKET = ENTITIES["account_type"], ENTITIES["bucket"]
TURNED = f"01-1100-4300-{code(3)}"
OWN = ELM.dollars(3)
ALL = sum(ELM.dollars(k) for k in range(PLACES))


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    """The district loaded once, with a bucket of each type over what schools buy."""
    folder = tmp_path_factory.mktemp("typed")
    settings = Settings(var=folder / "var", load_threads=1)
    mapping = write(ELM, folder / "elm")
    store = open_store(settings)

    def load(*, force=False):
        places = {"mapping": str(mapping), "source": str(mapping.parent)}
        return runs.here(settings, store, "load", "elm", places | {"force": force}, silent).detail

    load(force=True)
    services = Services(settings, Warehouse(settings), store, lambda: datetime.now(UTC))
    save(SYSTEM, store, "elm", ENTITIES["role"], preset_role("Viewer"))
    for name, kind in (("BOUGHT", "expenditure"), ("GOT", "revenue")):
        lines = ({"segment_type": "object", "operator": "is", "segment_code": "4300"},)
        kept = {"code": name, "name": name.title(), "type": kind, "roles": ("VIEWER",)}
        save(SYSTEM, store, "elm", BUCKET, Content(kept, lines), chart=known(services))
    yield services, load
    store.close()


def known(services):
    return chart(services.warehouse, "elm")


def scope(services):
    with services.store.reading() as tx:
        book = rulebook(tx, "elm", attributes(tx, "elm"))
    return Scope.whole("elm", book=book)


def person(services):
    who, book = (1, "D", "d@demo.example"), scope(services).book
    return actor_in_district(who, Role.BUDGET_DIRECTOR, "elm", ("elm",), None, book)


def read(services, name, **arguments):
    services.warehouse.forget()
    return READ_MODELS[name].run(services.warehouse, scope(services), **arguments).to_pylist()


def spent(services, kind):
    rows = read(services, "account-status", fiscal_year=2027, kind=kind)
    return {row["account"]: row["spent_usd"] for row in rows}


def buckets(services):
    rows = read(services, "buckets", fiscal_year=2027)
    return {row["bucket_code"]: row["spent_usd"] for row in rows}


def test_a_recorded_type_goes_through_review_record_load_and_every_reading(district):
    services, load = district
    record = Content({"account_code": TURNED, "account_type": "Revenue"})

    said = " ".join(turned(services, person(services), {TURNED: "Revenue"}))
    assert f"From expenditure to revenue: 1 account of FY2027, budgeted ${4 * OWN:,}" in said
    assert f"spent ${OWN:,} ({TURNED})" in said
    assert "Leaves the bucket Bought (1 account). Enters the bucket Got (1 account)." in said
    assert said.endswith(LATER)

    kept = save(SYSTEM, services.store, "elm", TYPE, record, chart=known(services)).record
    assert TURNED in spent(services, "expenditure"), "nothing changes before the next load"
    assert "1 account waits" in waiting_note(services, person(services), TYPE, [kept])

    assert load().changed, "the files are the same, how they are read is not"
    assert not load().changed
    assert spent(services, "revenue") == {TURNED: Decimal(OWN)}
    assert TURNED not in spent(services, "expenditure")
    assert sum(spent(services, "expenditure").values()) == ALL - OWN
    assert buckets(services) == {"BOUGHT": ALL - OWN, "GOT": OWN}
    by_school = read(services, "spending-by-school", fiscal_year=2027)
    assert code(3) not in {row["location_id"] for row in by_school if row["spent_usd"]}
    assert waiting_note(services, person(services), TYPE, [kept]) == ""
    assert turned(services, person(services), {TURNED: "Revenue"}) == [
        "No account with figures in FY2027 becomes another type."
    ]

    delete(SYSTEM, services.store, "elm", TYPE, Target(kept.id, kept.version))
    assert load().changed
    assert sum(spent(services, "expenditure").values()) == ALL
    assert buckets(services)["BOUGHT"] == ALL
