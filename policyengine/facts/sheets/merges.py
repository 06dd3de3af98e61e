"""Merged cells: a parent's or a group's value belongs to each of its rows; a number or an id cannot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from policyengine.facts.refusals import Refusal, Spoils
from policyengine.facts.sheets import messages
from policyengine.facts.sheets.grid import Grid, Merge
from policyengine.facts.sheets.layout import LOOKED_AT, Layout
from policyengine.facts.sheets.spelling import UNKNOWN
from policyengine.facts.sheets.words import visible
from policyengine.reading.findings import Finding
from policyengine.reading.place import Place
from policyengine.vocabulary.models import Entity, Field, FieldType
from policyengine.vocabulary.personal import is_personal

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
    fills = [_Fill(merge.left, range(merge.top, merge.bottom + 1), _text(grid, merge)) for merge in high]
    return replace(grid, cells=_filled(grid.cells, fills))


def fill_down(grid: Grid, layout: Layout, entity: Entity, fields: Mapping[str, Field]) -> Filled:
    """Merged cells of rows that hold facts; `fields` by column of the grid. The unclear is refused and unknown."""
    facts = set(layout.facts) if grid.merges else set[int]()
    fills: list[_Fill] = []
    filled: list[Merge] = []
    refusals: list[Refusal] = []
    for merge in grid.merges:
        text = _text(grid, merge)
        columns = range(merge.left, min(merge.right + 1, grid.cells.width))
        named = [column for column in (grid.cells.columns[number] for number in columns) if column in layout.headers]
        rows = [row for row in range(merge.top, merge.bottom + 1) if row in facts]
        if not text or not named:
            continue
        spoiled = tuple(fields[column].name if column in fields else layout.headers[column] for column in named)
        personal = any(is_personal(entity, name) for name in spoiled)
        place = (grid.name, merge.top + 1, layout.headers[named[0]], text)
        if merge.top <= layout.header <= merge.bottom and merge.left < merge.right and named[0] in fields:
            refusals.append(Refusal.of(messages.UNCLEAR_MERGE, *place, personal=personal))
        elif rows and not _clear(named, rows, fields):
            spoils = Spoils(entity.name, () if "id" in spoiled else spoiled)
            refusals.append(Refusal.of(messages.UNCLEAR_MERGE, *place, personal=personal, spoils=spoils))
            fills += [_Fill(number, rows, UNKNOWN) for number in columns if grid.cells.columns[number] in named]
        elif len(rows) > 1:
            fills.append(_Fill(merge.left, rows, text))
            filled.append(merge)
    return Filled(_filled(grid.cells, fills), tuple(refusals), tuple(_notes(grid, layout, filled)))


def _clear(named: list[str], rows: list[int], fields: Mapping[str, Field]) -> bool:
    """Whether it is one column's, and either one row's or of a kind that rows share."""
    field = fields.get(named[0])
    return len(named) == 1 and (len(rows) == 1 or field is None or field.type in SHARED)


def _text(grid: Grid, merge: Merge) -> str:
    if merge.top >= grid.cells.height or merge.left >= grid.cells.width:
        return ""
    text: str | None = grid.cells.item(merge.top, merge.left)
    return visible(text or "")


@dataclass(frozen=True, slots=True)
class _Fill:
    """A text for some rows of a column."""

    column: int
    rows: Sequence[int]
    text: str


def _filled(cells: pl.DataFrame, fills: Iterable[_Fill]) -> pl.DataFrame:
    by_column: dict[int, tuple[list[int], list[str]]] = {}
    for fill in fills:
        if fill.column < cells.width:
            at, texts = by_column.setdefault(fill.column, ([], []))
            within = [row for row in fill.rows if row < cells.height]
            at += within
            texts += [fill.text] * len(within)
    return cells.with_columns(
        cells.to_series(column).scatter(at, pl.Series(texts, dtype=pl.String))
        for column, (at, texts) in by_column.items()
    )


def _notes(grid: Grid, layout: Layout, filled: list[Merge]) -> Iterable[Finding]:
    by_column: dict[int, list[Merge]] = {}
    for merge in filled:
        by_column.setdefault(merge.left, []).append(merge)
    for column, merges in by_column.items():
        header = layout.headers[grid.cells.columns[column]]
        first = min(merges, key=lambda merge: merge.top)
        span = {"top": first.top + 1, "bottom": first.bottom + 1}
        yield Finding.of(messages.FILLED_DOWN, Place(grid.name), column=header, n=len(merges), **span)
