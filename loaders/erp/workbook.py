"""Excel workbooks as text: each sheet row becomes one line of a working CSV copy.

Guards run on the zip directory before anything is unpacked. Numbers that Excel can no longer
hold exactly come out in scientific notation, so that the rules for destroyed accounts see them.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from loaders.erp.decode import DecodedText, decode
from loaders.erp.headings_row import SEARCHED_ROWS, find_headings
from loaders.erp.workbook_extent import column_number, extent_troubles
from loaders.errors import FileUnreadableError, HeadingsError

DELIMITER = ","
_MOST_ENTRIES = 200
_MOST_INFLATED = 100 << 20
_HIGHEST_RATIO = 100
_LARGEST_OLD_WORKBOOK = 50 << 20
_MOST_ROWS = 1_048_576
_EXACT_DIGITS = 10**15
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ERROR_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*\bt="e"[^>]*>.*?<v>([^<]*)</v>', re.DOTALL)


def sheet_as_text(path: Path, workdir: Path, sheet: str, wanted: list[str]) -> DecodedText:
    """One sheet as a UTF-8 CSV copy in which line n is row n of the sheet.

    Without a sheet name the first sheet that carries the wanted headings is taken. Raises
    FileUnreadableError for what is no workbook, is locked, or would not fit in memory.
    """
    check_workbook(path)
    try:
        book = CalamineWorkbook.from_path(path)
        chosen = _chosen(book, path, sheet, wanted)
        errors = _error_cells(path, book.sheet_names.index(chosen.name))
        target = workdir / f"{path.name}.csv"
        with target.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(_text_rows(chosen, path, errors))
    except PasswordError as error:
        raise _locked(path) from error
    except CalamineError as error:
        raise FileUnreadableError(
            f"the workbook is damaged ({error}).", file=path, expected="a workbook Excel opens"
        ) from error
    return decode(target, workdir, delimiter=DELIMITER)


def sheet_rows(path: Path, sheet: str = "") -> tuple[str, list[str], Iterable[list[str]]]:
    """One sheet as text, line breaks kept: its name, all names a person sees, and its rows.

    Without a sheet name the first visible sheet with cells is taken. Entry n of the rows is row
    n + 1 of the sheet. Raises FileUnreadableError as `sheet_as_text` does.
    """
    check_workbook(path)
    try:
        book = CalamineWorkbook.from_path(path)
        seen = [
            one.name
            for one in book.sheets_metadata
            if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
        ]
        if not seen or (sheet and sheet not in seen):
            raise FileUnreadableError(
                "the workbook has no such sheet to read.",
                file=path,
                found=", ".join(seen[:10]),
                expected=f"a visible sheet {sheet!r}" if sheet else "a visible sheet with rows",
            )
        chosen = _first_filled(book, [sheet] if sheet else seen)
        errors = _error_cells(path, book.sheet_names.index(chosen.name))
        return chosen.name, seen, _text_rows(chosen, path, errors, _kept)
    except PasswordError as error:
        raise _locked(path) from error
    except CalamineError as error:
        raise FileUnreadableError(
            f"the workbook is damaged ({error}).", file=path, expected="a workbook Excel opens"
        ) from error


def _first_filled(book: CalamineWorkbook, names: list[str]) -> CalamineSheet:
    sheets = (book.get_sheet_by_name(name) for name in names)
    return next((one for one in sheets if one.start is not None), book.get_sheet_by_name(names[0]))


def check_workbook(path: Path) -> None:
    """Refuse what is no workbook, is locked, carries macros, or swells when unpacked."""
    with path.open("rb") as raw:
        head = raw.read(8)
    if head.startswith(_OLE):
        _check_old_workbook(path)
    elif head.startswith(b"PK\x03\x04"):
        _check_archive(path)
    elif not head:
        raise FileUnreadableError("the file is empty.", file=path, expected="an Excel workbook")
    else:
        what = "a web page" if head.lstrip().startswith(b"<") else "no workbook"
        raise FileUnreadableError(
            f"the file is {what} under the name of one: open it in Excel and save it as .xlsx.",
            file=path,
            expected="an Excel workbook",
        )


def _check_old_workbook(path: Path) -> None:
    if path.stat().st_size > _LARGEST_OLD_WORKBOOK:
        raise FileUnreadableError(
            "the .xls workbook is too large.", file=path, expected="at most 50 MB, or .xlsx"
        )
    if _ENCRYPTED in path.read_bytes():
        raise _locked(path)


def _locked(path: Path) -> FileUnreadableError:
    return FileUnreadableError(
        "the workbook is protected by a password.", file=path, expected="one without a password"
    )


def _check_archive(path: Path) -> None:
    """Judge a zip by its directory, before a byte is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            trouble = next(_archive_troubles(archive.infolist()), "")
            trouble = trouble or next(extent_troubles(archive), "")
    except (zipfile.BadZipFile, OSError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise FileUnreadableError(
            "the workbook is cut off or damaged.", file=path, expected="a whole .xlsx file"
        ) from error
    if trouble:
        raise FileUnreadableError(trouble, file=path, expected="a plain .xlsx workbook")


def _archive_troubles(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_ENTRIES:
        yield f"the workbook has {len(entries)} parts."
    inflated = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if inflated > _MOST_INFLATED or inflated > packed * _HIGHEST_RATIO:
        yield f"the workbook would unpack to {inflated >> 20} MB from {packed >> 10} kB."
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        yield "the file is a zip archive, not a workbook."
    if any(name.endswith("vbaProject.bin") for name in names):
        yield "the workbook carries macros: save it as .xlsx."
    for entry in entries:
        if stat.S_ISLNK(entry.external_attr >> 16):
            yield f"the workbook carries a link, {entry.filename!r}."
        if entry.filename.startswith("/") or ".." in Path(entry.filename).parts:
            yield f"the workbook carries a path outside itself, {entry.filename!r}."
        if entry.filename.lower().endswith(".zip"):
            yield f"the workbook carries another archive, {entry.filename!r}."


def _chosen(book: CalamineWorkbook, path: Path, sheet: str, wanted: list[str]) -> CalamineSheet:
    """The sheet by name, else the first one whose first rows carry the headings."""
    if sheet:
        if sheet not in book.sheet_names:
            raise FileUnreadableError(
                "the workbook has no such sheet.",
                file=path,
                found=", ".join(book.sheet_names[:10]),
                expected=f"a sheet {sheet!r}",
            )
        return book.get_sheet_by_name(sheet)
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    for candidate in sheets:
        rows = [
            ([_text(cell) for cell in row], number)
            for number, row in enumerate(_rows(candidate, SEARCHED_ROWS), start=1)
        ]
        try:
            find_headings(rows, wanted, path)
        except HeadingsError:
            continue
        return candidate
    return sheets[0]


def _rows(sheet: CalamineSheet, limit: int) -> Iterator[list[object]]:
    if sheet.start is None:
        return
    for number, row in enumerate(sheet.iter_rows()):
        if number >= limit:
            return
        yield list(row)


def _text_rows(
    sheet: CalamineSheet,
    path: Path,
    errors: dict[tuple[int, int], str],
    text: Callable[[object], str] | None = None,
) -> Iterable[list[str]]:
    """Cells as text; error cells keep their mark, which no amount or account accepts."""
    left = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(_rows(sheet, _MOST_ROWS + 1), start=1):
        if number > _MOST_ROWS:
            raise FileUnreadableError("the sheet has more rows than Excel allows.", file=path)
        cells = [(text or _text)(cell) for cell in row]
        for column in range(len(cells)) if errors else ():
            cells[column] = errors.get((number, column + left), cells[column])
        yield cells


def _text(cell: object) -> str:  # noqa: PLR0911 - one answer for each type of cell
    """A cell as the text it stands for. Line breaks become spaces: one row, one line."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if abs(cell) >= _EXACT_DIGITS:
            return f"{cell:E}"
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        # With its time, so that an account that became a date is known as one.
        return f"{cell.isoformat()} 00:00:00"
    if isinstance(cell, str):
        return " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell
    return "" if cell is None else str(cell)


def _kept(cell: object) -> str:
    """A cell as text with its line breaks, all of one kind."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n")
    return _text(cell)


def _error_cells(path: Path, sheet_index: int) -> dict[tuple[int, int], str]:
    """Cells that hold an error such as #REF!, which the reader would give as empty."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        part = _sheet_part(archive, sheet_index)
        xml = archive.read(part) if part else b""
    if b't="e"' not in xml:
        return {}
    return {
        (int(row), column_number(letters) - 1): shown.decode()
        for letters, row, shown in _ERROR_CELL.findall(xml)
    }


def _sheet_part(archive: zipfile.ZipFile, sheet_index: int) -> str:
    """The part that holds the sheet, by the workbook's own list."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return ""
    ids = re.findall(rb'<(?:\w+:)?sheet [^>]*\br:id="([^"]+)"', archive.read("xl/workbook.xml"))
    links = re.findall(rb"<Relationship [^>]*>", archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        found[1]: target[1]
        for link in links
        if (found := re.search(rb'\bId="([^"]+)"', link))
        and (target := re.search(rb'\bTarget="([^"]+)"', link))
    }
    place = targets.get(ids[sheet_index], b"").decode() if sheet_index < len(ids) else ""
    part = place.removeprefix("/") if place.startswith("/") else f"xl/{place}"
    return part if part in names else ""
