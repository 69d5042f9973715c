"""An account that carries on under another: recorded, loaded, read in the years before, undone.

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
from callbacks.configure.recoded_accounts import LATER, recoded
from config import Settings
from data.bucket_history import bucket_years
from data.chart import chart
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store import open_store
from data.warehouse import Warehouse
from jobs import runs
from jobs.told_accounts import told_accounts
from loaders.progress import silent
from pages.format import money
from planning.account_rules import attributes, rulebook
from planning.configure.commands import Target, delete, save
from planning.configure.presets import preset_role
from tests.matrix.world import World, code, write

ELM = World("elm", "kestrel")
RECODING = ENTITIES["account_recoding"]
OLD, NEW, OTHER = (f"01-1100-4300-{code(place)}" for place in (3, 4, 5))


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    """The district loaded once, with a bucket of what one school buys."""
    folder = tmp_path_factory.mktemp("recoded")
    settings = Settings(var=folder / "var", load_threads=1)
    mapping = write(ELM, folder / "elm")
    store = open_store(settings)

    def load(*, force=False):
        places = {"mapping": str(mapping), "source": str(mapping.parent)}
        return runs.here(settings, store, "load", "elm", places | {"force": force}, silent).detail

    load(force=True)
    services = Services(settings, Warehouse(settings), store, lambda: datetime.now(UTC))
    known = chart(services.warehouse, "elm")
    save(SYSTEM, store, "elm", ENTITIES["role"], preset_role("Viewer"))
    lines = tuple({"segment_type": name, "operator": "is", "segment_code": value}
                  for name, value in (("object", "4300"), ("site", code(4))))  # fmt: skip
    kept = {"code": "FOUR", "name": "Four", "type": "expenditure", "roles": ("VIEWER",)}
    save(SYSTEM, store, "elm", ENTITIES["bucket"], Content(kept, lines), chart=known)
    yield services, load, known
    store.close()


def person():
    who = (1, "D", "d@demo.example")
    return actor_in_district(who, Role.BUDGET_DIRECTOR, "elm", ("elm",), None)


def spent(services):
    """Cents of the bucket by year, as FY2027 sees them."""
    with services.store.reading() as tx:
        book = rulebook(tx, "elm", attributes(tx, "elm"))
    services.warehouse.forget()
    scope = Scope.whole("elm", book=book)
    found = bucket_years(services.warehouse, scope, bucket="FOUR", fiscal_year=2027)
    return {one.year: one.spent for one in found}


def test_a_recorded_recoding_moves_the_years_before_it(district):
    services, load, known = district
    before = spent(services)
    # A share of a quarter of the old account; the case of its letters does not count.
    lines = ({"to_account": NEW, "to_year": 2027, "share": Decimal(25)},
             {"to_account": OTHER, "to_year": 2027, "share": Decimal(75)})  # fmt: skip
    record = Content({"from_account": OLD.lower(), "from_year": 2026}, lines)
    all_of_it = 2 * ELM.dollars(3)
    whole, parts = money(all_of_it), ((NEW, all_of_it / 4), (OTHER, all_of_it * 3 / 4))
    assert recoded(services, person(), record) == [
        *(f"{money(part)} of the {whole} booked in FY2026 is read under {account} from FY2027 on."
          for account, part in parts),
        LATER,
    ]  # fmt: skip
    kept = save(SYSTEM, services.store, "elm", RECODING, record, chart=known).record
    assert spent(services) == before, "nothing changes before the next load"

    assert load().changed, "the files are the same, how they are read is not"
    assert not load().changed
    # A bill of August and one of June in FY2026.
    moved = all_of_it * 100 // 4
    assert spent(services) == {2026: before[2026] + moved, 2027: before[2027]}

    delete(SYSTEM, services.store, "elm", RECODING, Target(kept.id, kept.version))
    assert load().changed
    assert spent(services) == before


def test_what_is_told_is_part_of_how_files_are_read(district):
    services, _load, _known = district
    told = told_accounts(services.settings, "elm")
    assert told.reading("mapping") == "mapping"
