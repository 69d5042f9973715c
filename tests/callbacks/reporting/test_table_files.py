"""Long tables made as jobs: which rows, for whom, for how long, and what is left of a stop."""

from __future__ import annotations

import csv
import io
import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest
from sqlalchemy import select

from access.actor import SYSTEM
from access.policy import NotPermitted
from access.roles import Role
from callbacks.manage import jobs as screen
from callbacks.manage.job_offer import accept, offer, offer_address, order_of
from callbacks.reporting.orders import files as documents
from callbacks.table_files import AT_ONCE, KEPT, CannotMakeFile, ask, files, ready
from callbacks.table_orders import MOST_IN_A_SHEET, TableOrder, asked, begun, is_long, length
from data.read_model import in_batches
from data.read_models import READ_MODELS, ArgumentError
from data.store import jobs as rows
from data.store.outbox import OutboxMail
from jobs import runs
from jobs.file_keeping import bind_file_keeping
from jobs.queue import queue
from planning import people
from tests.callbacks.reporting.conftest import assigned, someone
from tests.data.serving_sample import PLACES, sample

LINES = TableOrder("transactions", "csv", "fiscal_year=2025")


def run(house, number):
    runs.run(house.settings, house.store, number, lambda *_: None)
    with house.store.reading() as tx:
        return rows.job(tx, number)


