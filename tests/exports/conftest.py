"""The small district of the read models, with a few texts that a spreadsheet would run."""

from __future__ import annotations

import pytest

from access.scope import Scope
from config import Settings
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, publish, sample

DANGEROUS = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\ufeff=1", "＝1", "－1"]


@pytest.fixture(scope="session")
def made():
    made = sample()
    for line, text in zip(made.rows("fct_ledger")[::50], DANGEROUS, strict=False):
        line["description"] = text
    return made


@pytest.fixture(scope="session")
def var(tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("var")
    publish(folder, made, "elm-exports")
    return folder


@pytest.fixture(scope="session")
def warehouse(var):
    opened = Warehouse(Settings(var=var))
    yield opened
    opened.close()


@pytest.fixture
def whole():
    return Scope.whole(DISTRICT)
