"""Oakland's equity figures against a reckoning in plain Python from the expected files alone.

Screen, export and workbook must show these figures: no figure here is taken from Plumbline.
"""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from access.scope import Scope
from data.equity import equity_report
from data.read_models import READ_MODELS, Kind
from exports import flat
from metrics import weighted

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample" / "oakland"
WHOLE = Scope.whole("oakland")
YEARS = (2023, 2024)
# Each school counted once; over pupils it is higher.
KNOWN_R = ((2023, 77, 0.34), (2024, 79, 0.46))

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def warehouse(oakland_warehouse):
    return oakland_warehouse


def published(year: int) -> dict[str, dict[str, Decimal]]:
    """Each school of the expected file by its state number: pupils, eligible pupils, dollars."""
    path = ROOT / "tests" / "expected" / f"oakland_fy{year}_fund10_by_school.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            row["cds_code"]: {
                name: Decimal(row[name]) for name in ("pupils", "frpm", "spending_usd")
                if row[name]
            }
            for row in csv.DictReader(stream)
        }  # fmt: skip


def of_state(warehouse, year: int) -> dict[str, dict]:
    """Rows of the read model per-pupil by state number."""
    rows = READ_MODELS["per-pupil"].run(warehouse, WHOLE, fiscal_year=year).to_pylist()
    return {row["state_id"]: row for row in rows if row["state_id"]}


def cents(dollars: Decimal, pupils: Decimal) -> Decimal:
    return (dollars / pupils).quantize(Decimal("0.01"), ROUND_HALF_UP)


def pearson(x: list[float], y: list[float], n: list[float]) -> float:
    """Written out: covariance over the product of the standard deviations, weighted."""
    whole = sum(n)
    mx = sum(a * w for a, w in zip(x, n, strict=True)) / whole
    my = sum(b * w for b, w in zip(y, n, strict=True)) / whole
    top = sum(w * (a - mx) * (b - my) for a, b, w in zip(x, y, n, strict=True))
    sx = sum(w * (a - mx) ** 2 for a, w in zip(x, n, strict=True))
    sy = sum(w * (b - my) ** 2 for b, w in zip(y, n, strict=True))
    return top / sqrt(sx * sy)


@pytest.mark.parametrize("year", YEARS)
def test_every_school_spends_what_the_public_files_say(warehouse, year):
    shown, expected = of_state(warehouse, year), published(year)
    compared = 0
    for code, one in expected.items():
        row = shown[code]
        assert row["spent_usd"] == one["spending_usd"], code
        if row["per_pupil_usd"] is not None:
            assert row["per_pupil_usd"] == cents(one["spending_usd"], one["pupils"]), code
            compared += 1
        if row["frl_share"] is not None:
            assert row["frl_share"] == pytest.approx(float(one["frpm"] / one["pupils"]))
    assert compared > 70


@pytest.mark.parametrize("year", YEARS)
def test_the_report_reckons_what_plain_sums_reckon(warehouse, year):
    report, expected = equity_report(warehouse, WHOLE, fiscal_year=year), published(year)
    names = {row["location_id"]: code for code, row in of_state(warehouse, year).items()}
    schools = [one for one in report.compared if one.need is not None]
    own = [expected[names[one.location_id]] for one in schools]
    n = [float(one["pupils"]) for one in own]
    f = [float(one["frpm"] / one["pupils"]) for one in own]
    x = [float(cents(one["spending_usd"], one["pupils"])) for one in own]
    whole, poor = sum(n), sum(w * a for w, a in zip(n, f, strict=True))
    mean = sum(w * b for w, b in zip(n, x, strict=True)) / whole
    mean_poor = sum(w * a * b for w, a, b in zip(n, f, x, strict=True)) / poor
    mean_other = sum(w * (1 - a) * b for w, a, b in zip(n, f, x, strict=True)) / (whole - poor)
    mean_need = poor / whole
    slope = sum(w * (a - mean_need) * (b - mean) for w, a, b in zip(n, f, x, strict=True))
    slope /= sum(w * (a - mean_need) ** 2 for w, a in zip(n, f, strict=True))
    cv = sqrt(sum(w * (b - mean) ** 2 for w, b in zip(n, x, strict=True)) / whole) / mean
    pairs = list(zip(n, x, strict=True))
    gini = sum(wi * wj * abs(xi - xj) for wi, xi in pairs for wj, xj in pairs)
    gini /= 2 * whole**2 * mean
    found = {name: one.value for name, one in report.statistics.overall.measures.items()}
    assert len(schools) == 70
    assert found["mean_poor"] == pytest.approx(mean_poor)
    assert found["mean_nonpoor"] == pytest.approx(mean_other)
    assert found["progressivity_ratio"] == pytest.approx(mean_poor / mean_other)
    assert found["slope"] == pytest.approx(slope)
    assert found["pearson"] == pytest.approx(pearson(f, x, n))
    assert found["cv"] == pytest.approx(cv)
    assert found["gini"] == pytest.approx(gini)


@pytest.mark.parametrize(("year", "schools", "r"), KNOWN_R)
def test_the_scatter_of_every_program_has_the_known_correlation(warehouse, year, schools, r):
    every = [
        (float(one["frpm"] / one["pupils"]), float(one["spending_usd"] / one["pupils"]),
         float(one["pupils"]))
        for one in published(year).values()
    ]  # fmt: skip
    x, y, pupils = (list(column) for column in zip(*every, strict=True))
    rows = READ_MODELS["school-points"].run(warehouse, WHOLE, fiscal_year=year).to_pylist()
    drawn = [row for row in rows if not row["reason"]]
    across, up = [row["x_value"] for row in drawn], [row["y_value"] for row in drawn]
    shown = weighted.pearson(across, up, [row["pupils"] for row in drawn])
    assert len(drawn) == len(every) == schools
    assert pearson(x, y, [1.0] * schools) == pytest.approx(r, abs=0.005)
    assert weighted.pearson(across, up) == pytest.approx(pearson(x, y, [1.0] * schools), abs=1e-5)
    assert shown == pytest.approx(pearson(x, y, pupils), abs=1e-5)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", ["per-pupil", "equity-schools", "equity-measures"])
def test_downloads_carry_the_figures_of_the_screen(warehouse, name, year):
    model = READ_MODELS[name]
    rows = model.run(warehouse, WHOLE, fiscal_year=year).to_pylist()
    asked = {"fiscal_year": year}
    text = b"".join(flat.export(warehouse, WHOLE, name, "csv", asked).chunks).decode()
    plain = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    book = b"".join(flat.export(warehouse, WHOLE, name, "xlsx", asked).chunks)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    heads = sheet[1]
    assert len(plain) == len(rows) == len(sheet) - 2
    for row, line, cells in zip(rows, plain, sheet[2:], strict=True):
        for column in model.columns:
            value = row[column.name]
            if column.kind is not Kind.FLAG and isinstance(value, (int, float, Decimal)):
                assert float(line[column.name]) == pytest.approx(float(value), abs=1e-9)
                cell = cells[heads.index(column.name)]
                assert cell == pytest.approx(float(value), abs=1e-6)
