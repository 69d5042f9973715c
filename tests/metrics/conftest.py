"""Small data sets of the literature, and the California districts where they are at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import yaml

CASES = Path(__file__).resolve().parents[1] / "cases" / "metrics"


def cases(name):
    return yaml.safe_load((CASES / f"{name}.yaml").read_text())


def _columns(path, names):
    with path.open() as file:
        rows = list(csv.DictReader(file))
    numbers = {name: np.array([float(row[name]) for row in rows]) for name in names}
    return rows, numbers


@pytest.fixture(scope="session")
def california(shared_data):
    """420 districts of 1998-99 (package AER): spending, pupils, shares, scores."""
    names = ("students", "teachers", "lunch", "english", "expenditure", "income", "read", "math")
    rows, column = _columns(shared_data / "classic_samples" / "CASchools.csv", names)
    return {
        "x": column["expenditure"], "n": column["students"], "frl": column["lunch"] / 100,
        "ell": column["english"] / 100, "str": column["students"] / column["teachers"],
        "score": (column["read"] + column["math"]) / 2, "income": column["income"],
        "county": [row["county"] for row in rows], "name": [row["school"] for row in rows],
    }  # fmt: skip


@pytest.fixture(scope="session")
def massachusetts(shared_data):
    """220 districts of 1997-98 (package AER), without enrollment."""
    names = ("exptot", "lunch", "english", "special", "income")
    _, column = _columns(shared_data / "classic_samples" / "MASchools.csv", names)
    return {
        "x": column["exptot"], "frl": column["lunch"] / 100, "ell": column["english"] / 100,
        "sped": column["special"] / 100, "income": column["income"],
    }  # fmt: skip
