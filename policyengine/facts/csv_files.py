"""CSV files in UTF-8, with or without a byte order mark."""

import csv
import io
from pathlib import Path

import polars as pl

from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable
from policyengine.facts.texts import text_table

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_csv(path: Path, name: str, first_file: int) -> RawTable:
    """All cells as text. Rows are counted as records, the header being 1: a value with line breaks is part of one.

    Raises `FactsError` for another encoding, ragged or broken records, and a file without header.
    """
    data = path.read_bytes().removeprefix(BYTE_ORDER_MARK)
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FactsError([Refusal.of(messages.WRONG_ENCODING, name, offset=error.start)]) from error
    broken = Refusal.of(messages.BROKEN_FILE, name, format="CSV")
    try:
        records = _records(decoded, name)
        grid = pl.read_csv(io.BytesIO(data), has_header=False, infer_schema=False)
    except (csv.Error, pl.exceptions.PolarsError) as error:
        raise FactsError([broken]) from error
    if grid.height != records:
        raise FactsError([broken])
    return text_table(grid, name, first_file)


def _records(decoded: str, name: str) -> int:
    """How many records there are, if all but empty ones have as many values as the header.

    Polars fills short records without a word, so they are counted here.
    """
    header: list[str] = []
    ragged: list[Refusal] = []
    number = 0
    for number, record in enumerate(csv.reader(io.StringIO(decoded, newline=""), strict=True), 1):
        if number == 1:
            header = record
        elif record and len(record) != len(header):
            found = ",".join(record)
            ragged.append(
                Refusal.of(messages.RAGGED_LINE, name, number, None, found, personal=True, expected=len(header))
            )
    if not any(cell.strip() for cell in header):
        raise FactsError([Refusal.of(messages.NO_HEADER, name)])
    if ragged:
        raise FactsError(ragged)
    return number
