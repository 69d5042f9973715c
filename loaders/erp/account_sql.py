"""SQL that reads account strings by a layout, built from list positions and bound values.

Every value of the mapping is a parameter; the text of the SQL holds positions, numbers and names
of Plumbline only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from string import Template

from loaders.erp.account_text import UNPARSED, WIDTH
from loaders.erp.layout import Layout, Segment
from loaders.erp.mapping_rules import NULL
from loaders.erp.presets import Chart

_BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"


class Statement(Template):
    """SQL with `@name` for the pieces that are put in; `$name` stays a bound parameter."""

    delimiter = "@"


class Parameters(dict[str, object]):
    """Bound values of one statement, each under a name of its own."""

    def bind(self, value: object) -> str:
        """Return the placeholder under which `value` is bound."""
        name = f"p{len(self)}"
        self[name] = value
        return f"${name}"


def trimmed(text: str) -> str:
    """SQL for the SQL text `text` without blanks at both ends."""
    return f"trim({text}, {_BLANKS})"


class LayoutSql:
    """The pieces of SQL for one layout; `raw` and `parts` are columns of the statement."""

    def __init__(self, chart: Chart, layout: Layout, parameters: Parameters) -> None:
        self.chart = chart
        self.layout = layout
        self.bind = parameters.bind
        self.written = [s for s in layout.segments if s.constant is None]
        self.kept = [s for s in layout.segments if not s.ignore]
        self.place = {s.name: number for number, s in enumerate(layout.segments, start=1)}

    def raw(self, given: Sequence[str]) -> str:
        """SQL for the written codes as a list; `given` names the parts in a joined text."""
        if given:
            at = {name: number for number, name in enumerate(given, start=1)}
            codes = [
                f"string_split(text, chr(31))[{at[s.name]}]" if s.name in at else "''"
                for s in self.written
            ]
            return f"[{', '.join(codes)}]"
        if self.layout.pattern is not None:
            return self._by_pattern(self.layout.pattern)
        if self.layout.is_cut_by_width:
            return self._by_width()
        return f"string_split_regex(text, {self.bind(self.layout.delimiter_pattern or '$.')})"

    def _by_pattern(self, pattern: str) -> str:
        place = re.compile(pattern).groupindex
        bound = self.bind(f"^(?:{pattern})$")
        codes = [f"regexp_extract(text, {bound}, {place[s.name]})" for s in self.written]
        return f"[{', '.join(codes)}]"

    def _by_width(self) -> str:
        cuts, start = [], 1
        for segment in self.written:
            cuts.append(f"substring(text, {start}, {segment.max_len or 0})")
            start += segment.max_len or 0
        return f"[{', '.join(cuts)}]"

    def parts(self) -> str:
        """SQL for all codes in layout order as a list: trimmed, padded, constants put in."""
        at = {s.name: number for number, s in enumerate(self.written, start=1)}
        codes = [
            self.bind(s.constant) if s.constant is not None else _padded(s, self._code(at[s.name]))
            for s in self.layout.segments
        ]
        return f"[{', '.join(codes)}]"

    def is_padded(self) -> str:
        """SQL for: at least one code of `raw` was padded."""
        tests = [
            f"{_padded(s, self._code(number))} <> {self._code(number)}"
            for number, s in enumerate(self.written, start=1)
            if s.pad_left
        ]
        return " OR ".join(tests) or "false"

    def _code(self, number: int) -> str:
        return trimmed(f"coalesce(raw[{number}], '')")

    def verdict(self, given: Sequence[str]) -> str:
        """SQL for [reason code, message] of an account that is not readable, else NULL."""
        cases = [] if given else [self._shape()]
        cases += [self._width(s) for s in self.written if s.width is not None]
        written = [f"parts[{self.place[s.name]}]" for s in self.written if not s.ignore]
        no_codes = f"concat({', '.join(written)}) = ''"
        cases.append(_when(no_codes, UNPARSED, "' has no codes'"))
        return f"CASE {' '.join(cases)} END"

    def _shape(self) -> str:
        if self.layout.is_cut_by_width:
            shortest = sum(s.min_len for s in self.written)
            longest = sum(s.max_len or 0 for s in self.written)
            test = f"length(text) NOT BETWEEN {shortest} AND {longest}"
            expected = f"' characters; expected {_span(shortest, longest)}'"
            return _when(test, WIDTH, "' has '", "length(text)", expected)
        names = ", ".join(s.name for s in self.written)
        layout = self.bind(f"{self.layout.name!r} ({names})")
        if self.layout.pattern is not None:
            test = f"NOT regexp_matches(text, {self.bind(f'^(?:{self.layout.pattern})$')})"
            return _when(test, UNPARSED, "' does not match layout '", layout)
        if self.layout.delimiter is None:
            return _when("true", UNPARSED, "' cannot be split by layout '", layout)
        required = sum(not s.is_optional for s in self.written)
        test = f"len(raw) NOT BETWEEN {required} AND {len(self.written)}"
        expected = f"' parts; expected {_span(required, len(self.written))}: layout '"
        return _when(test, UNPARSED, "' has '", "len(raw)", expected, layout)

    def _width(self, segment: Segment) -> str:
        code = f"parts[{self.place[segment.name]}]"
        span = _span(segment.min_len, segment.max_len or 0)
        test = f"length({code}) NOT BETWEEN {segment.min_len} AND {segment.max_len or 0}"
        words = (f"' has {segment.name} '''", code, f"'''; expected {span} characters'")
        return _when(test, WIDTH, *words)

    def kind(self) -> str:
        """SQL for the kind: the file's own word, else the first rule; NULL where none fits."""
        applies = self.layout.applies_to
        if len(applies) == 1:
            return f"'{applies[0]}'"
        rules = self.chart.kinds if self.layout.kinds is None else self.layout.kinds
        found = self._first((kind, [rule]) for kind, rule in rules)
        if not applies:
            return found
        allowed = ", ".join(f"'{kind}'" for kind in applies)
        return f"CASE WHEN {found} IN ({allowed}) THEN {found} END"

    def spend_class(self) -> str:
        """SQL for the spend class, once `kind` is a column."""
        own = self._first((name, [rule]) for name, rule in self.chart.spend_class)
        flags = " ".join(
            f"WHEN {self.any(rules)} THEN '{name}'"
            for name, rules in (
                ("transfer", self.chart.transfer),
                ("salary", self.chart.salary),
                ("benefit", self.chart.benefit),
            )
        )
        rest = f"CASE {flags} ELSE 'non_personnel' END"
        return f"CASE WHEN kind = 'expenditure' THEN coalesce({own}, {rest}) ELSE 'n/a' END"

    def category(self) -> str:
        """SQL for the spending category, once `kind` and `spend_class` are columns."""
        found = self._first((c.code, c.rules) for c in self.chart.categories)
        return f"CASE WHEN kind = 'expenditure' THEN coalesce({found}, 'other') ELSE 'other' END"

    def location(self) -> str:
        """SQL for the code of the location; NULL where the account has none."""
        segment = self.layout.location_segment
        return f"nullif(parts[{self.place[segment.name]}], '')" if segment else "NULL::VARCHAR"

    def canonical(self) -> str:
        """SQL for the codes joined by the unit separator, absent parts at the end cut."""
        codes = [f"parts[{self.place[s.name]}]" for s in self.kept]
        return f"rtrim(concat_ws(chr(31), {', '.join(codes)}), chr(31))"

    def display(self, given: Sequence[str]) -> str:
        """SQL for the account as printed, or its codes joined where a file has only codes."""
        if not given:
            return "text"
        codes = [f"parts[{self.place[s.name]}]" for s in self.written if not s.ignore]
        joint = self.bind(self.layout.display_delimiter)
        present = f"list_filter([{', '.join(codes)}], code -> code <> '')"
        return f"array_to_string({present}, {joint})"

    def codes(self) -> str:
        """SQL for the list of {segment, code} that the account has."""
        pairs = [
            f"{{'segment': '{s.name}', 'code': parts[{self.place[s.name]}]}}" for s in self.kept
        ]
        return f"list_filter([{', '.join(pairs)}], pair -> pair.code <> '')"

    def any(self, rules: Iterable[Mapping[str, str]]) -> str:
        """SQL for: any of `rules` matches."""
        return " OR ".join(f"({self.rule(rule)})" for rule in rules) or "false"

    def rule(self, rule: Mapping[str, str]) -> str:
        """SQL for: all expressions of `rule` match from the start of their part."""
        return " AND ".join(self._test(name, pattern) for name, pattern in rule.items()) or "true"

    def _test(self, name: str, pattern: str) -> str:
        known = name in self.place and name in {s.name for s in self.kept}
        if not known and name not in {"kind", "spend_class"}:
            return "true" if pattern == NULL else "false"
        code = f"parts[{self.place[name]}]" if known else name
        if pattern == NULL:
            return f"{code} = ''"
        return f"({code} <> '' AND regexp_matches({code}, {self.bind(f'^(?:{pattern})')}))"

    def _first(self, choices: Iterable[tuple[str, Sequence[Mapping[str, str]]]]) -> str:
        cases = [f"WHEN {self.any(rules)} THEN {self.bind(name)}" for name, rules in choices]
        return f"(CASE {' '.join(cases)} END)" if cases else "NULL::VARCHAR"


def _padded(segment: Segment, code: str) -> str:
    if not segment.pad_left:
        return code
    fill = "''''" if segment.pad_left == "'" else f"'{segment.pad_left}'"
    return (
        f"CASE WHEN length({code}) < {segment.min_len} AND regexp_full_match({code}, '[0-9]+') "
        f"THEN lpad({code}, {segment.min_len}, {fill}) ELSE {code} END"
    )


def _span(shortest: int, longest: int) -> str:
    return str(longest) if shortest == longest else f"{shortest} to {longest}"


def _when(test: str, reason: str, *message: str) -> str:
    """SQL for one case of the verdict; `message` continues the words account '...'."""
    account = "concat('account ''', replace(text, chr(31), '|'), '''')"
    return f"WHEN {test} THEN ['{reason}', concat({account}, {', '.join(message)})]"
