"""One pass over a file: every canonical column as text, typed, with what could not be read.

Fills `erp_work`: the canonical columns, `<column>__bad` with the text of an unreadable value,
`skip` with the rule that drops a row, and the keys of the date and account dictionaries.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.erp.columns import (
    NOTHING,
    Bindings,
    Texts,
    amount_form,
    is_short,
    reading,
    text_of,
)
from loaders.erp.context import Context
from loaders.erp.filters import SKIPPED_EVENT, skip_rule
from loaders.erp.headings_row import tidy
from loaders.erp.mapping import FIELDS, ColumnRule, FileKind
from loaders.erp.mapping_fields import Field
from loaders.erp.privacy import is_employee
from loaders.erp.quarantine import REQUIRED_NULL, Sql, Trouble

_AS_TEXT = {"text", "year", "fact"}
_ACCOUNT_TEXTS = ("account", "short_key")


@dataclass(slots=True)
class Pass:
    """The statement that fills `erp_work`, as it grows column by column."""

    context: Context
    texts: Texts
    inner: list[str] = field(default_factory=list)
    middle: list[str] = field(default_factory=list)
    outer: list[str] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)

    @property
    def bind(self) -> Bindings:
        """The values of the statement."""
        return self.texts.bindings

    def run(self) -> None:
        """Read the file once."""
        typed = "".join(f", {piece}" for piece in self.middle)
        sql = (
            "CREATE OR REPLACE TEMP TABLE erp_work AS"  # noqa: S608 - identifiers of this loader
            f" WITH texts AS (SELECT *, {', '.join(self.inner)} FROM {self.context.raw.name}),"
            f" typed AS (SELECT *{typed} FROM texts)"
            f" SELECT {', '.join(self.outer)} FROM typed"
        )
        self.context.con.execute(sql, self.bind.used(sql) | self.context.raw.parameters)


def fill_work(context: Context, *, day: str | None) -> Pass:
    """Read the file into `erp_work`; `day` is the date that the fiscal calendar reads later."""
    read = Pass(context, texts_of(context, Bindings()))
    fields = FIELDS[context.file.kind]
    later = {day, "period"} | {n for n, f in fields.items() if f.type in _AS_TEXT}
    for name, (kind, rule) in _rules(context, fields).items():
        if rule.debit and rule.credit:
            _add_sides(read, name, rule)
        elif name in later:
            _add_text(read, name, kind, rule)
        else:
            _add_value(read, name, kind, rule)
    for name, rule in context.file.segment_columns.items():
        read.inner.append(f"{text_of(rule, read.texts)} AS s_{name}")
        read.outer.append(f"s_{name}")
    _add_keys(read, day)
    _add_extra(read)
    read.outer.append(f"{_skip(read)} AS skip")
    read.outer += ["line AS source_row"] if context.raw.is_materialised else []
    read.run()
    return read


def texts_of(context: Context, bindings: Bindings) -> Texts:
    """The raw columns of the file by tidy heading, without those that stay unread."""
    privacy, raw = context.mapping.privacy, context.raw
    dropped = {tidy(heading) for heading in privacy.drop_columns}
    return Texts(
        {tidy(h): c for h, c in raw.columns.items() if tidy(h) not in dropped},
        bindings,
        context.source.name,
        raw.is_padded,
        raw.is_ascii,
        {column: heading for heading, column in raw.columns.items()},
        frozenset(tidy(heading) for heading in privacy.hash_columns),
        context.hash_key,
    )


def _rules(context: Context, fields: dict[str, Field]) -> dict[str, tuple[Field, ColumnRule]]:
    """The canonical columns that the mapping fills, in the order of the kind's list."""
    file = context.file
    given = {name: ColumnRule(constant=text) for name, text in file.constants.items()}
    given |= {name: ColumnRule(constant="") for name in context.raw.unpivoted} | file.columns
    return {name: (kind, given[name]) for name, kind in fields.items() if name in given}


def _text(read: Pass, name: str, rule: ColumnRule) -> str:
    """SQL for the text of a column; an unpivoted one stands in the raw table already."""
    if name in read.context.raw.unpivoted:
        return f"u_{name}"
    return f"{text_of(rule, read.texts)}::VARCHAR"


def _heading(read: Pass, name: str, rule: ColumnRule) -> str:
    """The heading that messages about the column name."""
    present = [heading for heading in rule.headings if read.texts.has(heading)]
    return present[0] if present else name


