"""The columns of one raw table as fields: expressions side by side, so that one pass over the rows checks them all.

The staged frame has each raw column as `raw:<header>`, each field as `value:<field>`, and `unknown:<field>` where its
cells are known to be unknown; no header can clash with these.
"""

from dataclasses import dataclass, replace

import polars as pl

from policyengine.facts import messages
from policyengine.facts.headers import Headers
from policyengine.facts.normalise import Cells, as_stored, plainly, read_cells, readable
from policyengine.facts.refusals import Refusal
from policyengine.facts.sources import RawTable
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX
from policyengine.vocabulary.models import Entity, Field, FieldType, Label

FLAG = Field(name="", type=FieldType.BOOLEAN, label=Label(zh="", en=""))


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a staged frame.

    `plain` is true where a raw cell is normalised already; `None` where that is not worth looking for. `stored` are the
    cells if all of them are so. A `companion` says where another field is unknown; it is read and checked, but is no
    field itself.
    """

    field: Field
    header: str
    cells: Cells
    plain: pl.Expr | None
    stored: Cells
    companion: bool = False

    @property
    def value(self) -> pl.Expr:
        """The typed value, in the staged frame."""
        return pl.col(f"value:{self.field.name}")

    @property
    def unknown(self) -> pl.Expr:
        """Whether the source says that it is unknown, in the staged frame."""
        return pl.col(f"unknown:{self.field.name}")

    @property
    def refused(self) -> pl.Expr:
        """Whether something stands here that cannot be read, in the staged frame."""
        return pl.col(f"refused:{self.field.name}")

    @property
    def raw(self) -> pl.Expr:
        """The cell as the source has it, in the staged frame."""
        return pl.col(f"raw:{self.header}")


def plan_columns(
    entity: Entity, raw: RawTable, headers: Headers, markers: frozenset[str]
) -> tuple[list[Column], list[Refusal]]:
    """How each field that the table has is read; columns of a type that no field can be read from are refused."""
    schema = raw.frame.collect_schema()
    columns: list[Column] = []
    refusals: list[Refusal] = []
    for name, header in headers.fields.items():
        field, dtype = entity.fields[name], schema[header]
        companion = headers.companions.get(name)
        used = [used for used in (header, companion) if used is not None]
        unusable = [used for used in used if not readable(schema[used])]
        refusals += [
            Refusal.of(messages.UNSUPPORTED_COLUMN, raw.files[0], column=used, type=schema[used], field=name)
            for used in unusable
        ]
        if unusable:
            continue
        cells = read_cells(field, pl.col(header), dtype, markers)
        plain, stored = plainly(field, pl.col(header), dtype, markers), as_stored(pl.col(header))
        if companion is not None:
            flags = read_cells(FLAG, pl.col(companion), schema[companion], frozenset())
            flag = FLAG.model_copy(update={"name": f"{name}{UNKNOWN_SUFFIX}"})
            columns.append(Column(flag, companion, flags, None, flags, companion=True))
            cells = _with_companion(cells, flags.value)
            plain = _plain_beside(plain, pl.col(header), pl.col(companion), schema[companion])
            stored = replace(stored, unknown=pl.col(companion).fill_null(value=False))
        columns.append(Column(field, header, cells, plain, stored))
    return columns, refusals


def settled(raw: RawTable, columns: list[Column]) -> list[Column]:
    """The columns, those that prove to be normalised already to be taken as they are stored.

    One cheap pass over the rows: what an office's program has written in final form is not read cell by cell.
    """
    doubts = [(~column.plain).any().alias(column.field.name) for column in columns if column.plain is not None]
    doubted = raw.frame.select(doubts).collect(engine="streaming").row(0, named=True) if doubts else {}
    return [
        replace(column, cells=column.stored) if doubted.get(column.field.name) is False else column
        for column in columns
    ]


def _plain_beside(plain: pl.Expr | None, value: pl.Expr, flag: pl.Expr, flag_dtype: pl.DataType) -> pl.Expr | None:
    """Where a cell is plain and nothing stands in it that its companion calls unknown."""
    if plain is None or not isinstance(flag_dtype, pl.Boolean):
        return None
    return plain & (value.is_null() | ~flag.fill_null(value=False))


def _with_companion(cells: Cells, flags: pl.Expr) -> Cells:
    """Where the companion says so, the cell is unknown, whatever else stands in it."""
    flagged = flags.fill_null(value=False)
    return Cells(pl.when(~flagged).then(cells.value), cells.unknown | flagged, cells.refused & ~flagged)


def staged(raw: RawTable, columns: list[Column]) -> pl.LazyFrame:
    """The staged frame; see above."""
    expressions = [pl.col(FILE_COLUMN), pl.col(ROW_COLUMN)]
    for column in columns:
        name = column.field.name
        expressions += [
            pl.col(raw.written.get(column.header, column.header)).alias(f"raw:{column.header}"),
            column.cells.value.alias(f"value:{name}"),
            column.cells.unknown.alias(f"unknown:{name}"),
            column.cells.refused.alias(f"refused:{name}"),
        ]
    return raw.frame.select(expressions)
