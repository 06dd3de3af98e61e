"""Conclusions into a file, with the columns of `consequence_frame.CONCLUSIONS`: whole or not at all."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook

from policyengine.reading.text import Text
from policyengine.verdicts.consequence_frame import CONCLUSIONS
from policyengine.verdicts.write import UnwritableOutputError, Writer, replacing, writer_for
from policyengine.verdicts.write_csv import SEPARATOR, harmless_column

MOST_ROWS = 1_048_575
"""Of a spreadsheet, below its headers."""


def write_conclusions(frames: Iterable[pl.DataFrame], path: Path) -> int:
    """Write conclusions in the format that the file's name asks for, and say how many there are.

    Raises `UnwritableOutputError`, and leaves the folder as it was, where the file cannot be written.
    """
    writer = writer_for(path, CONCLUSION_WRITERS)
    found = list(frames)
    with replacing(path) as made:
        writer(found, made)
    return sum(frame.height for frame in found)


def _together(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=CONCLUSIONS), *frames])


def _write_parquet(frames: Iterable[pl.DataFrame], path: Path) -> None:
    _together(frames).write_parquet(path)


def _write_csv(frames: Iterable[pl.DataFrame], path: Path) -> None:
    flat = _flat(_together(frames))
    flat.with_columns(harmless_column(name) for name, dtype in flat.schema.items() if dtype == pl.String).write_csv(
        path, include_bom=True
    )


def _write_xlsx(frames: Iterable[pl.DataFrame], path: Path) -> None:
    """One sheet; words are words, also where they look like formulas."""
    flat = _flat(_together(frames))
    if flat.height > MOST_ROWS:
        raise UnwritableOutputError(
            Text(f"`{path.name}` 有 {flat.height} 行，电子表格放不下", f"`{path.name}` would have {flat.height} rows"),
            Text("请写 .csv 或 .parquet。", "A spreadsheet holds fewer: write .csv or .parquet."),
        )
    with Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        flat.write_excel(book, worksheet="consequences", autofit=True)


def _write_json(frames: Iterable[pl.DataFrame], path: Path) -> None:
    """An array of objects, one a line."""
    lines = [json.dumps(row, ensure_ascii=False, default=str) for row in _together(frames).iter_rows(named=True)]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n", encoding="utf-8")


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Chains as text, one step after the other."""
    return frame.with_columns(pl.col("chain").list.join(SEPARATOR), pl.col("truth").cast(pl.String))


CONCLUSION_WRITERS: Mapping[str, Writer] = {
    ".parquet": _write_parquet,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".json": _write_json,
}
