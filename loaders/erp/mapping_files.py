"""One file of a mapping: which file, how it is written, what its columns and rows mean."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from loaders.erp.mapping_columns import ColumnRule, UnpivotRule
from loaders.erp.mapping_fields import ACCOUNT_KINDS, FIELDS, SEGMENT_PREFIX, FileKind
from loaders.erp.mapping_rules import Code, Kind, Misfit, Name, Part, Pattern, Text, near

FormatType = Literal["csv", "pipe", "tsv", "fixed", "xlsx", "report"]
Load = Literal["full_fy", "full", "incremental", "as_of"]
Event = Literal[
    "expense",
    "revenue",
    "payroll",
    "accrual",
    "reversal",
    "transfer",
    "void",
    "opening",
    "closing",
    "encumbrance_memo",
    "budget",
    "budget_original",
    "budget_amendment",
    "budget_transfer_in",
    "budget_transfer_out",
    "budget_carryforward",
    "pre_encumbrance",
    "encumbrance",
    "encumbrance_change",
    "encumbrance_cancel",
    "liquidation",
    "skip",
]
Status = Literal["suppressed", "missing", "not_applicable"]
_DELIMITERS = {"csv": ",", "pipe": "|", "tsv": "\t"}


class FixedColumn(Part):
    """One column of a fixed-width file."""

    name: Text = Field(description="Heading under which `columns` finds it.")
    start: int = Field(ge=1, description="First character of the line, the first being 1.")
    width: int = Field(ge=1, description="Number of characters.")


class Format(Part):
    """How the bytes of the file are written."""

    type: FormatType = Field(
        default="csv", description="Kind of file; report is printed text by position."
    )
    delimiter: str | None = Field(
        default=None,
        min_length=1,
        max_length=1,
        description="Between the columns; by default of the type.",
    )
    quote: str = Field(
        default='"', max_length=1, description="Around texts; empty: there are no quotes."
    )
    encoding: str = Field(
        default="auto", description="auto (byte order mark, UTF-8, cp1252) or the encoding's name."
    )
    header_row: str = Field(
        default="auto",
        pattern=r"^(auto|none|[1-9]\d*)$",
        description="auto, none, or the line number.",
    )
    headings: tuple[Text, ...] = Field(
        default=(), description="Names of the columns of a file with none."
    )
    sheet: str | None = Field(
        default=None, description="Sheet of a workbook; by default the first one."
    )
    skip_lines: tuple[Pattern, ...] = Field(
        default=(),
        description="Lines that match, from their start, are not data: banners, page headers.",
    )
    from_: Pattern | None = Field(
        default=None,
        alias="from",
        description="A section begins below each line that matches, from its start.",
    )
    until: Pattern | None = Field(
        default=None, description="The section ends above the next line that matches."
    )
    fixed: tuple[FixedColumn, ...] = Field(default=(), description="Columns of a fixed-width file.")
    decimal: Literal[".", ","] = Field(default=".", description="Decimal point of amounts.")
    thousands: Literal[",", ".", " ", "'", ""] = Field(
        default=",", description="Grouping of amounts."
    )

    @property
    def delimiter_character(self) -> str:
        """The delimiter in force."""
        return self.delimiter or _DELIMITERS.get(self.type, ",")

    @property
    def header_line(self) -> int | None:
        """Number of the header's line, where the mapping names it."""
        return int(self.header_row) if self.header_row.isdigit() else None

    @property
    def is_positional(self) -> bool:
        """Whether columns are cut by position."""
        return self.type in {"fixed", "report"}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.is_positional and not self.fixed:
            raise ValueError(f"the list `fixed` beside type {self.type}")
        if self.header_row == "none" and not (self.headings or self.fixed):
            raise ValueError("the list `headings` beside header_row none")
        return self


class Condition(Part):
    """A test of one column of the file. Exactly one of matches, in, not_in."""

    column: Text = Field(description="Heading in the file.")
    matches: Pattern | None = Field(
        default=None, description="Regular expression, matched from the start of the text."
    )
    in_: tuple[str, ...] | None = Field(
        default=None, alias="in", description="The text is one of these."
    )
    not_in: tuple[str, ...] | None = Field(default=None, description="The text is none of these.")

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        if sum(test is not None for test in (self.matches, self.in_, self.not_in)) != 1:
            raise ValueError("exactly one of matches, in and not_in")
        return self


class ControlTotal(Part):
    """A total that the file prints itself, to be compared with the rows above it."""

    row: Condition = Field(description="Which row is the total; it is no data.")
    measure: Name = Field(default="amount", description="Canonical amount column that is added up.")


class Filters(Part):
    """Which rows are data. Dropped rows are counted in the load report."""

    drop_if: tuple[Condition, ...] = Field(
        default=(), description="Rows that meet any of these go."
    )
    keep_if: tuple[Condition, ...] = Field(
        default=(), description="Only rows that meet all of these stay."
    )
    control_total: ControlTotal | None = Field(
        default=None, description="Grand total to compare with."
    )
    drop_parents: tuple[Name, ...] = Field(
        default=(),
        description="Parts of the account that have roll-up codes (ending in zeros): rows whose "
        "account is a parent of another row's account go.",
    )