def _add_text(read: Pass, name: str, kind: Field, rule: ColumnRule) -> None:
    heading = _heading(read, name, rule)
    read.headings[name] = heading
    read.inner.append(f"{_text(read, name, rule)} AS t_{name}")
    shown = f"t_{name}"
    vendor = read.context.file.columns.get("vendor_id")
    prefix = read.context.mapping.privacy.employee_vendor_prefix
    if _names_a_vendor(read.context.file.kind, name) and vendor and prefix:
        number = text_of(vendor, read.texts)
        shown = f"CASE WHEN NOT {is_employee(number, read.bind.bind(prefix))} THEN {shown} END"
    read.outer.append(f"{shown} AS {name}")
    bad = _add_unmapped(read, name, rule, heading) if _must_be_named(rule) else ""
    if kind.required and shown == f"t_{name}":
        _add_required(read, name, kind, heading, bad)
    if rule.pad_left:
        before = text_of(rule.model_copy(update={"pad_left": None}), read.texts)
        read.outer.append(f"{is_short(before, rule.pad_left.width)} AS {name}__padded")


def _names_a_vendor(kind: FileKind, name: str) -> bool:
    return name == "vendor_name" or (kind is FileKind.VENDOR_MASTER and name == "name")


def _must_be_named(rule: ColumnRule) -> bool:
    """Whether a text that `map` or `crosswalk` does not name sets its row aside."""
    return rule.unmapped == "reject" and bool(rule.map or rule.crosswalk)


def _add_unmapped(read: Pass, name: str, rule: ColumnRule, heading: str) -> str:
    """A text that `map` or `crosswalk` must name, and does not."""
    plain = rule.model_copy(update={"map": {}, "crosswalk": None, "pad_left": None})
    read.inner.append(f"{text_of(plain, read.texts)} AS t_{name}__source")
    read.outer.append(f"CASE WHEN t_{name} IS NULL THEN t_{name}__source END AS {name}__odd")
    named = ", ".join(list(rule.map)[:12]) if rule.map else f"a code of {rule.crosswalk}"
    test = f"{name}__odd IS NOT NULL"
    read.troubles.append(
        Trouble(test, heading, "VALUE_UNMAPPED", Sql(f"{name}__odd"), f"Expected one of {named}.")
    )
    return f" AND {name}__odd IS NULL"


def _add_required(read: Pass, name: str, kind: Field, heading: str, unless: str) -> None:
    test, message = f"{name} IS NULL{unless}", f"The cell is empty; expected {kind.doc}."
    read.troubles.append(Trouble(test, heading, REQUIRED_NULL, "", message))


def _add_value(read: Pass, name: str, kind: Field, rule: ColumnRule) -> None:
    heading = _heading(read, name, rule)
    read.headings[name] = heading
    read.inner.append(f"{_text(read, name, rule)} AS t_{name}")
    how = reading(kind.type, f"t_{name}", rule, read.context.file.format, read.bind)
    read.middle.append(f"{how.value} AS v_{name}")
    read.outer.append(f"v_{name} AS {name}")
    read.outer.append(
        f"CASE WHEN v_{name} IS NULL AND {how.is_bad} THEN t_{name} END AS {name}__bad"
    )
    if kind.type == "amount":
        read.amounts.append(f"t_{name}")
    message = f"The value cannot be read; expected {how.expected}."
    test, found = f"{name}__bad IS NOT NULL", Sql(f"{name}__bad")
    read.troubles.append(Trouble(test, heading, how.reason, found, message))
    odd = _add_unmapped(read, name, rule, heading) if _must_be_named(rule) else ""
    if kind.required:
        _add_required(read, name, kind, heading, f" AND {name}__bad IS NULL{odd}")


