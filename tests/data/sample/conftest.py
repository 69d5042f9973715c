"""The fictional district, written once and loaded once for the tests that read it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest

from config import Settings
from data.sample.cedar_valley.generate import generate
from loaders.pipeline import load
from tests.data.sample.test_cedar_valley import MAPPING

# `make truth LINES=10000000` runs these same tests on a district of another size.
LINES = int(os.environ.get("CEDAR_LINES", "30000"))
SMALL = {"load_threads": 1, "load_memory_mb": 512} if LINES < 1_000_000 else {}


@pytest.fixture(scope="session")
def loaded_drop(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cedar-valley-drop")
    generate(folder, lines=LINES)
    return folder


@pytest.fixture(scope="session")
def loaded_truth(loaded_drop):
    return json.loads((loaded_drop / "truth.json").read_text())


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    return Settings(var=tmp_path_factory.mktemp("var"), **SMALL)


@pytest.fixture(scope="session")
def serving(loaded_drop, settings):
    result = load(settings, "cedar-valley", MAPPING, loaded_drop)
    with duckdb.connect(str(result.folder / "serving.duckdb"), read_only=True) as con:
        yield con
