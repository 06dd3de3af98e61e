"""Rows of stored facts brought here, for one explanation: some columns of some tables, as they were at one moment."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.backends.backend import FEW, Frame
from policyengine.backends.polars import POLARS
from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX, FactBase, Table
from policyengine.vocabulary.personal import about_persons
from policyengine.vocabulary.work_record import WORK_RECORD


def fetched(facts: FactBase, wanted: Mapping[str, Collection[str]]) -> FactBase:
    """These columns of these entities' tables, in this process; to ask for another table is an error.

    Raises `BackendError` where the backend fails, and `FactsError` for ids that are empty or stand twice in facts
    that were trusted.
    """
    with facts.backend.failures():
        asked = [_asked(facts.table(name), wanted[name]) for name in wanted]
        found = facts.backend.collected(asked)
    tables = {name: _here(facts.table(name), rows) for name, rows in zip(wanted, found, strict=True)}
    refusals = [refusal for table in tables.values() for refusal in _unsound(table, facts)]
    if refusals:
        raise FactsError(refusals)
    return replace(facts, tables=tables, backend=POLARS)


def _asked(table: Table, wanted: Collection[str]) -> Frame:
    beside = {f"{name}{UNKNOWN_SUFFIX}" for name in wanted}
    names = sorted(table.columns & {"id", FILE_COLUMN, *wanted, *beside})
    frame: Frame = nw.from_native(table.frame)
    return frame.select(names)


def _here(table: Table, rows: pl.DataFrame) -> Table:
    """The table, its rows in the order of their ids; rows of a database have no number of their own."""
    numbered = rows.with_columns(pl.col(FILE_COLUMN).cast(pl.UInt32), pl.lit(None, pl.UInt32).alias(ROW_COLUMN))
    if table.entity == WORK_RECORD and rows["id"].null_count() == rows.height:
        ordered = numbered.sort(pl.exclude("id"))
        numbered = ordered.with_columns(id=pl.int_range(1, pl.len() + 1).cast(pl.String))
    ready = numbered.sort("id")
    return replace(table, frame=ready.lazy(), columns=frozenset(ready.columns))


def _unsound(table: Table, facts: FactBase) -> list[Refusal]:
    """What would make one row of several."""
    ids = table.frame.collect()["id"]
    of_persons = about_persons(facts.vocabulary.entities[table.entity])
    empty = [Refusal.of(messages.EMPTY_ID, table.file, None, "id", None)] if ids.null_count() else []
    repeated = ids.filter(ids.is_duplicated()).drop_nulls().unique().sort().head(FEW)
    return empty + [
        Refusal.of(messages.DUPLICATE_ID, table.file, None, "id", each, personal=of_persons, entity=table.entity)
        for each in repeated
    ]
