"""Spreadsheets: each sheet may be a table."""

from pathlib import Path
from typing import TYPE_CHECKING

from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable
from policyengine.facts.texts import text_table

if TYPE_CHECKING:
    import fastexcel


def sheet_names(path: Path, name: str) -> tuple[str, ...]:
    """The sheets of a workbook. Raises `FactsError` for a file that is none."""
    return tuple(_workbook(path, name).sheet_names)


def read_xlsx(path: Path, name: str, sheet: str, first_file: int) -> RawTable:
    """One sheet, all cells as the texts that the spreadsheet would show of their values; rows bear its own numbers.

    Raises `FactsError` for a file that is no workbook, and for a sheet whose first row has no headers.
    """
    grid = _workbook(path, name).load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    return text_table(grid, f"{name}[{sheet}]", first_file)


def _workbook(path: Path, name: str) -> "fastexcel.ExcelReader":
    import fastexcel  # noqa: PLC0415 - only spreadsheets need it

    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise FactsError([Refusal.of(messages.BROKEN_FILE, name, format="XLSX")]) from error
