"""References that lead nowhere: into a complete table that has no such row."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from policyengine.facts import messages
from policyengine.facts.refusals import Refusal
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, Table
from policyengine.vocabulary.models import Entity


def dangling_references(
    entities: Mapping[str, Entity], tables: Mapping[str, Table], files: Sequence[str]
) -> Iterator[Refusal]:
    """All rows whose references name no row of a complete table; a table that is not complete may lack the row."""
    found = [
        (entity.name, name, field.reference)
        for entity in entities.values()
        for name, field in entity.fields.items()
        if field.reference is not None and name in tables[entity.name].columns and tables[field.reference].complete
    ]
    lost = [_lost(tables[entity].frame, name, tables[target].frame) for entity, name, target in found]
    for (_, name, target), rows in zip(found, pl.collect_all(lost, engine="streaming"), strict=True):
        for file, row, value in rows.rows():
            yield Refusal.of(messages.DANGLING_REFERENCE, files[file], row, name, value, entity=target)


def _lost(frame: pl.LazyFrame, name: str, target: pl.LazyFrame) -> pl.LazyFrame:
    """The rows whose reference is known and names no row of the target; `FILE_COLUMN`, `ROW_COLUMN` and the value."""
    known = frame.select(FILE_COLUMN, ROW_COLUMN, value=pl.col(name)).filter(pl.col("value").is_not_null())
    return known.join(target.select("id"), left_on="value", right_on="id", how="anti")
