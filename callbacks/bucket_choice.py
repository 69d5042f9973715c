"""Buckets as a choice above rows."""

from __future__ import annotations

from callbacks.basis import Basis
from data.buckets import buckets
from data.warehouse import Warehouse
from pages.components.filters import Choice
from pages.format import counted
from pages.words import Name, told


def bucket_names(warehouse: Warehouse, ground: Basis) -> dict[str, str]:
    """Code to name of the buckets that the reader may see in the year."""
    found = buckets(warehouse, ground.scope, fiscal_year=ground.year.year)
    return {row["bucket_code"]: row["bucket_name"] for row in found.to_pylist()}


def bucket_choice(chosen: str | None, named: dict[str, str]) -> Choice:
    """The menu of buckets."""
    options = [("Any", "bucket="), *((text, f"bucket={code}") for code, text in named.items())]
    return Choice("Bucket", buckets_named(chosen, named) if chosen else "Any", options)


def buckets_named(chosen: str, named: dict[str, str]) -> str:
    """The name of the chosen bucket, or how many are chosen."""
    codes = chosen.split(",")
    several = len(codes) > 1
    return told(counted(len(codes), "bucket")) if several else Name(named.get(chosen, chosen))