def _add_sides(read: Pass, name: str, rule: ColumnRule) -> None:
    """Debit less credit, with both sides kept as the ERP wrote them."""
    form = amount_form(rule, read.context.file.format)
    sides = {"debit": rule.debit or "", "credit": rule.credit or ""}
    for side, heading in sides.items():
        text = read.texts.stripped(read.texts.column(heading))
        read.inner.append(f"{text} AS t_{side}")
        read.middle.append(f"{form.value(f't_{side}')} AS v_{side}")
        read.outer.append(f"v_{side} AS {side}")
        bad = f"v_{side} IS NULL AND NOT erp_is_blank(t_{side})"
        read.outer.append(f"CASE WHEN {bad} THEN t_{side} END AS {side}__bad")
        read.amounts.append(f"t_{side}")
        test, found = f"{side}__bad IS NOT NULL", Sql(f"{side}__bad")
        message = f"The value cannot be read; expected {form.expected}."
        read.troubles.append(Trouble(test, heading, "AMOUNT_UNPARSED", found, message))
    difference = "coalesce(v_debit, 0) - coalesce(v_credit, 0)"
    sign = "-" if rule.flip else ""
    read.outer.append(
        "CASE WHEN v_debit IS NOT NULL OR v_credit IS NOT NULL"
        f" THEN CAST({sign}({difference}) AS DECIMAL(18,2)) END AS {name}"
    )
    read.headings[name] = " - ".join(sides.values())
    unreadable = "debit__bad IS NOT NULL OR credit__bad IS NOT NULL"
    kind = FIELDS[read.context.file.kind][name]
    if kind.required:
        _add_required(read, name, kind, read.headings[name], f" AND NOT ({unreadable})")


def _add_keys(read: Pass, day: str | None) -> None:
    """Keys by which rows find their day and their account in the dictionaries."""
    fields = FIELDS[read.context.file.kind]
    if {"fiscal_year", "period"} & set(fields):
        parts = [
            f"t_{name}" if name in read.headings else NOTHING
            for name in (day or "", "period", "fiscal_year")
        ]
        read.outer.append(f"hash({', '.join(parts)}) AS clock_key")
    if read.context.file.has_account:
        read.outer.append(f"hash({', '.join(account_parts(read, 't_'))}) AS account_key")


def account_parts(read: Pass, prefix: str = "") -> list[str]:
    """The columns that together name the account of a row."""
    names = [f"s_{name}" for name in read.context.file.segment_columns]
    names = names or [f"{prefix}{name}" for name in _ACCOUNT_TEXTS if name in read.headings][:1]
    return names + [f"{prefix}account_kind" for _ in [0] if "account_kind" in read.headings]


def _add_extra(read: Pass) -> None:
    """Further columns that stay searchable, as one JSON text."""
    present = [heading for heading in read.context.file.extra if read.texts.has(heading)]
    absent = [heading for heading in read.context.file.extra if not read.texts.has(heading)]
    if absent:
        read.context.report.notes.append(f"no heading for extra: {', '.join(absent)}")
    if not present:
        return
    cells = [read.texts.stripped(read.texts.column(heading)) for heading in present]
    pairs = ", ".join(
        f"{read.bind.bind(heading)}, {cell}" for heading, cell in zip(present, cells, strict=True)
    )
    some = " OR ".join(f"{cell} IS NOT NULL" for cell in cells)
    read.outer.append(f"CASE WHEN {some} THEN json_object({pairs})::VARCHAR END AS extra")
    read.headings["extra"] = ", ".join(present)


def _skip(read: Pass) -> str:
    """The rule that drops a row, by the text that every row of data has."""
    required = [
        f"t_{name}"
        for name, kind in FIELDS[read.context.file.kind].items()
        if kind.required and kind.type == "text" and name in read.headings
    ]
    parts = _own_parts(read) if read.context.file.has_account else required
    line = "text" if read.context.raw.is_positional else None
    rule = skip_rule(read.context.file, read.texts, next(iter(parts), None), read.amounts, line)
    events = read.context.file.events
    skipped = [read.bind.bind(code) for code, event in events.items() if event == "skip"]
    if not skipped or "source_code" not in read.headings:
        return rule
    test = f"t_source_code IN ({', '.join(skipped)})"
    if events.get("*") == "skip":
        kept = [read.bind.bind(code) for code, event in events.items() if event != "skip"]
        named = ", ".join(kept) or "''"
        test = f"coalesce(t_source_code, '') NOT IN ({named})"
    return f"coalesce({rule}, CASE WHEN {test} THEN '{SKIPPED_EVENT}' END)"


def _own_parts(read: Pass) -> list[str]:
    """The account columns of a row, those first that no `fill_down` fills: a total has none."""
    file = read.context.file
    filled = {tidy(heading) for heading in file.fill_down}
    inherited = [
        f"s_{name}"
        for name, rule in file.segment_columns.items()
        if filled & {tidy(heading) for heading in rule.headings}
    ]
    return sorted(account_parts(read, "t_"), key=lambda part: part in inherited)
