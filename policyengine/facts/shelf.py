"""Fact bases that have tables in common: rows that were read for one of them are not read again for another."""

from collections.abc import Mapping, Sequence
from datetime import date

from policyengine.facts.build import Built, build_table
from policyengine.facts.memory import read_memory
from policyengine.facts.read import fact_base
from policyengine.facts.sources import Wanted
from policyengine.facts.tables import FactBase
from policyengine.vocabulary.models import Vocabulary

Cells = Mapping[str, str | None]
"""A row's cells as text; `None` is an empty cell."""


class Shelf:
    """The tables read so far, by what was to be read."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        # A table's file is its entity, numbered alike in all bases that share the table.
        self._files = tuple(vocabulary.entities)
        self._built: dict[object, Built] = {}

    def facts(
        self, tables: Mapping[str, Sequence[Cells]], snapshot_on: date | None, incomplete: frozenset[str]
    ) -> FactBase:
        """The fact base of rows by entity. Raises `FactsError` as `read_facts` does."""
        built = {entity: self._table(entity, rows, entity not in incomplete) for entity, rows in tables.items()}
        return fact_base(self._vocabulary, built, self._files, snapshot_on)

    def _table(self, entity: str, rows: Sequence[Cells], complete: bool) -> Built:
        key = (entity, complete, tuple(tuple(row.items()) for row in rows))
        if key not in self._built:
            raw = read_memory(rows, entity, self._files.index(entity))
            self._built[key] = build_table(self._vocabulary.entities[entity], raw, Wanted(), complete=complete)
        return self._built[key]
