"""References that lead nowhere: into a complete table that has no such row."""

from collections.abc import Iterator, Mapping, Sequence

import narwhals.stable.v2 as nw

from policyengine.backends.backend import Backend, Frame
from policyengine.backends.polars import POLARS
from policyengine.facts import messages
from policyengine.facts.refusals import Refusal, Spoils
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, Table
from policyengine.vocabulary.models import Entity


def dangling_references(
    entities: Mapping[str, Entity], tables: Mapping[str, Table], files: Sequence[str], backend: Backend = POLARS
) -> Iterator[Refusal]:
    """All rows whose references name no row of a complete table; a table that is not complete may lack the row."""
    found = [
        (entity.name, name, field.reference)
        for entity in entities.values()
        for name, field in entity.fields.items()
        if field.reference is not None and name in tables[entity.name].columns and tables[field.reference].complete
    ]
    lost = [_lost(tables[entity], name, tables[target]) for entity, name, target in found]
    for (entity, name, target), rows in zip(found, backend.few(lost), strict=True):
        for file, row, value in rows.rows():
            place = (files[file], row or None, name, value)
            personal = entities[entity].fields[name].personal
            spoils = Spoils(entity, (name,))
            yield Refusal.of(messages.DANGLING_REFERENCE, *place, personal=personal, spoils=spoils, entity=target)


def _lost(table: Table, name: str, target: Table) -> Frame:
    """The rows whose reference is known and names no row of the target; `FILE_COLUMN`, `ROW_COLUMN` and the value."""
    rows = nw.from_native(table.frame).select(FILE_COLUMN, ROW_COLUMN, nw.col(name).alias("value"))
    known = rows.filter(~nw.col("value").is_null())
    found: Frame = known.join(nw.from_native(target.frame).select("id"), left_on="value", right_on="id", how="anti")
    return found
