"""Account strings read one at a time, in plain Python.

The loader reads accounts by the hundred thousand inside DuckDB (`accounts`); this is the second,
independent reading of the same layouts, for the `check` report and for tests that compare both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from loaders.erp.layout import Layout, Segment
from loaders.erp.mapping_rules import NULL
from loaders.erp.presets import Chart

SEPARATOR = "\x1f"
BLANKS = " \t\r\n\u00a0"
# 1.99116E+19: a spreadsheet took the account for a number; the digits are gone.
EXPONENT = r"(?:^|\x1f)[ \t]*[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}[ \t]*(?:\x1f|$)"
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
# Jan-00, 1-Jan, 2001-01-00 00:00:00: a spreadsheet took it for a date.
DATE_LIKE = (
    r"(?i)(?:^|\x1f)[ \t]*(?:"
    rf"{_MONTH}[a-z]*[- ][0-9]{{2,4}}|[0-9]{{1,2}}-{_MONTH}(?:-[0-9]{{2,4}})?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)[ \t]*(?:\x1f|$)"
)

UNPARSED = "ACCOUNT_UNPARSED"
WIDTH = "ACCOUNT_WIDTH"
EXPONENT_ACCOUNT = "EXPONENT_ACCOUNT"
DATE_ACCOUNT = "DATE_LIKE_ACCOUNT"
KIND_UNKNOWN = "ACCOUNT_KIND_UNKNOWN"


@dataclass(frozen=True, slots=True)
class ParsedAccount:
    """The parts of one account, or the reason why there are none."""

    parts: Mapping[str, str] = field(default_factory=dict)
    padded: tuple[str, ...] = ()
    reason: str | None = None
    message: str = ""

    @property
    def canonical(self) -> str:
        """Codes in layout order joined by the unit separator; absent parts at the end are cut."""
        return SEPARATOR.join(self.parts.values()).rstrip(SEPARATOR)

    @property
    def present(self) -> dict[str, str]:
        """The parts that the account has."""
        return {name: code for name, code in self.parts.items() if code}


@dataclass(frozen=True, slots=True)
class Classification:
    """What the rules of a chart say of an account."""

    kind: str | None
    is_federal: bool
    is_transfer: bool
    is_salary: bool
    is_benefit: bool
    spend_class: str
    category_code: str
    location: str | None


def parse_account(layout: Layout, text: str) -> ParsedAccount:
    """Return the parts of the account `text`, or why `layout` cannot read it."""
    text = text.strip(BLANKS)
    if not text:
        return ParsedAccount(reason=UNPARSED, message="the account is empty")
    if re.search(EXPONENT, text):
        return ParsedAccount(reason=EXPONENT_ACCOUNT, message="the account became a number")
    if re.search(DATE_LIKE, text, re.ASCII):
        return ParsedAccount(reason=DATE_ACCOUNT, message="the account became a date")
    raw = _split(layout, text)
    return raw if isinstance(raw, ParsedAccount) else _checked(layout, raw)


def parse_parts(layout: Layout, codes: Mapping[str, str]) -> ParsedAccount:
    """Return the account made of one code per part; parts that are not named are absent."""
    return _checked(layout, {s.name: codes.get(s.name, "") for s in _written(layout)})


def classify(chart: Chart, layout: Layout, account: ParsedAccount) -> Classification:
    """Return kind, flags, class and category that the rules of `chart` give to `account`."""
    parts = account.present
    kind = _kind(chart, layout, parts)
    salary = _any(chart.salary, parts)
    benefit = _any(chart.benefit, parts)
    transfer = _any(chart.transfer, parts)
    spend_class = _spend_class(
        chart, kind, parts, transfer=transfer, salary=salary, benefit=benefit
    )
    known = {**parts, "kind": kind or "", "spend_class": spend_class}
    place = layout.location_segment
    return Classification(
        kind=kind,
        is_federal=_any(chart.federal, parts),
        is_transfer=transfer,
        is_salary=salary,
        is_benefit=benefit,
        spend_class=spend_class,
        category_code=_category(chart, kind, known),
        location=parts.get(place.name) if place else None,
    )


def matches(rule: Mapping[str, str], parts: Mapping[str, str]) -> bool:
    """Whether all expressions of `rule` match from the start; null means absent or empty."""
    return all(
        not parts.get(name) if pattern == NULL else _starts(pattern, parts.get(name))
        for name, pattern in rule.items()
    )


def _starts(pattern: str, code: str | None) -> bool:
    return bool(code) and re.match(f"(?:{pattern})", code or "", re.ASCII) is not None


def _any(rules: Iterable[Mapping[str, str]], parts: Mapping[str, str]) -> bool:
    return any(matches(rule, parts) for rule in rules)


def _kind(chart: Chart, layout: Layout, parts: Mapping[str, str]) -> str | None:
    if len(layout.applies_to) == 1:
        return layout.applies_to[0]
    rules = chart.kinds if layout.kinds is None else layout.kinds
    kind = next((kind for kind, rule in rules if matches(rule, parts)), None)
    return kind if not layout.applies_to or kind in layout.applies_to else None


def _spend_class(
    chart: Chart,
    kind: str | None,
    parts: Mapping[str, str],
    *,
    transfer: bool,
    salary: bool,
    benefit: bool,
) -> str:
    if kind != "expenditure":
        return "n/a"
    for name, rule in chart.spend_class:
        if matches(rule, parts):
            return name
    if transfer:
        return "transfer"
    if salary:
        return "salary"
    return "benefit" if benefit else "non_personnel"


def _category(chart: Chart, kind: str | None, known: Mapping[str, str]) -> str:
    if kind != "expenditure":
        return "other"
    codes = (c.code for c in chart.categories if _any(c.rules, known))
    return next(codes, "other")


def _written(layout: Layout) -> tuple[Segment, ...]:
    """The parts that stand in the text."""
    return tuple(segment for segment in layout.segments if segment.constant is None)


def _split(layout: Layout, text: str) -> dict[str, str] | ParsedAccount:
    written = _written(layout)
    if layout.pattern is not None:
        match = re.fullmatch(layout.pattern, text, re.ASCII)
        if match is None:
            return ParsedAccount(reason=UNPARSED, message="the pattern does not match")
        return {s.name: (match[s.name] or "").strip(BLANKS) for s in written}
    if layout.delimiter is None:
        return ParsedAccount(reason=UNPARSED, message="the layout has no delimiter")
    if layout.is_cut_by_width:
        return _cut(written, text)
    codes = [code.strip(BLANKS) for code in re.split(layout.delimiter_pattern or "", text)]
    required = sum(not segment.is_optional for segment in written)
    if not required <= len(codes) <= len(written):
        return ParsedAccount(reason=UNPARSED, message=f"{len(codes)} parts")
    codes += [""] * (len(written) - len(codes))
    return {segment.name: code for segment, code in zip(written, codes, strict=True)}


def _cut(written: tuple[Segment, ...], text: str) -> dict[str, str] | ParsedAccount:
    shortest = sum(segment.min_len for segment in written)
    longest = sum(segment.max_len or 0 for segment in written)
    if not shortest <= len(text) <= longest:
        return ParsedAccount(reason=WIDTH, message=f"{len(text)} characters")
    parts: dict[str, str] = {}
    place = 0
    for segment in written:
        parts[segment.name] = text[place : place + (segment.max_len or 0)].strip(BLANKS)
        place += segment.max_len or 0
    return parts


def _checked(layout: Layout, raw: Mapping[str, str]) -> ParsedAccount:
    parts: dict[str, str] = {}
    padded: list[str] = []
    for segment in layout.segments:
        code = raw.get(segment.name, "").strip(BLANKS)
        code = segment.constant if segment.constant is not None else code
        full = _padded(segment, code)
        if full != code:
            padded.append(segment.name)
        if segment.constant is None and segment.width is not None:
            longest = segment.max_len or 0
            if not segment.min_len <= len(full) <= longest:
                return ParsedAccount(reason=WIDTH, message=f"{segment.name} is {full!r}")
        if not segment.ignore:
            parts[segment.name] = full
    if not any(parts[s.name] for s in _written(layout) if not s.ignore):
        return ParsedAccount(reason=UNPARSED, message="the account is empty")
    return ParsedAccount(parts, tuple(padded))


def _padded(segment: Segment, code: str) -> str:
    if segment.pad_left is None or not re.fullmatch(r"[0-9]+", code):
        return code
    return code.rjust(segment.min_len, segment.pad_left)
