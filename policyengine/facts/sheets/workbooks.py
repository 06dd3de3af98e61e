"""Workbooks of spreadsheet programs (.xlsx, .xlsm, .xls): each sheet may be a table."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from math import ulp
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from policyengine.facts import messages as facts_messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sheets import messages
from policyengine.facts.sheets.formulas import counts_from_1904, failed_formulas
from policyengine.facts.sheets.grid import Grid, Merge
from policyengine.facts.sources import Progress, untold
from policyengine.reading.findings import Finding
from policyengine.reading.place import Place

if TYPE_CHECKING:
    import python_calamine as calamine

SUFFIXES = (".xlsx", ".xlsm", ".xls")
TOLD_EVERY = 5_000
SHOWN_DIGITS = 15
"""Of a number a spreadsheet shows so many digits, and keeps no more that were typed."""
NOISE = 4
"""What arithmetic on binary floats may leave in a sum, in units of the last place."""


class Workbooks:
    """The workbooks of one reading, each opened once for all of its sheets."""

    def __init__(self, progress: Progress = untold) -> None:
        self._progress = progress
        self._open: dict[Path, calamine.CalamineWorkbook] = {}

    def sheet_names(self, path: Path, name: str) -> tuple[str, ...]:
        """The sheets of a workbook. Raises `FactsError` for a file that is none, and for one with a password."""
        return tuple(self._workbook(path, name).sheet_names)

    def grid(self, path: Path, name: str, sheet: str) -> Grid:
        """One sheet, its numbers as the spreadsheet shows them in full, its dates as days.

        Raises `FactsError` for a file that is no workbook.
        """
        label = f"{name}[{sheet}]"
        with _readable(name):
            found = self._workbook(path, name).get_sheet_by_name(sheet)
        failed = failed_formulas(path, sheet)
        left = found.start[1] if found.start is not None else 0
        columns: list[list[str | None]] = [[] for _ in range(found.width)]
        for number, row in enumerate(found.iter_rows()):
            if number and number % TOLD_EVERY == 0:
                self._progress(label, number)
            for column, value in zip(columns, row, strict=True):
                column.append(value or None if isinstance(value, str) else _text(value))
            for at, error in failed.get(number, {}).items():
                if 0 <= at - left < found.width:
                    columns[at - left][number] = error
        merges = tuple(
            Merge(top, first - left, bottom, last - left)
            for (top, first), (bottom, last) in found.merged_cell_ranges or ()
            if first >= left
        )
        old = (Finding.of(messages.OLD_WORKBOOK, Place(label)),) if path.suffix.lower() == ".xls" else ()
        return Grid(label, _frame(columns), merges, old, from_1904=counts_from_1904(path))

    def _workbook(self, path: Path, name: str) -> "calamine.CalamineWorkbook":
        import python_calamine as calamine  # noqa: PLC0415 - only spreadsheets need it

        if path not in self._open:
            with _readable(name):
                self._open[path] = calamine.CalamineWorkbook.from_path(path)
        return self._open[path]


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Refuse what proves to be no workbook within the block."""
    import python_calamine as calamine  # noqa: PLC0415 - only spreadsheets need it

    try:
        yield
    except calamine.PasswordError as error:
        raise FactsError([Refusal.of(messages.LOCKED_FILE, name)]) from error
    except (calamine.CalamineError, zipfile.BadZipFile) as error:
        raise FactsError([Refusal.of(facts_messages.BROKEN_FILE, name, format="XLSX")]) from error


def _frame(columns: list[list[str | None]]) -> pl.DataFrame:
    return pl.DataFrame([pl.Series(f"column_{n}", texts, dtype=pl.String) for n, texts in enumerate(columns, 1)])


def number_text(number: float) -> str:
    """A spreadsheet's number as it shows it in full: exact to 15 digits, beyond 10^15 with an exponent.

    The rest of a binary float, as 0.1 + 0.2 has it, is not part of the number; one that was written with more digits
    by another program keeps them.
    """
    if abs(number) >= 10**SHOWN_DIGITS:
        return f"{number:.{SHOWN_DIGITS - 1}E}"
    if number == int(number):
        return str(int(number))
    short = f"{number:.{SHOWN_DIGITS}g}"
    exact = short if abs(float(short) - number) <= NOISE * ulp(number) else repr(number)
    return format(Decimal(exact), "f")


def _text(value: object) -> str:
    """A cell that is no text: numbers as shown, booleans as words, days in ISO form."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() | int():
            return number_text(value)
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case _:
            return str(value)
