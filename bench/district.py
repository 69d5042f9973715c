"""A fictional district of any size with a hundred buckets, made and loaded once and used again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import yaml

from access.scope import Scope
from config import ROOT, Settings
from data.districts import fiscal_years
from data.sample.cedar_valley import generate as sample
from data.warehouse import Warehouse
from loaders.pipeline import load

CODE = "cedar-valley"
_SAMPLE = ROOT / "data" / "sample" / "cedar_valley"
_BUILT_BY = ("data/schema.py", "data/serving_schema.py", "loaders/serving*.py", "loaders/sql/*.sql")
# Each account of spending lies in one bucket by function and in one by fund.
_GROUPS = (
    ("function", "1000-1099"), ("function", "1100-1999"), ("function", "2000-2999"),
    ("function", "3000-3999"), ("function", "4000-9999"),
    ("fund", "100-119"), ("fund", "120-129"), ("fund", "130-199"), ("fund", "200-299"),
    ("fund", "300-999"),
)  # fmt: skip
_OBJECTS = (
    "1000-1999", "2000-2999", "3101-3202", "3301-3302", "3401-3402",
    "3501-3502", "3601-3602", "4000-4999", "5000-5699", "5700-7999",
)  # fmt: skip
BUCKETS = tuple((*group, objects) for group in _GROUPS for objects in _OBJECTS)


@dataclass(frozen=True)
class District:
    """Extracts, mapping and published snapshot of one size, below one folder."""

    lines: int
    folder: Path

    @property
    def extracts(self) -> Path:
        """What an ERP would deliver."""
        return self.folder / "extracts"

    @property
    def mapping(self) -> Path:
        """The sample's mapping, beside a settings file with a hundred buckets."""
        return self.folder / "mapping.yaml"

    @property
    def settings(self) -> Settings:
        """Settings whose var folder lies below the district's."""
        return Settings(var=self.folder / "var", secret_key="", database_url="", demo=False)

    @cached_property
    def warehouse(self) -> Warehouse:
        """The warehouse over the published snapshot."""
        return Warehouse(self.settings)

    @cached_property
    def by_hand(self) -> duckdb.DuckDBPyConnection:
        """The same open file for hand-written SQL: one thread, read only, no layer between."""
        return duckdb.connect(str(self.warehouse.snapshot(CODE).path), read_only=True)

    @property
    def everyone(self) -> Scope:
        """A reader of the whole district who may see pay."""
        return Scope.whole(CODE, sees_compensation=True)

    @cached_property
    def closed_year(self) -> int:
        """The newest year with twelve posted periods."""
        known = [year for year in fiscal_years(self.warehouse, CODE) if year.has_money]
        return max(year.year for year in known if year.last_period == 12)

    @cached_property
    def school(self) -> str:
        """The location with the most accounts: the largest of the principals' budgets."""
        return str(self.asked(
            "select location_id from dim_location l join balances b using (location_key) "
            "where l.type = 'school' group by 1 order by count(*) desc, 1 limit 1"
        ))  # fmt: skip

    def asked(self, sql: str, **parameters: object) -> Any:
        """The first value of a hand-written question."""
        return self.by_hand.execute(sql, parameters).fetchall()[0][0]


def prepared(lines: int, folder: Path | None = None, *, schools: int | None = None) -> District:
    """The district of about so many ledger lines, made and loaded if it is not there already.

    `schools` replaces the number of schools that fits the lines.
    """
    district = District(lines, folder or ROOT / "var" / "bench" / str(lines))
    if not (district.extracts / "truth.json").exists():
        sample.generate(district.extracts, lines=lines, schools=schools)
    _write_mapping(district)
    stamp, built = district.folder / "built_by", _built_by(district)
    if not stamp.exists() or stamp.read_text("utf-8") != built:
        load(district.settings, CODE, district.mapping, district.extracts, force=True)
        stamp.write_text(built, "utf-8")
    return district


def hundred_buckets() -> list[dict[str, Any]]:
    """Ten groups of functions and funds, each divided by ten ranges of objects."""
    return [
        {
            "code": f"B{number:03d}",
            "name": f"Bucket {number}",
            "type": "expenditure",
            "description": f"{field} {codes}, object {objects}",
            "decided_by": "owner",
            "sort": str(number),
            "scopes": [
                {"field": field, "operator": "between", "value": codes},
                {"field": "object", "operator": "between", "value": objects},
            ],
        }
        for number, (field, codes, objects) in enumerate(BUCKETS)
    ]


def _write_mapping(district: District) -> None:
    settings = yaml.load((_SAMPLE / "district.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    settings["buckets"] = hundred_buckets()
    (district.folder / "district.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    district.mapping.write_bytes((_SAMPLE / "mapping.yaml").read_bytes())


def _built_by(district: District) -> str:
    """What decides how a serving file looks: another text asks for another load."""
    digest = sha256((district.folder / "district.yaml").read_bytes())
    for pattern in _BUILT_BY:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
