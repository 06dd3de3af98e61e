"""One entity's rows, changed in place: those of its source, read when they are looked at, and those given since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from policyengine.engine.walker.rows import Cell, Lack, Row, cell_of, word_of
from policyengine.facts.normalise import FIELD_DTYPES
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX, Table
from policyengine.live.index import Index
from policyengine.vocabulary.models import Entity, FieldType

RECENT = 4096
"""So many rows of the source are remembered, with the cells of them that were read."""


class LiveTable(Mapping[str, Row]):
    """The rows of an entity by id; a row of the source is taken apart cell by cell, as its cells are read.

    `judged` are the columns that hold determinations; `frame` are the rows of the source.
    """

    def __init__(self, entity: Entity, table: Table, files: tuple[str, ...], judged: frozenset[str]) -> None:
        self.entity, self.table, self.judged = entity, table, judged
        self._files = files
        self.frame = table.frame.collect()
        self._columns = {name: self.frame[name] for name in self.frame.columns}
        self._index = Index(self._columns["id"])
        self._gone: set[str] = set()
        self._given: dict[str, Row] = {}
        self._recent: dict[str, Row] = {}

    def __getitem__(self, key: str) -> Row:
        row = self._given.get(key)
        if row is None and key not in self._gone:
            row = self._recent.get(key)
        if row is not None:
            return row
        place = self._place(key)
        if place is None:
            raise KeyError(key)
        return self.at(place)

    def __contains__(self, key: object) -> bool:
        return key in self._given or (isinstance(key, str) and self._place(key) is not None)

    def __iter__(self) -> Iterator[str]:
        yield from (identity for identity in self._columns["id"] if identity not in self._gone)
        yield from (identity for identity in self._given if self._place(identity) is None)

    def __len__(self) -> int:
        new = sum(1 for identity in self._given if self._place(identity) is None)
        return self.frame.height - len(self._gone) + new

    def at(self, place: int) -> Row:
        """The row at a place of the source, as it is there."""
        identity: str = self._columns["id"][place]
        row = self._recent.get(identity)
        if row is None:
            file, number = (
                None if (column := self._columns.get(name)) is None else column[place]
                for name in (FILE_COLUMN, ROW_COLUMN)
            )
            row = self._row(LazyCells(self, place), identity, file, number)
            if len(self._recent) == RECENT:
                self._recent.clear()
            self._recent[identity] = row
        return row

    def read(self, places: pl.Series, names: Iterable[str]) -> list[Row]:
        """The rows at places of the source, as they are there, some of their cells read at once."""
        known = [LazyCells(self, place) for place in places]
        for name in names:
            for cells, value, flag in zip(
                known, self._read(name, places), self._read(_flag(name), places), strict=True
            ):
                cells[name] = self._cell(name, value, flag)
        about = (self._read(name, places) for name in ("id", FILE_COLUMN, ROW_COLUMN))
        return [self._row(cells, *each) for cells, *each in zip(known, *about, strict=True)]

    def _read(self, name: str, places: pl.Series) -> list[Any]:
        """What stands in a column at places of the source; nothing, where there is no such column."""
        column = self._columns.get(name)
        return [None] * len(places) if column is None else column.gather(places).to_list()

    def is_source(self, identity: str) -> bool:
        """Whether a row of the source is as it was there."""
        return identity not in self._gone and identity not in self._given

    def put(self, row: Row) -> None:
        """Add a row, or set one in the place of another; a row of the source goes back to where it was."""
        self._recent.pop(row.id, None)
        if isinstance(row.cells, LazyCells):
            self._given.pop(row.id, None)
            self._gone.discard(row.id)
        else:
            self._given[row.id] = row

    def drop(self, identity: str) -> None:
        """Take a row out."""
        self._given.pop(identity, None)
        self._recent.pop(identity, None)
        if self._place(identity) is not None:
            self._gone.add(identity)

    def with_cells(self, identity: str, cells: Mapping[str, Cell]) -> Row:
        """The row with other cells; a new one knows nothing else."""
        before = self.get(identity)
        if before is None:
            return Row(self.entity.name, identity, cells)
        known = before.cells
        match known:
            case LazyCells(place=place):
                cells = GivenCells(self, place, cells)
            case GivenCells(place=place):
                cells = GivenCells(self, place, {**known, **cells})
            case _:
                cells = {**known, **cells}
        return replace(before, cells=cells)

    def current(self) -> Table:
        """The table as it is now."""
        if not self._given and not self._gone:
            return self.table
        given = list(self._given.values())
        names = sorted({name for row in given for name in row.cells} | set(self._fields()))
        kept = self.frame.filter(~pl.col("id").is_in([*self._gone, *self._given]))
        frame = pl.concat([self._stored(kept, names), self._written(given, names)], how="vertical")
        return replace(self.table, frame=frame.lazy(), columns=frozenset(frame.columns))

    def _place(self, identity: str) -> int | None:
        return None if identity in self._gone else self._index.place(identity)

    def _fields(self) -> list[str]:
        known = (name for name in self._columns if name in self.entity.fields or name in self.judged)
        return [name for name in known if name != "id"]

    def _row(self, cells: "LazyCells", identity: str, file: int | None, number: int | None) -> Row:
        return Row(self.entity.name, identity, cells, None if file is None else self._files[file], number)

    def cell(self, name: str, place: int) -> Cell:
        """One cell of the source."""
        column, flags = self._columns.get(name), self._columns.get(_flag(name))
        if column is None:
            return Lack.UNKNOWN
        return self._cell(name, column[place], None if flags is None else flags[place])

    def _cell(self, name: str, value: bool | int | str | date | None, flag: bool | None) -> Cell:
        """The cell that a value of a column is, and what stands beside it; unknown if there is no such column."""
        field = self.entity.fields.get(name)
        if value is None and (field is None or name not in self._columns):
            return Lack.UNKNOWN
        return word_of(bool(value)) if field is None else cell_of(value, field, flag)

    # --- as columns ---------------------------------------------------------------------------------------------------

    def _stored(self, frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
        """The source's rows with a column for everything that a row now has."""
        columns = [pl.col("id"), *_origin(frame.columns)]
        for name in names:
            there, field = name in frame.columns, self.entity.fields.get(name)
            dtype = FIELD_DTYPES[field.type] if field is not None else pl.Boolean()
            columns.append(pl.col(name) if there else pl.lit(None, dtype=dtype).alias(name))
            if field is not None and field.optional:
                flag = name + UNKNOWN_SUFFIX
                columns.append(pl.col(flag) if flag in frame.columns else pl.lit(not there).alias(flag))
        return frame.select(columns)

    def _written(self, rows: list[Row], names: list[str]) -> pl.DataFrame:
        columns: dict[str, pl.Series] = {"id": pl.Series("id", [row.id for row in rows], dtype=pl.String)}
        files = [None if row.file is None else self._files.index(row.file) for row in rows]
        columns[FILE_COLUMN] = pl.Series(FILE_COLUMN, files, dtype=pl.UInt32)
        columns[ROW_COLUMN] = pl.Series(ROW_COLUMN, [row.number for row in rows], dtype=pl.UInt32)
        for name in names:
            cells, field = [row.cell(name) for row in rows], self.entity.fields.get(name)
            dtype = FIELD_DTYPES[field.type] if field is not None else pl.Boolean()
            unit = 10**field.digits if field is not None and field.type is FieldType.DECIMAL else 1
            columns[name] = pl.Series(name, [_stored(cell, dtype, unit) for cell in cells], dtype=dtype)
            if field is not None and field.optional:
                flag = name + UNKNOWN_SUFFIX
                columns[flag] = pl.Series(flag, [cell is Lack.UNKNOWN for cell in cells], dtype=pl.Boolean)
        return pl.DataFrame(columns)


