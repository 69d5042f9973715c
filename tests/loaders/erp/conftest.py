"""Extracts that a test writes itself, read by the real loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from loaders.erp.extract import extract
from loaders.erp.mapping import read_mapping
from loaders.progress import silent
from tests.loaders.erp.district import KINDS, LAYOUT, LEDGER, Read, as_text


@pytest.fixture
def read(tmp_path):
    """Read files (name -> text or bytes) by a mapping of one or more file sections."""
    opened = []

    def run(files: dict[str, str | bytes | Path], *sections: dict, **top: Any) -> Read:
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        for name, content in files.items():
            target = source / name
            if isinstance(content, Path):
                target.write_bytes(content.read_bytes())
            elif isinstance(content, bytes):
                target.write_bytes(content)
            else:
                target.write_text(content, encoding="utf-8", newline="")
        body = {"district": "demo", "source": "nightly", "layout": LAYOUT, "kinds": KINDS}
        body |= {"files": list(sections) or [LEDGER]} | top
        mapping = tmp_path / "mapping.yaml"
        mapping.write_text(yaml.safe_dump({"mapping": as_text(body)}, sort_keys=False))
        con = duckdb.connect()
        opened.append(con)
        result = Read(con, extract(con, read_mapping(mapping), source, silent))
        result.check_identities()
        return result

    yield run
    for con in opened:
        con.close()
