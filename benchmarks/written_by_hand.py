"""One table of a demo registry in a file, as a program writes it or as people do."""

import csv
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from policyengine.authoring.demo import make_demo
from policyengine.facts.read import read_facts

ENTITY = "organization"
CHUNK = 50_000


def written(folder: Path, rows: str, form: str, style: str) -> tuple[float, dict[str, Any]]:
    """The organizations of a demo registry as one file of a folder."""
    start = time.perf_counter()
    folder.mkdir()
    make_demo(folder / "registry", organizations=int(rows), communities=max(int(rows) // 10, 1))
    frame = pl.read_parquet(folder / "registry" / f"{ENTITY}.parquet")
    frame = frame.drop(name for name in frame.columns if name.endswith("__unknown"))
    for each in (folder / "registry").iterdir():
        each.unlink()
    (folder / "registry").rmdir()
    path = folder / f"{ENTITY}.{form}"
    if form == "parquet":
        frame.write_parquet(path)
    else:
        above: list[Sequence[str]] = [["社会组织登记表"]] if style == "by_hand" else []
        below: list[Sequence[str]] = [["合计", str(frame.height)]] if style == "by_hand" else []
        texts = frame.select((_by_hand if style == "by_hand" else _plainly)(frame.schema))
        lines = _Lines([*above, texts.columns], texts, below)
        {"csv": _as_csv, "xlsx": _as_xlsx}[form](path, lines)
    return time.perf_counter() - start, {"columns": frame.width, "bytes": path.stat().st_size}


def reading_sheets(folder: Path) -> tuple[float, dict[str, Any]]:
    """Reading and checking the file; how many columns needed understanding."""
    start = time.perf_counter()
    facts = read_facts(folder, complete=False)
    seconds = time.perf_counter() - start
    return seconds, {"cpu": time.process_time(), "notes": sum(note.code == "taken-for" for note in facts.notes)}


class _Lines:
    """A table's lines, with some above and below, made as they are needed."""

    def __init__(self, above: Sequence[Sequence[str]], frame: pl.DataFrame, below: Sequence[Sequence[str]]) -> None:
        self._above, self._frame, self._below = above, frame, below

    def each(self, write: Callable[[Sequence[str | None]], object]) -> None:
        """Write line after line, all with as many cells as there are columns."""
        for line in self._above:
            write([*line, *[""] * (self._frame.width - len(line))])
        for start in range(0, self._frame.height, CHUNK):
            for row in self._frame.slice(start, CHUNK).rows():
                write(row)
        for line in self._below:
            write([*line, *[""] * (self._frame.width - len(line))])


def _as_csv(path: Path, lines: _Lines) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines.each(csv.writer(file).writerow)


def _as_xlsx(path: Path, lines: _Lines) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("社会组织")
        number = 0

        def write(cells: Sequence[str | None]) -> None:
            nonlocal number
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(number, column, cell)
            number += 1

        lines.each(write)


def _plainly(schema: pl.Schema) -> list[pl.Expr]:
    return [pl.col(name).cast(pl.String) for name in schema]


def _by_hand(schema: pl.Schema) -> list[pl.Expr]:
    found = []
    for name, dtype in schema.items():
        column = pl.col(name)
        if isinstance(dtype, pl.Date):
            found.append(column.dt.strftime("%Y年%-m月%-d日"))
        elif isinstance(dtype, pl.Boolean):
            found.append(pl.when(column).then(pl.lit("√")).when(~column).then(pl.lit("×")).alias(name))
        elif dtype.is_integer():
            thousands, rest = column // 1000, column % 1000
            grouped = pl.format("{},{}", thousands, rest.cast(pl.String).str.zfill(3))
            found.append(pl.when(thousands > 0).then(grouped).otherwise(column.cast(pl.String)).alias(name))
        else:
            found.append(column.cast(pl.String))
    return found