class LazyCells(dict[str, Cell]):
    """The cells of one row of a source; those that were looked at, for each is read when it first is."""

    __slots__ = ("_table", "place")

    def __init__(self, table: LiveTable, place: int) -> None:
        super().__init__()
        self._table, self.place = table, place

    def __missing__(self, name: str) -> Cell:
        cell = self[name] = self._table.cell(name, self.place)
        return cell


class GivenCells(dict[str, Cell]):
    """The cells of a row of a source that were given since; the others stand in the source."""

    __slots__ = ("_table", "place")

    def __init__(self, table: LiveTable, place: int, given: Mapping[str, Cell]) -> None:
        super().__init__(given)
        self._table, self.place = table, place

    def __missing__(self, name: str) -> Cell:
        return self._table.cell(name, self.place)


def _flag(name: str) -> str:
    """The column that tells which cells of a column are unknown."""
    return name + UNKNOWN_SUFFIX


def _origin(columns: list[str]) -> list[pl.Expr]:
    return [
        pl.col(name) if name in columns else pl.lit(None, dtype=pl.UInt32).alias(name)
        for name in (FILE_COLUMN, ROW_COLUMN)
    ]


def _stored(cell: Cell, dtype: pl.DataType, unit: int) -> bool | int | str | date | None:
    match cell:
        case Lack():
            return None
        case Fraction():
            return int(cell * unit)
        case str() if isinstance(dtype, pl.Boolean):
            return cell == "true"
        case _:
            return cell
