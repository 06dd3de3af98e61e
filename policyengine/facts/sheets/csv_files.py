"""CSV files, in UTF-8 with or without a byte order mark, or in GB18030, which has GBK and GB 2312 within it."""

import csv
import io
import re
from array import array
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sheets import messages as sheet_messages
from policyengine.facts.sheets.grid import Grid
from policyengine.facts.sources import Progress, untold
from policyengine.reading.findings import Finding
from policyengine.reading.place import Place

TOLD_EVERY = 50_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_8_CHINESE = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf][\x80-\xbf]")


def read_csv(path: Path, name: str, progress: Progress = untold) -> Grid:
    """All cells as text. Rows are counted as records, from 1: a value with line breaks is part of one.

    Raises `FactsError` for another encoding, and for broken records.
    """
    data = path.read_bytes()
    decoded, notes = _decoded(data, name)
    broken = Refusal.of(messages.BROKEN_FILE, name, format="CSV")
    try:
        lengths = array("L", _lengths(decoded, name, progress))
        width = max(lengths, default=0)
        if not width:
            raise FactsError([Refusal.of(messages.NO_HEADER, name)])
        # Polars takes the number of columns from the first line, which may be a title.
        first = b"x" + b"," * (width - 1) + b"\n"
        encoded = decoded.encode() if notes else data.removeprefix(BYTE_ORDER_MARK)
        del decoded, data
        cells = pl.read_csv(io.BytesIO(first + encoded), has_header=False, infer_schema=False).slice(1)
    except (csv.Error, pl.exceptions.PolarsError) as error:
        raise FactsError([broken]) from error
    if cells.height != len(lengths):
        raise FactsError([broken])
    return Grid(name, cells, notes=notes, lengths=pl.Series(lengths, dtype=pl.UInt32))


def _lengths(decoded: str, name: str, progress: Progress) -> Iterator[int]:
    """The number of values of each record."""
    for number, record in enumerate(csv.reader(io.StringIO(decoded, newline=""), strict=True), 1):
        if number % TOLD_EVERY == 0:
            progress(name, number)
        yield len(record)


def _decoded(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """The text, and a note where it is not in UTF-8. Chinese in UTF-8 before a fault means that UTF-8 was damaged."""
    try:
        return data.removeprefix(BYTE_ORDER_MARK).decode("utf-8"), ()
    except UnicodeDecodeError as error:
        refused = FactsError([Refusal.of(sheet_messages.UNKNOWN_ENCODING, name, offset=error.start)])
        if data.startswith(BYTE_ORDER_MARK) or _UTF_8_CHINESE.search(data, 0, error.start):
            raise refused from error
        try:
            return data.decode("gb18030"), (Finding.of(sheet_messages.OTHER_ENCODING, Place(name)),)
        except UnicodeDecodeError:
            raise refused from error
