"""From a grid to a raw table: headers matched, rows that are no facts left out, every cell in strict spelling."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from policyengine.facts import messages as facts_messages
from policyengine.facts.headers import match_headers
from policyengine.facts.normalise import MARKERS
from policyengine.facts.refusals import FactsError, Refusal, Spoils
from policyengine.facts.sheets import messages
from policyengine.facts.sheets.grid import Grid
from policyengine.facts.sheets.layout import Layout, layout_of, numbered
from policyengine.facts.sheets.merges import fill_down, with_whole_headers
from policyengine.facts.sheets.spelled_columns import as_spelled
from policyengine.facts.sources import RawTable, Wanted
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN
from policyengine.reading.findings import Finding
from policyengine.reading.place import Place
from policyengine.vocabulary.models import Entity


def table_of(grid: Grid, entity: Entity, wanted: Wanted, first_file: int) -> RawTable:
    """The facts of a sheet, each row with its number (the first line is 1).

    A sheet that holds example rows alone is not `supplied`. Raises `FactsError` where no row could hold headers.
    """
    layout = layout_of(with_whole_headers(grid), entity, set(wanted.columns.values()))
    if layout is None:
        raise FactsError([Refusal.of(facts_messages.NO_HEADER, grid.name)])
    ragged = tuple(_ragged(grid, layout, entity))
    layout = replace(
        layout, facts=layout.facts.filter(~layout.facts.is_in([each.row - 1 for each in ragged if each.row]))
    )
    notes = (*grid.notes, *_notes(grid, layout))
    headers = tuple(layout.headers.values())
    if len(set(headers)) < len(headers) or {ROW_COLUMN, FILE_COLUMN} & set(headers):
        return RawTable(pl.LazyFrame(), headers, (grid.name,), first_file)  # refused for its headers
    matched, refused = match_headers(entity, headers, wanted.columns, grid.name)
    by_header = {header: entity.fields[name] for name, header in matched.fields.items()}
    fields = {column: by_header[header] for column, header in layout.headers.items() if header in by_header}
    filled = fill_down(grid, layout, entity, fields)
    rows = (
        filled.cells.rename(dict(layout.headers))
        .select(headers)
        .with_row_index(ROW_COLUMN, offset=1)
        .with_columns(pl.lit(first_file, dtype=pl.UInt32).alias(FILE_COLUMN))
    )
    rows = rows.slice(layout.header + 1) if _all(layout, grid) else rows[layout.facts]
    if refused:
        return RawTable(rows.lazy(), headers, (grid.name,), first_file)
    spelled = as_spelled(entity, rows, by_header, MARKERS | wanted.unknown, grid.name, serials=not grid.from_1904)
    return RawTable(
        spelled.frame.lazy(),
        headers,
        (grid.name,),
        first_file,
        notes=(*notes, *filled.notes, *spelled.notes),
        refusals=(*ragged, *filled.refusals, *spelled.refusals),
        written=spelled.written,
        supplied=not _only_examples(layout),
    )


def _ragged(grid: Grid, layout: Layout, entity: Entity) -> Iterator[Refusal]:
    """Records of another length than that of the headers, but for empty cells at their end: a comma went astray."""
    if grid.lengths is None or (grid.lengths == (expected := grid.lengths[layout.header])).all():
        return
    rows = layout.facts.filter(grid.lengths[layout.facts] != expected)
    for row in rows:
        cells = grid.cells.row(row)[: grid.lengths[row]]
        if len(cells) < expected or any(cells[expected:]):
            found = ",".join(cell or "" for cell in cells)
            place = (grid.name, row + 1, None, found)
            spoils = Spoils(entity.name)
            refusal = Refusal.of(facts_messages.RAGGED_LINE, *place, personal=True, spoils=spoils, expected=expected)
            yield refusal.in_table(entity)


def _all(layout: Layout, grid: Grid) -> bool:
    """Whether every row below the headers is a fact, so that none need be picked."""
    return layout.facts.len() == grid.cells.height - layout.header - 1


def _notes(grid: Grid, layout: Layout) -> Iterator[Finding]:
    place = Place(grid.name)
    if any(cell for row in grid.cells.head(layout.header).rows() for cell in row):
        yield Finding.of(messages.TITLE_ROWS, place, header=layout.header + 1)
    if _only_examples(layout):
        yield Finding.of(messages.ONLY_EXAMPLES, place)
    for message, rows in layout.skipped.items():
        if message is not messages.EXAMPLE_ROWS or not _only_examples(layout):
            yield Finding.of(message, place, rows=numbered(rows))
    if layout.nameless:
        yield Finding.of(messages.NAMELESS_COLUMNS, place, columns=", ".join(map(str, layout.nameless)))


def _only_examples(layout: Layout) -> bool:
    return layout.facts.is_empty() and messages.EXAMPLE_ROWS in layout.skipped
