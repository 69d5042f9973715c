"""The one parser for money: text as an ERP prints it to DECIMAL(18,2), inside DuckDB.

Plain figures (`-1234.5`) take a short way; the messy forms are looked at only where the short
way does not fit. A form that is not understood gives NULL and is set aside by the caller: it is
never zero. Blank and a lone dash are missing, not unreadable.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

# One number: plain or grouped in threes, with or without decimals.
_NUMBER = r"(?:\d+(?:\.\d*)?|\d{1,3}(?:,\d{3})+(?:\.\d*)?|\.\d+)"
_NEGATIVE = "|".join(
    (
        rf"- ?\$? ?{_NUMBER}",
        rf"\$ ?- ?{_NUMBER}",
        rf"\$? ?{_NUMBER} ?-",
        rf"\$? ?\( ?\$? ?{_NUMBER} ?\)",
        rf"\$? ?{_NUMBER} ?CR",
        rf"< ?\$? ?{_NUMBER} ?>",
    )
)
_POSITIVE = "|".join(
    (rf"\+? ?\$? ?{_NUMBER}", rf"\$? ?{_NUMBER} ?\+", rf"\$? ?{_NUMBER} ?DR"),
)

# Each macro takes text `t`. Spaces of any kind (no-break, thin) become plain ones, the Unicode
# minus a hyphen; a figure within a millionth of a whole cent is spreadsheet noise, not a third
# decimal. Overpunched figures end in a letter that is digit and sign at once.
_MACROS = (
    r"""erp_tidy(t) AS upper(trim(regexp_replace(
        translate(t, concat(chr(8722), chr(8211), chr(8212)), '---'),
        '[\s\x{A0}\x{2000}-\x{200A}\x{202F}]+', ' ', 'g')))""",
    r"""erp_is_blank(t) AS t IS NULL OR regexp_full_match(erp_tidy(t), '\$? ?-?')""",
    r"""erp_cents(m) AS CASE
        WHEN regexp_full_match(m, '\d{0,16}\.?\d{0,2}') THEN TRY_CAST(m AS DECIMAL(18,2))
        WHEN regexp_full_match(m, '\d{0,16}\.\d{3,40}')
         AND abs(TRY_CAST(m AS DECIMAL(38,12)) - CAST(TRY_CAST(m AS DECIMAL(38,12))
             AS DECIMAL(38,2))) <= 0.000001
        THEN CAST(TRY_CAST(m AS DECIMAL(38,12)) AS DECIMAL(18,2)) END""",
    r"""erp_magnitude(t) AS erp_cents(regexp_replace(t, '[^0-9.]', '', 'g'))""",
    rf"""erp_messy(t) AS CASE
        WHEN regexp_full_match(t, '{_POSITIVE}') THEN erp_magnitude(t)
        WHEN regexp_full_match(t, '{_NEGATIVE}') THEN -erp_magnitude(t) END""",
    r"""erp_amount(t) AS CASE
        WHEN regexp_full_match(t, '-?\d{1,16}(\.\d{1,2})?') THEN TRY_CAST(t AS DECIMAL(18,2))
        WHEN t IS NOT NULL THEN erp_messy(erp_tidy(t)) END""",
    r"""erp_pointed(d, places) AS concat(
        left(lpad(d, 20, '0'), 20 - places), '.', right(lpad(d, 20, '0'), places))""",
    r"""erp_whole(t, places) AS CASE
        WHEN regexp_full_match(t, '(\+|-)?\d{1,18}|\d{1,18}(\+|-)')
        THEN (CASE WHEN contains(t, '-') THEN -1 ELSE 1 END)
             * erp_cents(ltrim(erp_pointed(regexp_replace(t, '[^0-9]', '', 'g'), places), '0'))
        END""",
    r"""erp_implied(t, places) AS erp_whole(erp_tidy(t), places)""",
    r"""erp_overpunched(t) AS CASE
        WHEN regexp_full_match(erp_tidy(t), '\d*[{A-I]')
        THEN concat(erp_tidy(t)[:-2], translate(erp_tidy(t)[-1:], '{ABCDEFGHI', '0123456789'))
        WHEN regexp_full_match(erp_tidy(t), '\d*[}J-R]')
        THEN concat('-', erp_tidy(t)[:-2], translate(erp_tidy(t)[-1:], '}JKLMNOPQR', '0123456789'))
        ELSE t END""",
    r"""erp_comma_decimal(t) AS translate(t, ',.', '.,')""",
    r"""erp_grouped(t) AS regexp_replace(t, '(\d)[ \x{A0}\x{202F}''](\d)', '\1,\2', 'g')""",
)


@dataclass(frozen=True, slots=True)
class AmountForm:
    """How a column writes money.

    `implied_decimals` is None where the point is printed; `spaced_groups` are thousands set
    apart by a space or an apostrophe.
    """

    implied_decimals: int | None = None
    overpunch: bool = False
    comma_decimal: bool = False
    spaced_groups: bool = False
    blank_is_zero: bool = False

    def value(self, text: str) -> str:
        """SQL for the dollars of the SQL text `text`: DECIMAL(18,2), NULL where unreadable."""
        figure = f"erp_overpunched({text})" if self.overpunch else text
        figure = f"erp_comma_decimal({figure})" if self.comma_decimal else figure
        figure = f"erp_grouped({figure})" if self.spaced_groups else figure
        if self.implied_decimals is None:
            parsed = f"erp_amount({figure})"
        else:
            parsed = f"erp_implied({figure}, {int(self.implied_decimals)})"
        if not self.blank_is_zero:
            return parsed
        return f"CASE WHEN erp_is_blank({text}) THEN 0::DECIMAL(18,2) ELSE {parsed} END"

    @property
    def expected(self) -> str:
        """What a readable figure looks like, for the message about one that is not."""
        if self.implied_decimals is not None:
            return f"digits with {self.implied_decimals} implied decimals, such as 0000123456"
        return "dollars such as 1234.56, -1,234.56 or (1,234.56)"


def install_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Make the `erp_*` macros known to a connection and its cursors."""
    for macro in _MACROS:
        con.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")
