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


@pytest.fixture(scope="session")
def california(shared_data):
    """420 districts of 1998-99 (package AER): spending, pupils, shares, scores."""
    with (shared_data / "classic_samples" / "CASchools.csv").open() as file:
        rows = list(csv.DictReader(file))
    column = {
        name: np.array([float(row[name]) for row in rows])
        for name in (
            "students",
            "teachers",
            "lunch",
            "english",
            "expenditure",
            "income",
            "read",
            "math",
        )
    }
    return {
        "x": column["expenditure"], "n": column["students"], "frl": column["lunch"] / 100,
        "ell": column["english"] / 100, "str": column["students"] / column["teachers"],
        "score": (column["read"] + column["math"]) / 2, "income": column["income"],
    }  # fmt: skip
