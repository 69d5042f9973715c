"""Settle what the bytes of a text file are before DuckDB sees them.

One pass proves that a file is clean UTF-8 and counts its lines; only a file that is not (UTF-16,
cp1252, mixed, old line ends, control characters, gzip) is rewritten to a working copy.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from loaders.errors import FileUnreadableError

_TAB, _LINE, _PAGE, _RETURN, _BLANK, _QUOTE, _DELETE = 9, 10, 12, 13, 32, 34, 127
_CHUNK = 1 << 18
_LONGEST_LINE = 1 << 20
_LARGEST_INFLATED = 20 << 30
_HIGHEST_RATIO = 400
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Tab, line feed, form feed (page breaks of reports) and carriage return are text.
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"
_STRANGERS = (
    (b"PK\x03\x04", "an Excel workbook or zip archive", "save it as CSV, or map it as type: xlsx"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Excel workbook", "save it as CSV"),
    (b"%PDF", "a PDF document", "export the report as CSV"),
    (b"PAR1", "a Parquet file", "export it as CSV"),
    (b"{\\rtf", "a word-processor document", "export the report as CSV"),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<style")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text file that is proven UTF-8, with what was learnt on the way."""

    path: Path
    encoding: str
    newline: str
    lines: int
    quotes: int
    is_ascii: bool
    is_padded: bool
    bad_lines: dict[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Scan:
    """Counts of one pass over the bytes."""

    lines: int = 0
    crlf: int = 0
    carriage_returns: int = 0
    quotes: int = 0
    is_ascii: bool = True
    is_utf8: bool = True
    has_controls: bool = False
    is_padded: bool = False
    ends_open: bool = False
    size: int = 0


def decode(
    path: Path, workdir: Path, *, delimiter: str = "", encoding: str = "auto"
) -> DecodedText:
    """The file as UTF-8 text: itself where it is clean, else a working copy in `workdir`.

    Lines with bytes that are no text are listed in `bad_lines` by their number from 1. Raises
    FileUnreadableError where the whole file is something else.
    """
    plain = _inflated(path, workdir)
    head = _head(plain)
    _refuse_strangers(path, head)
    found = _encoding_of(head) if encoding in {"", "auto"} else _declared(encoding)
    scan = _scan(path, plain, delimiter) if not found.startswith("utf-16") else _Scan(is_utf8=False)
    text = DecodedText(plain, found, "\n", scan.lines, scan.quotes, scan.is_ascii, scan.is_padded)
    if _is_clean(scan, found):
        return replace(text, newline="\r\n" if scan.crlf else "\n", encoding=_plain_name(found))
    copy = _rewritten(path, plain, workdir, found)
    again = _scan(path, copy.path, delimiter)
    return replace(
        copy,
        lines=again.lines,
        quotes=again.quotes,
        is_ascii=again.is_ascii,
        is_padded=again.is_padded,
    )


def _is_clean(scan: _Scan, encoding: str) -> bool:
    """Whether DuckDB can read the bytes as they are."""
    one_line_end = scan.carriage_returns == 0 or (
        scan.carriage_returns == scan.crlf and scan.crlf >= scan.lines - scan.ends_open
    )
    return encoding.startswith("utf-8") and scan.is_utf8 and not scan.has_controls and one_line_end


def _plain_name(encoding: str) -> str:
    return {"utf-8-sig": "utf-8 with BOM"}.get(encoding, encoding)


def _declared(encoding: str) -> str:
    """The encoding that the mapping states; cp1252 goes the way of line-by-line decoding."""
    name = codecs.lookup(encoding).name
    return {"iso8859-1": "cp1252", "utf-16": "utf-16-le", "ascii": "utf-8"}.get(name, name)


def _inflated(path: Path, workdir: Path) -> Path:
    """The file itself, or its unpacked copy where the content is gzip, whatever its name."""
    with path.open("rb") as raw:
        if raw.read(2) != b"\x1f\x8b":
            return path
    target = workdir / f"{path.name}.plain"
    limit = min(_LARGEST_INFLATED, max(path.stat().st_size * _HIGHEST_RATIO, 64 << 20))
    size = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as out:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise FileUnreadableError(
                        "the compressed file grows beyond what an extract may hold.",
                        file=path,
                        expected=f"at most {limit >> 20} MB unpacked",
                    )
                out.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileUnreadableError(
            "the compressed file is cut off or damaged.", file=path, expected="a whole gzip file"
        ) from error
    return target


def _head(path: Path) -> bytes:
    with path.open("rb") as raw:
        return raw.read(4096)


def _refuse_strangers(path: Path, head: bytes) -> None:
    """Say what a file really is when it is not text."""
    if not head or head in {bom for bom, _ in _BOMS}:
        raise FileUnreadableError("the file is empty.", file=path, expected="headings and rows")
    for magic, found, advice in _STRANGERS:
        if head.startswith(magic):
            raise FileUnreadableError(
                f"the file is {found}, whatever its name says: {advice}.",
                file=path,
                expected="plain text",
            )
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(_MARKUP):
        raise FileUnreadableError(
            "the file is a web page under another name: open it in Excel and save it as CSV.",
            file=path,
            expected="plain text",
        )


def _encoding_of(head: bytes) -> str:
    """The encoding by byte-order mark, or by the NULs that UTF-16 leaves between letters."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    odd, even = head[1::2].count(0), head[0::2].count(0)
    half = len(head) // 2
    if half and odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if half and even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return "utf-8"


def _scan(path: Path, plain: Path, delimiter: str) -> _Scan:
    """One pass over the bytes; everything is counted on whole arrays."""
    scan = _Scan()
    strict = codecs.getincrementaldecoder("utf-8")("strict")
    last, unbroken = b"\n", 0
    with plain.open("rb") as raw:
        while chunk := raw.read(_CHUNK):
            scan.size += len(chunk)
            found = _count(scan, last + chunk, delimiter.encode()[:1])
            unbroken = 0 if found else unbroken + len(chunk)
            if unbroken > _LONGEST_LINE:
                raise FileUnreadableError(
                    "a line is longer than one megabyte.",
                    file=path,
                    row=scan.lines + 1,
                    expected="one record on each line",
                )
            if scan.is_utf8 and not (chunk.isascii() and scan.is_ascii):
                scan.is_ascii = False
                scan.is_utf8 = _is_valid(strict, chunk)
            last = chunk[-1:]
    scan.is_utf8 = scan.is_utf8 and (scan.is_ascii or _is_valid(strict, b"", final=True))
    scan.is_padded = scan.is_padded or last == b" "
    scan.ends_open = last != b"\n"
    scan.lines += scan.ends_open
    return scan


def _count(scan: _Scan, seam: bytes, mark: bytes) -> int:
    """Add one stretch of bytes to the scan; its first byte is the last one of the stretch before.

    Returns the number of line ends.
    """
    octets = np.frombuffer(seam, np.uint8)
    fresh = octets[1:]
    lines = int(np.count_nonzero(fresh == _LINE))
    returns = int(np.count_nonzero(fresh == _RETURN))
    scan.lines += lines
    scan.carriage_returns += returns
    scan.quotes += int(np.count_nonzero(fresh == _QUOTE))
    if returns or seam[0] == _RETURN:
        scan.crlf += seam.count(b"\r\n")
    low = int(np.count_nonzero(fresh < _BLANK)) + int(np.count_nonzero(fresh == _DELETE))
    if low != lines + returns and not scan.has_controls:
        text = int(np.count_nonzero(fresh == _TAB)) + int(np.count_nonzero(fresh == _PAGE))
        scan.has_controls = low != lines + returns + text
    if not scan.is_padded:
        blank = octets == _BLANK
        edge = (octets == _LINE) | (octets == _RETURN) | (octets == _QUOTE)
        edge = edge | (octets == mark[0]) if mark else edge
        scan.is_padded = bool((blank[:-1] & edge[1:]).any() or (edge[:-1] & blank[1:]).any())
    return lines + returns


def _is_valid(strict: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        strict.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _rewritten(path: Path, plain: Path, workdir: Path, encoding: str) -> DecodedText:
    """A working copy in UTF-8 with plain line ends; lines that are no text are marked."""
    target = workdir / f"{path.name}.utf8"
    bad: dict[int, str] = {}
    used: dict[str, int] = {}
    with target.open("w", encoding="utf-8", newline="") as out:
        for number, (line, name) in enumerate(_lines(plain, encoding), start=1):
            used[name] = used.get(name, 0) + 1
            clean = line.translate(_VISIBLE)
            if "\ufffd" in clean:
                bad[number] = _trouble(line)
            out.write(clean)
            if number > 1000 and len(bad) > number // 2:  # noqa: PLR2004 - enough to judge
                raise FileUnreadableError(
                    "the file is not text.", file=path, row=min(bad), expected="a text file"
                )
    names = [name for name in used if name != "ascii"] or ["utf-8"]
    count = used.get("cp1252", 0)
    notes = [f"{count} {'line' if count == 1 else 'lines'} read as cp1252"] if count else []
    return DecodedText(
        target, " and ".join(sorted(names)), "\n", 0, 0, True, True, bad, tuple(notes)
    )


def _lines(plain: Path, encoding: str) -> Iterator[tuple[str, str]]:
    """Lines with plain ends, each with the encoding that fits it."""
    if encoding.startswith("utf-16"):
        with plain.open(encoding=encoding, errors="replace", newline=None) as wide:
            for line in wide:
                yield line.removeprefix("\ufeff"), encoding
        return
    # Latin-1 maps every byte to one character, so universal line ends lose nothing.
    with plain.open(encoding="latin-1", newline=None) as raw:
        for number, shown in enumerate(raw):
            octets = shown.encode("latin-1")
            if number == 0:
                octets = octets.removeprefix(codecs.BOM_UTF8)
            yield _decoded_line(octets, encoding)


def _decoded_line(line: bytes, encoding: str) -> tuple[str, str]:
    if line.isascii():
        return line.decode("ascii"), "ascii"
    if encoding.startswith("utf-8"):
        try:
            return line.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            encoding = "cp1252"
    return line.decode(encoding, errors="replace"), encoding


_VISIBLE = dict.fromkeys(_CONTROLS, "�") | {0x1A: None}


def _trouble(line: str) -> str:
    """What is wrong with a line, for its quarantine row."""
    for character in line:
        if ord(character) in _VISIBLE and ord(character) != 0x1A:  # noqa: PLR2004 - end-of-file mark
            return f"control character U+{ord(character):04X}"
    return "bytes that are no letters in this encoding"
