"""A small delivery of the district `elm`, and the settings and store it is loaded into."""

from __future__ import annotations

import pytest

from config import Settings
from data.store import open_store
from tests.loaders.test_whole_load import DISTRICT, LEDGER, MAPPING


@pytest.fixture
def settings(tmp_path):
    return Settings(var=tmp_path / "var")


@pytest.fixture
def store(settings):
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def delivery(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "mapping.yaml").write_text(MAPPING)
    (folder / "district.yaml").write_text(DISTRICT)
    (folder / "gl_2027.txt").write_text(LEDGER)
    return {"mapping": str(folder / "mapping.yaml"), "source": str(folder)}
