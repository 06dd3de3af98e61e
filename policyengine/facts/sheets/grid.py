"""A sheet as it was written: rows of texts, before anything says which of them are facts."""

from dataclasses import dataclass

import polars as pl

from policyengine.reading.findings import Finding


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that a spreadsheet shows as one; only the first has a text. Rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of a sheet as texts, null where a cell is empty; row 0 is the row that its program calls 1.

    `lengths` are the numbers of cells that the rows of a CSV file were written with. `from_1904` says that its program
    counts days from 1904, so that a serial number may be either of two days.
    """

    name: str
    cells: pl.DataFrame
    merges: tuple[Merge, ...] = ()
    notes: tuple[Finding, ...] = ()
    lengths: pl.Series | None = None
    from_1904: bool = False
