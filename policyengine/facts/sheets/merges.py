"""Merged cells: a parent's or a group's value belongs to each of its rows; a number or an id cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from policyengine.facts.refusals import Refusal
from policyengine.facts.sheets import messages
from policyengine.facts.sheets.grid import Grid, Merge
from policyengine.facts.sheets.layout import LOOKED_AT, Layout
from policyengine.facts.sheets.words import visible
from policyengine.reading.findings import Finding
from policyengine.reading.place import Place
from policyengine.vocabulary.models import Field, FieldType

SHARED = frozenset((FieldType.REFERENCE, FieldType.ENUM, FieldType.BOOLEAN, FieldType.DATE))
"""What several rows may have in common. A number may be their sum, and a name or a code is of one row."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The cells with merged ones filled down, and what is said of that."""

    cells: pl.DataFrame
    refusals: tuple[Refusal, ...]
    notes: tuple[Finding, ...]


def with_whole_headers(grid: Grid) -> Grid:
    """The grid with cells that are merged downwards near its top filled, for headers may stand over two rows."""
    high = [merge for merge in grid.merges if merge.bottom < LOOKED_AT and merge.left == merge.right]
    return replace(grid, cells=_filled(grid.cells, [(merge, range(merge.top, merge.bottom + 1)) for merge in high]))


def fill_down(grid: Grid, layout: Layout, fields: Mapping[str, Field]) -> Filled:
    """Merged cells of rows that hold facts; `fields` by column of the grid. What is not clear is refused."""
    facts = set(layout.facts) if grid.merges else set[int]()
    fills: list[tuple[Merge, list[int]]] = []
    refusals: list[Refusal] = []
    for merge in grid.merges:
        text = _text(grid, merge)
        named = [column for column in grid.cells.columns[merge.left : merge.right + 1] if column in layout.headers]
        rows = [row for row in range(merge.top, merge.bottom + 1) if row in facts]
        if not text or not named:
            continue
        heads = merge.top <= layout.header <= merge.bottom and merge.left < merge.right and named[0] in fields
        if heads or (rows and not _clear(named, rows, fields)):
            header = layout.headers[named[0]]
            personal = any(fields[column].personal for column in named if column in fields)
            place = (grid.name, merge.top + 1, header, text)
            refusals.append(Refusal.of(messages.UNCLEAR_MERGE, *place, personal=personal))
        elif len(rows) > 1:
            fills.append((merge, rows))
    return Filled(_filled(grid.cells, fills), tuple(refusals), tuple(_notes(grid, layout, fills)))


def _clear(named: list[str], rows: list[int], fields: Mapping[str, Field]) -> bool:
    """Whether it is one column's, and either one row's or of a kind that rows share."""
    field = fields.get(named[0])
    return len(named) == 1 and (len(rows) == 1 or field is None or field.type in SHARED)


def _text(grid: Grid, merge: Merge) -> str:
    if merge.top >= grid.cells.height or merge.left >= grid.cells.width:
        return ""
    text: str | None = grid.cells.item(merge.top, merge.left)
    return visible(text or "")


def _filled(cells: pl.DataFrame, fills: Iterable[tuple[Merge, Iterable[int]]]) -> pl.DataFrame:
    by_column: dict[int, tuple[list[int], list[str | None]]] = {}
    for merge, rows in fills:
        if merge.top >= cells.height or merge.left >= cells.width:
            continue
        at, texts = by_column.setdefault(merge.left, ([], []))
        within = [row for row in rows if row < cells.height]
        at += within
        texts += [cells.item(merge.top, merge.left)] * len(within)
    columns = [
        cells.to_series(column).scatter(at, pl.Series(texts, dtype=pl.String))
        for column, (at, texts) in by_column.items()
    ]
    return cells.with_columns(columns)


def _notes(grid: Grid, layout: Layout, fills: list[tuple[Merge, list[int]]]) -> Iterable[Finding]:
    by_column: dict[int, list[Merge]] = {}
    for merge, _ in fills:
        by_column.setdefault(merge.left, []).append(merge)
    for column, merges in by_column.items():
        header = layout.headers[grid.cells.columns[column]]
        first = min(merges, key=lambda merge: merge.top)
        yield Finding.of(
            messages.FILLED_DOWN,
            Place(grid.name),
            column=header,
            n=len(merges),
            top=first.top + 1,
            bottom=first.bottom + 1,
        )
