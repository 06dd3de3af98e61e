"""Sheets of a workbook, written row by row without being held in memory; no cell is ever a formula."""

import errno
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from policyengine.reading.render import display_width

MOST_ROWS = 1_048_575
"""Of a sheet, below its headers: what Excel holds."""
LONGEST_CELL = 32_767
CUT = "…"
LINE = 15
SPARE = 0.85
HIGHEST_ROW = 405
"""Lines and rows in points; of a cell's width a part stays empty where a line breaks."""
BOLD = 3
UNBROKEN = re.compile("[!-~]+")
"""What bold letters and a filter's arrow take besides the letters themselves, and what stays on one line."""
HEADER = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "text_wrap": True, "valign": "vcenter"}
DAY = {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header, and how wide it is, in characters."""

    header: str
    width: int = 14

    @property
    def fitting(self) -> int:
        """The width, or more where a word of the header would be broken; Chinese may break after any character."""
        return max(self.width, *(len(word) + BOLD for word in UNBROKEN.findall(self.header)), 0)


@dataclass(slots=True)
class Formats:
    """The styles of a workbook's cells."""

    header: Format
    day: Format
    plain: Format
    wrapped: Format
    title: Format


@contextmanager
def workbook(path: Path) -> Iterator["Book"]:
    """A new workbook; what is not yet written lies beside it. Raises `OSError` where it cannot be written."""
    book = Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
    book.use_zip64()
    try:
        yield Book(book)
        book.close()
    except XlsxWriterException as error:
        raise OSError(errno.EIO, str(error)) from error


class Book:
    """A workbook that is being written."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        styles = (
            {"valign": "top"},
            {"valign": "top", "text_wrap": True, "bottom": 4, "bottom_color": "#B0B0B0"},
            {"bold": True, "font_size": 14},
        )
        self.formats = Formats(*(book.add_format(style) for style in (HEADER, DAY, *styles)))

    def sheet(
        self, name: str, columns: Sequence[Column], *, rows: int = 0, wrap: bool = False, colour: str | None = None
    ) -> "Sheet":
        """A sheet under headers that stay in sight, with filters; of so many rows that it takes several, all of them.

        `wrap` breaks long texts, `colour` is that of the tabs.
        """
        made = Sheet(self._book, name, list(columns), self.formats, wrap, colour)
        for _ in range(max(1, -(-rows // MOST_ROWS))):
            made.go_on()
        return made

    def page(self, name: str) -> "Page":
        """A sheet of lines and small tables."""
        return Page(self._book.add_worksheet(name), self.formats)


@dataclass(slots=True)
class Sheet:
    """Rows under headers, over as many worksheets as it takes."""

    book: Workbook
    name: str
    columns: list[Column]
    formats: Formats
    wrap: bool = False
    colour: str | None = None
    _worksheets: list[Worksheet] = field(default_factory=list, init=False)
    _at: int = field(default=0, init=False)
    _row: int = field(default=0, init=False)

    def go_on(self) -> None:
        """Another worksheet, after all that there are."""
        n = len(self._worksheets) + 1
        worksheet = self.book.add_worksheet(self.name if n == 1 else f"{self.name} ({n})")
        worksheet.set_row(0, _header_height(self.columns))
        for at, column in enumerate(self.columns):
            worksheet.set_column(at, at, column.fitting)
            worksheet.write_string(0, at, column.header, self.formats.header)
        worksheet.freeze_panes(1, 0)
        _for_print(worksheet)
        worksheet.repeat_rows(0)
        if self.colour is not None:
            worksheet.set_tab_color(self.colour)
        self._worksheets.append(worksheet)

    def write(self, cells: Iterable[Cell]) -> None:
        """Another row; past the last row of a worksheet it goes on in the next."""
        if self._row == MOST_ROWS:
            self._at, self._row = self._at + 1, 0
            if self._at == len(self._worksheets):
                self.go_on()
        self._row += 1
        worksheet, row = self._worksheets[self._at], list(cells)
        if self.wrap:
            worksheet.set_row(self._row, _height(row, self.columns))
        _write_row(worksheet, self._row, row, self.formats, wrap=self.wrap)

    def close(self) -> None:
        """Put the filters on the rows that there are."""
        for n, worksheet in enumerate(self._worksheets):
            last = MOST_ROWS if n < self._at else self._row if n == self._at else 0
            worksheet.autofilter(0, 0, last, len(self.columns) - 1)


@dataclass(slots=True)
class Page:
    """Lines and small tables, one below the other."""

    worksheet: Worksheet
    formats: Formats
    _row: int = field(default=0, init=False)
    _widths: dict[int, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        _for_print(self.worksheet)

    def line(self, text: str = "", *, title: bool = False) -> None:
        """A line, which may run over the columns to its right."""
        if text:
            self.worksheet.write_string(self._row, 0, _cut(text), self.formats.title if title else self.formats.plain)
        self._row += 1

    def table(self, columns: Sequence[Column], rows: Iterable[Iterable[Cell]]) -> None:
        """A small table, and an empty line below it; a column is as wide as any table of the page needs it."""
        self.worksheet.set_row(self._row, _header_height(columns))
        for n, column in enumerate(columns):
            self._widths[n] = max(column.fitting, self._widths.get(n, 0))
            self.worksheet.set_column(n, n, self._widths[n])
            self.worksheet.write_string(self._row, n, column.header, self.formats.header)
        for row in rows:
            self._row += 1
            _write_row(self.worksheet, self._row, row, self.formats, wrap=False)
        self._row += 2


def _header_height(columns: Sequence[Column]) -> int:
    """How high the row of headers must be, beside the arrows of filters."""
    return LINE * max(ceil(display_width(column.header) / (column.fitting - BOLD)) for column in columns)


def _height(cells: Sequence[Cell], columns: Sequence[Column]) -> int:
    """How high a row of broken texts must be, for not every program sees to it."""
    wide = (
        display_width(str(cell or "")) / (column.fitting * SPARE) for cell, column in zip(cells, columns, strict=True)
    )
    return min(LINE * ceil(max(wide, default=1) or 1), HIGHEST_ROW)


def _for_print(worksheet: Worksheet) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.set_footer("&C&A · &P / &N")


def _write_row(worksheet: Worksheet, number: int, cells: Iterable[Cell], formats: Formats, *, wrap: bool) -> None:
    plain = formats.wrapped if wrap else formats.plain
    for n, cell in enumerate(cells):
        match cell:
            case None | "":
                pass
            case str():
                worksheet.write_string(number, n, _cut(cell), plain)
            case int():
                worksheet.write_number(number, n, cell, formats.plain)
            case date():
                worksheet.write_datetime(number, n, cell, formats.day)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + CUT
