"""Facts without what is refused of them: bad cells are unknown and their rows stay, rows without a key are left out.

A table that lost a row is incomplete: what it does not have may exist. Every verdict is as sound as over sound facts,
but more may be unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from policyengine.facts.refusals import Refusal
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX, Table
from policyengine.vocabulary.models import Entity

BAD = "__bad"
KEY = [FILE_COLUMN, ROW_COLUMN]


def without(
    tables: Mapping[str, Table],
    refusals: Iterable[Refusal],
    entities: Mapping[str, Entity],
    files: Sequence[str],
) -> dict[str, Table]:
    """The tables without what the refusals spoil. Each refusal names a row."""
    numbers = {file: number for number, file in enumerate(files)}
    rows: dict[str, set[tuple[int, int]]] = {}
    cells: dict[str, dict[str, set[tuple[int, int]]]] = {}
    for refusal in refusals:
        if refusal.spoils is None or refusal.row is None:
            raise ValueError("only a row, or cells of one, can be set aside")
        key = (numbers[refusal.file], refusal.row)
        if not refusal.spoils.columns:
            rows.setdefault(refusal.spoils.entity, set()).add(key)
        for column in refusal.spoils.columns:
            cells.setdefault(refusal.spoils.entity, {}).setdefault(column, set()).add(key)
    return {
        name: _without(table, entities[name], rows.get(name, set()), cells.get(name, {}))
        if name in rows or name in cells
        else table
        for name, table in tables.items()
    }


def _without(
    table: Table, entity: Entity, rows: set[tuple[int, int]], cells: Mapping[str, set[tuple[int, int]]]
) -> Table:
    frame, columns = table.frame, set(table.columns)
    if rows:
        frame = frame.join(_keys(frame, rows), on=KEY, how="anti")
    for column, bad in sorted(cells.items()):
        if column not in columns:
            continue
        keys = _keys(frame, bad).with_columns(pl.lit(value=True).alias(BAD))
        frame = frame.join(keys, on=KEY, how="left", maintain_order="left")
        changed = [pl.when(pl.col(BAD).is_null()).then(pl.col(column)).alias(column)]
        flag = f"{column}{UNKNOWN_SUFFIX}"
        field = entity.fields.get(column)
        if field is not None and field.optional:
            known = pl.col(flag) if flag in columns else pl.lit(value=False)
            changed.append((known | pl.col(BAD).is_not_null()).alias(flag))
            columns.add(flag)
        frame = frame.with_columns(changed).drop(BAD)
    return replace(table, frame=frame, columns=frozenset(columns), complete=table.complete and not rows)


def _keys(frame: pl.LazyFrame, keys: Iterable[tuple[int, int]]) -> pl.LazyFrame:
    schema = frame.collect_schema()
    return pl.LazyFrame(sorted(keys), schema={name: schema[name] for name in KEY}, orient="row")
