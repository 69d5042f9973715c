"""The fictional district with every school of the demonstration, and what is true of its pupils."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from config import ROOT, Settings
from data.sample.cedar_valley.generate import generate
from data.warehouse import Warehouse
from loaders.pipeline import load

DISTRICT = "cedar-valley"
MAPPING = ROOT / "data" / "sample" / "cedar_valley" / "mapping.yaml"
# As many schools as in the demonstration, hence the same pupils; the ledger is short.
SCHOOLS, LINES = 46, 500


@dataclass(frozen=True)
class Demo:
    """The loaded district; `drop` and `truth` are the generator's, known to no reader."""

    settings: Settings
    warehouse: Warehouse
    folder: Path
    drop: Path
    truth: dict[str, Any]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Cedar Valley, loaded once for all tests of privacy."""
    folder = tmp_path_factory.mktemp("privacy")
    generate(folder / "drop", lines=LINES, schools=SCHOOLS)
    settings = Settings(var=folder / "var", secret_key="", database_url="", load_threads=1)
    made = load(settings, DISTRICT, MAPPING, folder / "drop")
    warehouse = Warehouse(settings)
    truth = json.loads((folder / "drop" / "truth.json").read_text())
    yield Demo(settings, warehouse, made.folder, folder / "drop", truth)
    warehouse.close()
