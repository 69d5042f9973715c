"""Oakland's public record, loaded once for every test that asks it."""

from __future__ import annotations

import pytest

from config import ROOT, Settings
from data.warehouse import Warehouse
from loaders.pipeline import LoadResult, load

SAMPLE = ROOT / "data" / "sample" / "oakland"


@pytest.fixture(scope="session")
def oakland(tmp_path_factory: pytest.TempPathFactory) -> LoadResult:
    """The snapshot of Oakland, in a var folder of its own."""
    settings = Settings(var=tmp_path_factory.mktemp("oakland"), load_threads=1)
    return load(settings, "oakland", SAMPLE / "mapping.yaml", SAMPLE)


@pytest.fixture(scope="session")
def oakland_warehouse(oakland: LoadResult):
    """What answers for Oakland."""
    opened = Warehouse(Settings(var=oakland.folder.parent.parent))
    yield opened
    opened.close()
