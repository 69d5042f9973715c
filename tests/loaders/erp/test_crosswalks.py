"""Crosswalk files beside a mapping."""

from __future__ import annotations

import pytest

from loaders.erp.crosswalks import crosswalk_codes
from loaders.erp.mapping import Mapping, MappingError


def crosswalk(folder, text):
    (folder / "sites.csv").write_text(text, encoding="utf-8-sig")
    facts = {"name": "f", "kind": "segment_values", "glob": "*", "columns": {
        name: {"from": name} for name in ("segment", "code", "label")}}  # fmt: skip
    mapping = Mapping.model_validate(
        {
            "district": "d",
            "source": "s",
            "files": [facts],
            "crosswalks": {"sites": {"file": "sites.csv", "from": "old", "to": "new"}},
        }
    )
    mapping._path = folder / "mapping.yaml"
    return crosswalk_codes(mapping, "sites")


def test_codes_keep_their_zeros(tmp_path):
    assert crosswalk(tmp_path, "old,new\n 012 ,0112\n7,0112\n") == {"012": "0112", "7": "0112"}


def test_a_code_translated_twice(tmp_path):
    assert crosswalk(tmp_path, "old,new\n1,2\n1,2\n") == {"1": "2"}
    with pytest.raises(MappingError, match="twice"):
        crosswalk(tmp_path, "old,new\n1,2\n1,3\n")


def test_a_heading_that_is_not_there(tmp_path):
    with pytest.raises(MappingError, match="no such heading") as caught:
        crosswalk(tmp_path, "Old,new\n1,2\n")
    assert caught.value.key == "mapping.crosswalks.sites.from"
    assert caught.value.expected == "one of Old, new"
