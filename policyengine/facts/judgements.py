"""Offices' determinations: columns beside an entity's fields, read as yes or no."""

from collections.abc import Iterable
from dataclasses import replace

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.backends.polars import POLARS
from policyengine.facts import messages
from policyengine.facts.columns import FLAG
from policyengine.facts.normalise import MARKERS, Cells, read_cells
from policyengine.facts.refusals import FactsError, Refusal, Spoils, in_order
from policyengine.facts.stored.judgement import stored_judgement
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, FactBase, Table
from policyengine.vocabulary.personal import is_personal


def with_judgements(facts: FactBase, names: Iterable[tuple[str, str]]) -> FactBase:
    """The facts with each (entity, column) as a boolean; null where no determination was made.

    A column that the entity's table lacks is left out: nothing has been determined; so is one of a table that was not
    read, for nothing may ask for it. Raises `FactsError` with every cell that is neither yes nor no; in a quarantine
    such a cell counts as not determined.
    """
    tables = dict(facts.tables)
    refusals: list[Refusal] = []
    for entity, name in sorted(set(names)):
        table = tables.get(entity)
        if table is None or name not in table.columns:
            continue
        if facts.backend.query(table.frame).collect_schema()[name] in (pl.Boolean, nw.Boolean):
            continue
        if facts.backend is not POLARS:
            personal = is_personal(facts.vocabulary.entities[entity], name)
            tables[entity], refused = stored_judgement(facts.backend, table, name, personal=personal)
            refusals += refused
            continue
        dtype = table.frame.collect_schema()[name]
        cells = read_cells(FLAG, pl.col(name), dtype, MARKERS)
        refusals += _refused(facts, table, name, cells)
        tables[entity] = replace(table, frame=table.frame.with_columns(cells.value.alias(name)))
    if refusals and facts.quarantine is None:
        raise FactsError(refusals)
    if refusals:
        return replace(facts, tables=tables, quarantine=(*(facts.quarantine or ()), *in_order(refusals)))
    return replace(facts, tables=tables)


def _refused(facts: FactBase, table: Table, name: str, cells: Cells) -> list[Refusal]:
    personal = is_personal(facts.vocabulary.entities[table.entity], name)
    refused = table.frame.filter(cells.refused).select(FILE_COLUMN, ROW_COLUMN, pl.col(name).cast(pl.String))
    rows = refused.collect(engine="streaming").rows()
    spoils = Spoils(table.entity, (name,))
    return [
        Refusal.of(messages.NOT_JUDGED, facts.files[file], row, name, value, personal=personal, spoils=spoils)
        for file, row, value in rows
    ]
