"""CSV files, in UTF-8 with or without a byte order mark, or in GB18030, which has GBK and GB 2312 within it."""

import codecs
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

UTF_8 = "utf-8-sig"
GB18030 = "gb18030"
CHUNK = 1 << 20
TOLD_EVERY = 50_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_8_CHINESE = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf][\x80-\xbf]")


def read_csv(path: Path, name: str, progress: Progress = untold) -> Grid:
    """All cells as text. Rows are counted as records, from 1: a value with line breaks is part of one.

    Raises `FactsError` for another encoding, and for broken records.
    """
    data = path.read_bytes()
    encoding = _encoding(data, name)
    broken = Refusal.of(messages.BROKEN_FILE, name, format="CSV")
    try:
        lengths = array("L", _lengths(data, encoding, name, progress))
        width = max(lengths, default=0)
        if not width:
            raise FactsError([Refusal.of(messages.NO_HEADER, name)])
        # Polars takes the number of columns from the first line, which may be a title.
        first = b"x" + b"," * (width - 1) + b"\n"
        data = first + (data.removeprefix(BYTE_ORDER_MARK) if encoding == UTF_8 else data.decode(encoding).encode())
        cells = pl.read_csv(io.BytesIO(data), has_header=False, infer_schema=False).slice(1)
    except (csv.Error, pl.exceptions.PolarsError) as error:
        raise FactsError([broken]) from error
    if cells.height != len(lengths):
        raise FactsError([broken])
    notes = () if encoding == UTF_8 else (Finding.of(sheet_messages.OTHER_ENCODING, Place(name)),)
    return Grid(name, cells, notes=notes, lengths=pl.Series(lengths, dtype=pl.UInt32))


def _lengths(data: bytes, encoding: str, name: str, progress: Progress) -> Iterator[int]:
    """The number of values of each record; the text is decoded piece by piece."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    for number, record in enumerate(csv.reader(text, strict=True), 1):
        if number % TOLD_EVERY == 0:
            progress(name, number)
        yield len(record)


def _encoding(data: bytes, name: str) -> str:
    """UTF-8, with a byte order mark or without, or else GB18030.

    Chinese in UTF-8 before a fault means that a file in UTF-8 was damaged, and not that it is in another encoding.
    """
    fault = _first_fault(data, "utf-8")
    if fault is None:
        return UTF_8
    utf_8 = data.startswith(BYTE_ORDER_MARK) or _UTF_8_CHINESE.search(data, 0, fault) is not None
    if utf_8 or _first_fault(data, GB18030) is not None:
        raise FactsError([Refusal.of(sheet_messages.UNKNOWN_ENCODING, name, offset=fault)])
    return GB18030


def _first_fault(data: bytes, encoding: str) -> int | None:
    """The first byte that is not in the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), CHUNK):
        kept, _ = decoder.getstate()
        try:
            decoder.decode(data[start : start + CHUNK], start + CHUNK >= len(data))
        except UnicodeDecodeError as error:
            return start - len(kept) + error.start
    return None
