"""Where requisitions are subtracted every page shows them as a term, and only there."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.basis import basis
from callbacks.bucket_links import link
from callbacks.campaign_letter import _table
from callbacks.home import home
from callbacks.manage import accounts
from callbacks.manage.bucket import bucket, bucket_view
from callbacks.manage.money import money_view
from config import Settings
from data.balances import account_status
from data.buckets import buckets
from data.warehouse import Warehouse
from pages.components.bucket_amounts import Amounts
from pages.home.principal_words import SCHOOL, YOU, overrun
from pages.manage.money import body, head
from pages.manage.row_state import AccountsState
from pages.state import BucketState, HomeState, MoneyState
from tests.data.requisition_sample import requisition_sample
from tests.data.serving_sample import publish
from tests.shown_words import texts

YEAR = 2025
DIRECTOR = (Role.BUDGET_DIRECTOR, None)
PRINCIPAL = (Role.PRINCIPAL, "101")


@pytest.fixture(scope="module", params=[True, False], ids=["subtracted", "beside"])
def district(request, services, tmp_path_factory):
    """Services of a district that subtracts requisitions, or does not, and which it is."""
    var = tmp_path_factory.mktemp("var")
    publish(var, requisition_sample(subtracts=request.param))
    warehouse = Warehouse(Settings(var=var))
    yield replace(services, warehouse=warehouse), request.param
    warehouse.close()


def shown(components) -> list[str]:
    written = json.dumps(html.Div(list(components)).to_plotly_json(), cls=PlotlyJSONEncoder)
    return list(texts(json.loads(written)))


def money_page(services, actor):
    view = money_view(services, actor, MoneyState(YEAR))
    return [*head(view), *body(view)]


def bucket_page(services, actor):
    return bucket(services, actor, BucketState(YEAR, bucket="SUP"))


def home_page(services, actor):
    return home(services, actor, HomeState(YEAR))


@pytest.mark.parametrize("who", [DIRECTOR, PRINCIPAL], ids=["director", "principal"])
@pytest.mark.parametrize("page", [home_page, money_page, bucket_page])
def test_a_page_has_the_term_where_it_counts(district, person, page, who):
    services, subtracts = district
    words = shown(page(services, person(*who)))
    assert ("Requested" in words) is subtracts
    assert any("not yet ordered" in one for one in words) is (
        page is bucket_page or (subtracts and (page is money_page or who is PRINCIPAL))
    )


def test_the_terms_of_a_bucket_add_up_to_what_is_left(district, person):
    services, subtracts = district
    actor = person(*DIRECTOR)
    view = bucket_view(services, actor, basis(services, actor, BucketState(YEAR)), "SUP")
    [side] = view.sides
    amounts = side.amounts
    assert (amounts.reserved is not None) is subtracts
    taken = amounts.spent + amounts.encumbered + (amounts.reserved or 0)
    assert amounts.remaining == amounts.budget - taken
    assert view.orders.requested == side.requested > 0
    if subtracts:
        assert amounts.reserved == side.requested


def test_what_is_requested_opens_accounts_that_sum_to_it(district, person):
    services, _ = district
    actor = person(*DIRECTOR)
    ground = basis(services, actor, MoneyState(YEAR))
    address = urlsplit(link(actor, ground)("SUP", "requested"))
    asked = {name: value[0] for name, value in parse_qs(address.query).items()}
    assert address.path == "/current/accounts"
    rows = account_status(
        services.warehouse, ground.scope, fiscal_year=YEAR, bucket=asked["bucket"],
        kind=asked["kind"], where=asked["where"],
    ).to_pylist()  # fmt: skip
    [wanted] = [row["requested_usd"] for row in buckets(
        services.warehouse, ground.scope, fiscal_year=YEAR).to_pylist()
        if row["bucket_code"] == "SUP"]  # fmt: skip
    assert sum(row["requested_usd"] or 0 for row in rows) == wanted > 0


def test_accounts_show_the_column_beside_what_is_on_order(district, person):
    services, subtracts = district
    view = accounts.view(services, person(*DIRECTOR), AccountsState(YEAR))
    fields = [column.field for column in view.columns]
    place = fields.index("encumbered") + 1
    assert (fields[place] == "requested") is subtracts
    assert ("less requested" in view.note) is subtracts
    of_revenue = accounts.view(services, person(*DIRECTOR), AccountsState(YEAR, kind="revenue"))
    assert "requested" not in [column.field for column in of_revenue.columns]


@pytest.mark.parametrize("language", ["en", "es"])
def test_mail_has_a_column_for_each_term(district, person, language):
    services, subtracts = district
    actor = person(*PRINCIPAL)
    rows = buckets(services.warehouse, actor.scope, fiscal_year=YEAR).to_pylist()
    table = _table([row for row in rows if row["kind"] == "expenditure"], language)
    has_column = "Requested" in table.head or "Solicitado" in table.head
    assert has_column is subtracts
    assert {len(line) for line in table.rows} == {len(table.head)}


@pytest.mark.parametrize("voice", [YOU, SCHOOL])
def test_more_than_there_is_names_what_took_it(voice):
    assert overrun(voice, Amounts()).endswith(" spent or ordered ")
    assert overrun(voice, Amounts(reserved=0)).endswith(" spent, ordered or requested ")
