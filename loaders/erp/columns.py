"""Column rules of the mapping as SQL expressions over the raw text columns.

Values of the mapping travel as bound parameters; only identifiers of this loader's own making
(`c1`, `c2`, ...) and fixed macros stand in the SQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loaders.erp.amounts import AmountForm
from loaders.erp.dates import EXCEL, date_value, expected, formats_in_force
from loaders.erp.headings_row import tidy
from loaders.erp.mapping import ColumnRule, Format
from loaders.errors import HeadingsError

NOTHING = "NULL::VARCHAR"
_PLAIN_NUMBER = r"-?(\d{1,12}(\.\d{0,8})?|\.\d{1,8})"
_TRUE = ("y", "yes", "true", "t", "1", "active", "a", "open")
_FALSE = ("n", "no", "false", "f", "0", "inactive", "i", "closed")


@dataclass(slots=True)
class Bindings:
    """Values for the `$parameters` of one statement."""

    values: dict[str, object] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """SQL that stands for `value`."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def used(self, sql: str) -> dict[str, object]:
        """The values that a statement names: DuckDB takes no others."""
        names = set(re.findall(r"\$(p\d+)\b", sql))
        return {name: value for name, value in self.values.items() if name in names}


@dataclass(frozen=True, slots=True)
class Texts:
    """The raw columns of one file as SQL, by tidy heading; `written` has headings by column."""

    columns: dict[str, str]
    bindings: Bindings
    file_name: str
    is_padded: bool = True
    is_ascii: bool = True
    written: dict[str, str] = field(default_factory=dict)
    hashed: frozenset[str] = frozenset()
    hash_key: str = ""

    def has(self, heading: str) -> bool:
        """Whether the file has the heading."""
        return tidy(heading) in self.columns

    def column(self, heading: str) -> str:
        """SQL for the text under a heading. Raises HeadingsError where the file has none."""
        name = tidy(heading)
        if name not in self.columns:
            raise HeadingsError(
                "the mapping names a heading that the file does not have.",
                file=self.file_name,
                column=heading,
                expected="one of " + ", ".join(list(self.columns)[:20]),
            )
        column = self.columns[name]
        if name in self.hashed:
            key = self.bindings.bind(self.hash_key)
            return f"left(sha256(concat({key}, {column})), 16)"
        return column

    def stripped(self, text: str) -> str:
        """SQL for a text without blanks at its ends; empty text is NULL."""
        if not self.is_padded:
            return text
        return (
            f"CASE WHEN starts_with({text}, ' ') OR ends_with({text}, ' ')"
            f" THEN nullif(trim({text}), '') ELSE {text} END"
        )


def text_of(rule: ColumnRule, texts: Texts) -> str:
    """SQL for the text of a canonical column: its source, then the transforms in their order."""
    text = _source(rule, texts)
    if not texts.is_ascii and rule.constant is None:
        text = f"nfc_normalize({text})"
    bind = texts.bindings.bind
    if rule.null_values:
        marks = ", ".join(bind(mark) for mark in rule.null_values)
        text = f"CASE WHEN {text} NOT IN ({marks}) THEN {text} END"
    if rule.regex_extract:
        group = 1 if re.compile(rule.regex_extract).groups else 0
        text = f"nullif(regexp_extract({text}, {bind(rule.regex_extract)}, {group}), '')"
    if rule.slice:
        text = f"nullif(trim(substring({text}, {rule.slice.start}, {rule.slice.length})), '')"
    text = _translated(rule, text, texts)
    if rule.pad_left:
        width, fill = rule.pad_left.width, bind(rule.pad_left.fill)
        text = (
            f"CASE WHEN {is_short(text, width)} THEN lpad({text}, {width}, {fill}) ELSE {text} END"
        )
    return text


def is_short(text: str, width: int) -> str:
    """SQL that is true for digits that have lost leading zeros."""
    return rf"(length({text}) < {int(width)} AND regexp_full_match({text}, '\d+'))"