class Identity(Part):
    """What makes a row the same row in a later file."""

    natural_key: tuple[Name, ...] = Field(
        default=(), description="Canonical columns; without them, the whole row and its occurrence."
    )


class Thresholds(Part):
    """A load that passes one of these limits is held until somebody forces it."""

    max_bad_rows_pct: Decimal = Field(
        default=Decimal("0.5"), ge=0, le=100, description="Rows set aside, in percent."
    )
    max_bad_amount_pct: Decimal = Field(
        default=Decimal("0.1"), ge=0, le=100, description="Dollars set aside, in percent."
    )
    max_row_drop_pct: Decimal = Field(
        default=Decimal(20),
        ge=0,
        le=100,
        description="Fewer rows than in the load before, in percent.",
    )


class FileMapping(Part):
    """One file, or a family of files with the same columns."""

    name: Code = Field(description="Name of the file in reports; unique within the mapping.")
    kind: FileKind = Field(description="What the rows are.")
    glob: Text = Field(description="Which files below the source folder, such as gl_*.csv.")
    required: bool = Field(default=True, description="A load without such a file is refused.")
    format: Format = Field(default=Format(), description="How the file is written.")
    load: Load = Field(default="full_fy", description="What a new file replaces.")
    columns: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$")], ColumnRule] = Field(
        description="Canonical column -> where it comes from."
    )
    constants: dict[Name, str] = Field(
        default={}, description="Canonical column -> text of every row."
    )
    extra: tuple[Text, ...] = Field(
        default=(), description="Further headings that stay searchable."
    )
    fill_down: tuple[Text, ...] = Field(
        default=(), description="Headings whose empty cells repeat the value above."
    )
    unpivot: tuple[UnpivotRule, ...] = Field(default=(), description="Headings that become rows.")
    district_column: Condition | None = Field(
        default=None, description="Which rows are this district's, in a file of several districts."
    )
    sign: dict[Kind, Literal["as_is", "flip"]] = Field(
        default={}, description="Account kind -> whether the file writes the natural sign."
    )
    filters: Filters = Field(default=Filters(), description="Which rows are data.")
    events: dict[str, Event] = Field(
        default={}, description="Source code -> event; `*` stands for every other code."
    )
    identity: Identity = Field(default=Identity(), description="What makes a row the same row.")
    thresholds: Thresholds = Field(default=Thresholds(), description="When a load is held.")
    suppression: dict[str, Status] = Field(
        default={}, description="Marks in pupil files, such as `*`, and what they mean."
    )

    @property
    def segment_columns(self) -> dict[str, ColumnRule]:
        """Part of the account -> column rule, in files with one column per part."""
        return {
            name.removeprefix(SEGMENT_PREFIX): rule
            for name, rule in self.columns.items()
            if name.startswith(SEGMENT_PREFIX)
        }

    @property
    def has_account(self) -> bool:
        """Whether rows of this file belong to accounts."""
        return self.kind in ACCOUNT_KINDS

    def sign_factor(self, kind: str) -> int:
        """Return 1 or -1: the factor from this file's sign to the natural sign."""
        return -1 if self.sign.get(kind) == "flip" else 1  # type: ignore[call-overload]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problem = self._unknown_column() or self._account() or self._missing_column()
        if problem:
            raise problem
        return self

    def _filled(self) -> set[str]:
        filled = set(self.columns) | set(self.constants)
        for rule in self.unpivot:
            filled |= set(rule.fixed) | {rule.into or self.measure}
            if rule.matches and "(?P<into>" in rule.matches:
                filled |= set(FIELDS[self.kind])
            filled |= {name for name in FIELDS[self.kind] if f"(?P<{name}>" in (rule.matches or "")}
        return filled

    @property
    def measure(self) -> str:
        """Canonical column that takes the cell of an unpivoted heading."""
        return "value" if self.kind is FileKind.SCHOOL_FACTS else "amount"

    def _unknown_column(self) -> Misfit | None:
        known = set(FIELDS[self.kind])
        places = [(name, ("columns", name)) for name in self.columns]
        places += [(name, ("constants", name)) for name in self.constants]
        places += [(name, ("identity", "natural_key")) for name in self.identity.natural_key]
        for name, place in places:
            if name in known or (self.has_account and name.startswith(SEGMENT_PREFIX)):
                continue
            names = ", ".join(sorted(known))
            return Misfit(f"a column of {self.kind} ({names}){near(name, known)}", place, name)
        return None

    def _account(self) -> Misfit | None:
        named = {"account", "short_key"} & self._filled()
        if not self.has_account or named or self.segment_columns:
            return None
        return Misfit("account, short_key, or segment.<name> for each part", ("columns",))

    def _missing_column(self) -> Misfit | None:
        filled = self._filled()
        dollars = [field.name for field in FIELDS[self.kind].values() if field.type == "amount"]
        if self.has_account and dollars and not filled & set(dollars):
            return Misfit(f"a column of dollars: {' or '.join(dollars)}", ("columns",))
        required = [field.name for field in FIELDS[self.kind].values() if field.required]
        if self.kind is FileKind.SCHOOL_FACTS:
            required += ["metric", "value"]
        missing = [name for name in required if name not in filled]
        if not missing:
            return None
        return Misfit(f"a column {missing[0]!r}, which {self.kind} cannot do without", ("columns",))
