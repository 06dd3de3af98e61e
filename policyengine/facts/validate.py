"""One pass over a table's rows: what is wrong in them."""

from dataclasses import dataclass

import polars as pl

from policyengine.facts import messages
from policyengine.facts.checks import Check, row_checks
from policyengine.facts.columns import Column, staged
from policyengine.facts.normalise import text
from policyengine.facts.refusals import Refusal, Spoils
from policyengine.facts.sources import RawTable
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX
from policyengine.vocabulary.models import Entity
from policyengine.vocabulary.work_record import REQUIRED, WORK_RECORD


@dataclass(frozen=True, slots=True)
class Survey:
    """What a pass over the rows found; `marked` names the fields with cells that are known to be unknown.

    `hashed` says that there are ids, no two of them with the same hash.
    """

    refusals: tuple[Refusal, ...]
    marked: frozenset[str]
    hashed: bool


def survey(entity: Entity, raw: RawTable, columns: list[Column]) -> Survey:
    """Check all rows in a few fused aggregations; only rows that fail are brought into memory.

    Raises polars' own errors where the source itself breaks while it is read.
    """
    required = REQUIRED if entity.name == WORK_RECORD else frozenset[str]()
    checks = list(row_checks(entity, columns, required))
    frame = staged(raw, columns)
    identifier = next((column for column in columns if column.field.name == "id"), None)
    aggregates = [check.fails.any().alias(f"fails:{number}") for number, check in enumerate(checks)]
    aggregates += [column.unknown.any().alias(f"marked:{column.field.name}") for column in columns]
    found = frame.select(aggregates).collect(engine="streaming").row(0, named=True)

    failing = [check for number, check in enumerate(checks) if found[f"fails:{number}"]]
    refusals = [refusal for check in failing for refusal in _refusals(entity, frame, raw, check)]
    again = None if identifier is None else _hashed_again(frame, identifier)
    if identifier is not None and again is not None and not again.is_empty():
        refusals += _duplicates(entity, frame, raw, identifier, again)
    return Survey(
        tuple(refusals),
        frozenset(column.field.name for column in columns if found[f"marked:{column.field.name}"]),
        hashed=again is not None and again.is_empty(),
    )


def _hashed_again(frame: pl.LazyFrame, identifier: Column) -> pl.Series:
    """The hashes that several ids have, as `PolarsBackend.key` makes them; they are smaller than all ids at once."""
    ids = frame.filter(identifier.value.is_not_null())
    hashes = ids.select(identifier.value.hash()).collect(engine="streaming").to_series().sort()
    return hashes.filter(hashes == hashes.shift())


def _duplicates(
    entity: Entity, frame: pl.LazyFrame, raw: RawTable, identifier: Column, again: pl.Series
) -> list[Refusal]:
    """Rows whose id another row has, among those whose hash comes `again`."""
    repeated = Check(identifier, identifier.value.is_duplicated(), messages.DUPLICATE_ID, (), {"entity": entity.name})
    suspected = identifier.value.is_not_null() & identifier.value.hash().is_in(again.unique().implode())
    return _refusals(entity, frame.filter(suspected), raw, repeated)


def _refusals(entity: Entity, frame: pl.LazyFrame, raw: RawTable, check: Check) -> list[Refusal]:
    """One refusal a row that fails; the rows are few, or the file is worth little."""
    dtype = raw.frame.collect_schema()[check.column.header]
    shown = text(check.column.raw, dtype).alias("shown")
    rows = frame.filter(check.fails).select(FILE_COLUMN, ROW_COLUMN, shown).collect().rows()
    return [
        Refusal.of(
            check.message,
            raw.files[file - raw.first_file],
            row,
            check.column.header,
            value,
            personal=check.column.field.personal,
            spoils=Spoils(entity.name, check.spoils),
            **check.values,
        )
        for file, row, value in rows
    ]


def normalised(raw: RawTable, columns: list[Column], others: tuple[str, ...], found: Survey) -> pl.LazyFrame:
    """The table's frame as `tables.py` describes it."""
    names = {column.field.name for column in columns}
    expressions = [pl.col(FILE_COLUMN), pl.col(ROW_COLUMN)]
    if "id" not in names:
        generated = pl.format("{}:{}", FILE_COLUMN, ROW_COLUMN)
        expressions.append(generated.alias("id"))
    for column in (column for column in columns if not column.companion):
        name = column.field.name
        expressions.append(column.cells.value.alias(name))
        if column.field.optional and name in found.marked:
            expressions.append(column.cells.unknown.alias(f"{name}{UNKNOWN_SUFFIX}"))
    expressions += [pl.col(header) for header in others]
    return raw.frame.select(expressions)