def _source(rule: ColumnRule, texts: Texts) -> str:
    fixed = _fixed(rule, texts)
    if fixed is not None:
        return texts.bindings.bind(fixed)

    def column(heading: str) -> str:
        text = texts.column(heading)
        return texts.stripped(text) if rule.strip else text

    present = [heading for heading in rule.headings if texts.has(heading)]
    if rule.optional and not present:
        return NOTHING
    single = (rule.from_, *present[:1], *rule.from_first[:1])
    if rule.from_ or rule.from_first:
        return column(next(heading for heading in single if heading))
    parts = [column(heading) for heading in rule.coalesce + rule.concat]
    if rule.coalesce:
        return f"coalesce({', '.join(parts)})"
    separator = texts.bindings.bind(rule.separator)
    return f"nullif(concat_ws({separator}, {', '.join(parts)}), '')"


def _fixed(rule: ColumnRule, texts: Texts) -> str | None:
    """A text that is the same in every row of the file."""
    if rule.from_file_name:
        return _from_file_name(rule.from_file_name, texts.file_name)
    return rule.constant


def _from_file_name(pattern: str, file_name: str) -> str:
    found = re.search(pattern, file_name)
    if not found:
        raise HeadingsError(
            "the name of the file does not carry what the mapping takes from it.",
            file=file_name,
            expected=f"a name that matches {pattern}",
        )
    return found[1] if found.groups() else found[0]


def _translated(rule: ColumnRule, text: str, texts: Texts) -> str:
    """The text after `map` and `crosswalk`; an unnamed text is kept or becomes empty."""
    bind = texts.bindings.bind
    other = text if rule.unmapped == "keep" else NOTHING
    if rule.map:
        cases = " ".join(f"WHEN {bind(k)} THEN {bind(v)}" for k, v in rule.map.items())
        text = f"CASE {text} {cases} ELSE {other} END"
    if rule.crosswalk:
        other = text if rule.unmapped == "keep" else NOTHING
        table = f"erp_cross_{rule.crosswalk}"
        text = (
            f"coalesce((SELECT any_value(x.target) FROM {table} x WHERE x.code = {text}), {other})"  # noqa: S608 - the name is checked by the mapping
        )
    return text


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text becomes a value: SQL for the value and for "says something unreadable"."""

    value: str
    is_bad: str
    expected: str
    reason: str


def reading(kind: str, text: str, rule: ColumnRule, form: Format, bindings: Bindings) -> Reading:
    """How a column of type `kind` is read from the SQL text `text`."""
    if kind == "amount":
        amount = amount_form(rule, form)
        value = amount.value(text)
        return Reading(
            f"-({value})" if rule.flip else value,
            f"NOT erp_is_blank({text})",
            amount.expected,
            "AMOUNT_UNPARSED",
        )
    if kind == "date":
        formats = [bindings.bind(f) for f in formats_in_force(rule.formats)]
        value = date_value(text, formats, excel=EXCEL in rule.formats)
        return Reading(
            value, f"NOT erp_is_no_date({text})", expected(rule.formats), "DATE_UNPARSED"
        )
    if kind == "boolean":
        return _boolean(text)
    if kind == "integer":
        value = rf"CASE WHEN regexp_full_match({text}, '-?\d{{1,9}}') THEN {text}::INTEGER END"
        return Reading(value, f"{text} IS NOT NULL", "a whole number", "NUMBER_UNPARSED")
    value = (
        f"CASE WHEN regexp_full_match(replace({text}, ',', ''), '{_PLAIN_NUMBER}')"
        f" THEN TRY_CAST(replace({text}, ',', '') AS DECIMAL(24,8)) END"
    )
    return Reading(value, f"NOT erp_is_blank({text})", "a number", "NUMBER_UNPARSED")


def _boolean(text: str) -> Reading:
    yes, no = (", ".join(f"'{word}'" for word in words) for words in (_TRUE, _FALSE))
    value = (
        f"CASE WHEN lower({text}) IN ({yes}) THEN true WHEN lower({text}) IN ({no}) THEN false END"
    )
    return Reading(value, f"{text} IS NOT NULL", "yes or no", "BOOLEAN_UNPARSED")


def amount_form(rule: ColumnRule, form: Format) -> AmountForm:
    """How the column writes money: its own settings before those of the file."""
    decimal, thousands = rule.decimal or form.decimal, rule.thousands or form.thousands
    return AmountForm(
        implied_decimals=rule.implied_decimals or None,
        overpunch=rule.overpunch,
        comma_decimal=decimal == ",",
        spaced_groups=thousands in {" ", "'"},
        blank_is_zero=rule.blank_is_zero,
    )