def in_file(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def of_year(lines, location=None):
    return [one for one in lines if one["fiscal_year"] == 2025
            and location in (None, one["location_id"])]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_holds_every_row_and_only_its_owner_gets_it(house, lines, form):
    ada, eve = (someone(house, name, Role.SUPERINTENDENT) for name in ("ada", "eve"))
    ended = run(house, ask(house, ada, replace(LINES, form=form)))
    expected = of_year(lines)
    assert (ended.status, ended.result["rows"]) == ("done", len(expected))
    name = ended.result["file"]
    found = ready(house, ada, name)
    assert found.file_name.endswith(f"_transactions_2025-03-01.{form}")
    if form == "csv":
        made = in_file(found.path)
        assert sum(Decimal(row["amount_usd"]) for row in made) == sum(o["usd"] for o in expected)
        keys = [int(row["line_key"]) for row in made]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(found.path.read_bytes())).active
        keys = [row[0] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert sorted(keys) == sorted(one["line_key"] for one in expected)
    assert ready(house, eve, name) is None
    assert ready(house, ada, f"../{name}") is None


def test_its_owner_is_told_by_mail_with_a_link_and_without_figures(house):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    name = run(house, ask(house, ada, LINES)).result["file"]
    with house.store.reading() as tx:
        [mail] = tx.scalars(select(OutboxMail).where(OutboxMail.key == f"table-file:{name}"))
    # A page, as only pages ask a person who has not signed in to do so, and then go on.
    assert (mail.recipient, mail.link_path) == (ada.email, "/jobs")
    assert [one.href for one in screen.view(house, ada).jobs] == [f"/table-file/{name}"]
    assert not any(sign.isdigit() for sign in "".join(mail.paragraphs).replace("3 days", ""))


def test_rights_are_those_of_making_and_still_those_of_fetching(house, lines):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    number = ask(house, ada, LINES)
    principal = assigned(house, ada.email, Role.PRINCIPAL, "101")
    name = run(house, number).result["file"]
    made = in_file(ready(house, principal, name).path)
    assert {row["location_id"] for row in made} == {"101"}
    assert sum(Decimal(row["amount_usd"]) for row in made) == sum(
        one["usd"] for one in of_year(lines, "101")
    )
    # Other rows by now, no right to payments, no membership: not this file any more.
    assert ready(house, assigned(house, ada.email, Role.SUPERINTENDENT), name) is None
    assert ready(house, assigned(house, ada.email, Role.VIEWER), name) is None
    people.deactivate(SYSTEM, house.store, email=ada.email)
    assert "do not belong" in run(house, ask(house, principal, LINES)).message


def test_a_file_is_gone_when_its_days_are_over(house):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    name = run(house, ask(house, ada, LINES)).result["file"]
    path, before = files(house.settings).folder / name, time.time() - KEPT.total_seconds() - 60
    [shown] = [one for one in screen.view(house, ada).jobs if one.href]
    assert shown.href == f"/table-file/{name}"
    os.utime(path, (before, before))
    assert ready(house, ada, name) is None
    assert not any(one.href for one in screen.view(house, ada).jobs)
    run(house, ask(house, ada, LINES))
    assert not path.exists()


def test_the_worker_sweeps_every_hour_whatever_is_made(house, tmp_path):
    """Tables after three days, presentations after fourteen."""
    settings = house.settings.model_copy(update={"var": tmp_path})
    days = {}
    for kept in (files(settings), documents(settings)):
        for age in (2, 4, 15):
            path = kept.folder / kept.keep("csv", [b"x"])
            days[path] = age
            os.utime(path, (time.time() - age * 86_400,) * 2)
    huey = queue(settings)
    bind_file_keeping(huey, settings)
    [task] = [one for one in huey._registry.periodic_tasks if one.name == "sweep_files"]
    assert task.validate_datetime(datetime(2027, 3, 1, 13, 50, tzinfo=UTC))
    huey.execute(task)
    left = sorted((path.parent.name, age) for path, age in days.items() if path.exists())
    assert left == [("exports", 2), ("exports", 4), ("tables", 2)]


def test_a_stopped_job_leaves_nothing_and_starts_again(house, monkeypatch):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    number = ask(house, ada, LINES)
    begins, before = rows.start_job, set(files(house.settings).folder.glob("*"))

    def start_and_stop(tx, job, now):
        begun = begins(tx, job, now)
        rows.cancel_job(tx, job, now)
        return begun

    monkeypatch.setattr(rows, "start_job", start_and_stop)
    assert run(house, number).status == "cancelled"
    assert set(files(house.settings).folder.glob("*")) == before
    monkeypatch.undo()
    assert screen.act(house, ada, "retry", number) == "Started again."
    [waiting] = [one for one in screen.view(house, ada).jobs if one.status == "queued"]
    assert screen.act(house, ada, "cancel", waiting.id) == "Cancelled.", "it never began"
    assert screen.act(house, ada, "retry", waiting.id) == "Started again."
    with house.store.reading() as tx:
        [again] = [one for one in rows.recent_jobs(tx) if not one.is_final]
    assert run(house, again.id).status == "done"


def test_too_much_at_once_and_too_long_for_a_sheet_are_refused(house, monkeypatch):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    first = ask(house, ada, LINES)
    assert ask(house, ada, LINES) == first
    for limit in range(1, AT_ONCE):
        ask(house, ada, replace(LINES, query=f"limit={limit}"))
    with pytest.raises(CannotMakeFile, match="being made"):
        ask(house, ada, replace(LINES, query="limit=77"))
    model = replace(READ_MODELS["transactions"], count=lambda *_, **__: MOST_IN_A_SHEET + 1)
    monkeypatch.setitem(READ_MODELS, "transactions", model)
    sheet = replace(LINES, form="xlsx")
    with pytest.raises(CannotMakeFile, match="choose CSV"):
        ask(house, ada, sheet)
    assert not offer(house, ada, offer_address(sheet).partition("?")[2]).is_open
    with pytest.raises(NotPermitted):
        ask(house, someone(house, "guest", Role.VIEWER), LINES)


def test_the_length_is_that_of_the_rows(house, lines):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    every = len(of_year(lines))
    for query, rows_of in (("", every), ("&offset=2", every - 2), ("&limit=3&sort=vendor_name", 3)):
        found = asked(ada, replace(LINES, query=f"fiscal_year=2025{query}"))
        assert length(house, found) == rows_of
    assert not is_long(house, ada, LINES)
    accounts = asked(ada, TableOrder("account-status", "xlsx", "fiscal_year=2025"))
    model = READ_MODELS["account-status"]
    run_ = model.run(house.warehouse, accounts.scope, **accounts.arguments)
    assert length(house, accounts) == run_.num_rows > 0


@pytest.mark.parametrize(("query", "place"), [("", None), ("&state=closed", None), ("", "101")])
def test_the_length_of_orders_and_their_file_is_known_beforehand(house, query, place):
    """Counted by order number over the lines of the sample, and read back from the made file."""
    role = Role.PRINCIPAL if place else Role.SUPERINTENDENT
    reader = someone(house, "ada", role, place)
    order = TableOrder("purchase-orders", "csv", f"fiscal_year=2025{query}")
    of_orders = {
        one["po_no"] for one in sample().rows("purchase_orders")
        if one["fiscal_year"] == 2025 and (not query or one["status"] == "closed")
        and place in (None, PLACES[one["location_key"]][0])
    }  # fmt: skip
    assert length(house, asked(reader, order)) == len(of_orders) > 1
    assert length(house, asked(reader, replace(order, query=f"{order.query}&limit=1"))) == 1
    ended = run(house, ask(house, reader, order))
    assert ended.result["rows"] == len(of_orders)
    assert {row["po_no"] for row in in_file(ready(house, reader, ended.result["file"]).path)} == (
        of_orders
    )


def test_orders_in_parts_are_the_orders_in_one(house):
    reader = someone(house, "ada", Role.SUPERINTENDENT)
    found = asked(reader, TableOrder("purchase-orders", "csv", "fiscal_year=2025&sort=open_usd"))
    model = READ_MODELS["purchase-orders"]
    whole = model.run(house.warehouse, found.scope, **found.arguments)
    small = in_batches(model.run, 3)(house.warehouse, found.scope, **found.arguments)
    assert pa.concat_tables(small) == whole
    assert model.batches is not None


@pytest.mark.parametrize("table", ["account-status", "purchase-orders", "transactions"])
def test_a_file_of_no_rows_at_most_has_headings_and_less_than_none_is_refused(house, table):
    reader = someone(house, "ada", Role.SUPERINTENDENT)
    model = READ_MODELS[table]
    [head] = in_text(house, reader, TableOrder(table, "csv", "limit=0")).splitlines()
    assert head.replace('"', "").split(",") == [column.name for column in model.columns]
    assert in_text(house, reader, TableOrder(table, "csv", "limit=0&offset=3")).strip() == head
    assert length(house, asked(reader, TableOrder(table, "csv", "limit=0"))) == 0
    with pytest.raises(ArgumentError, match="limit"):
        asked(reader, TableOrder(table, "csv", "limit=-1"))


def in_text(house, reader, order):
    return b"".join(begun(house, reader, order).chunks).decode()


def test_the_address_of_an_offer_is_read_back_and_asked_once(house):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    order = TableOrder("transactions", "csv", "fiscal_year=2025&search=a%26b%3Dc", "7")
    search = "?" + offer_address(order).partition("?")[2]
    assert order_of(search) == order
    assert order_of("?of=1") is None
    assert offer(house, ada, search).is_open
    assert accept(house, ada, search) == ""
    assert accept(house, ada, "?table=transactions&form=csv&query=made_up%3D1") != ""
    assert not offer(house, ada, "?table=secrets&form=csv").is_open
