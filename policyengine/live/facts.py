"""Facts as rows that can be changed, with everything that is looked up kept in step."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from policyengine.engine.walker.rows import Facts, Lack, Row
from policyengine.facts.digest import digest_of_tables, digest_with
from policyengine.facts.tables import FactBase, Table
from policyengine.live.kinships import Chain, Kinships
from policyengine.live.records import LiveRecords
from policyengine.live.table import LiveTable
from policyengine.plan.nodes import Relation
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.work_record import WORK_RECORD


class LiveFacts(Facts):
    """The rows of a fact base and the changes made to them since.

    `judged` are the determinations that policies name, as (entity, column); `chains` the references that rules follow.
    """

    def __init__(self, base: FactBase, judged: Iterable[tuple[str, str]], chains: Iterable[Chain]) -> None:
        super().__init__(base)
        names: dict[str, set[str]] = {}
        for entity, name in judged:
            names.setdefault(entity, set()).add(name)
        self._judged = {entity: frozenset(found) for entity, found in names.items()}
        self._tables: dict[str, LiveTable] = {}
        self.kinships = Kinships(base)
        supplied = [entity for name, entity in base.vocabulary.entities.items() if base.table(name).supplied]
        self._references = [
            (entity.name, field.name, field.reference)
            for entity in supplied
            for field in entity.fields.values()
            if field.reference is not None and field.name in base.table(entity.name).columns
        ]
        self.kinships.prepare([*chains, *((entity, (name,)) for entity, name, _ in self._references)])
        self._records = LiveRecords(self.rows(WORK_RECORD))

    def open(self, entities: Iterable[str]) -> None:
        """Read tables for which the first changes of them would wait otherwise."""
        for entity in entities:
            if self.supplied(entity):
                self.rows(entity)

    def rows(self, entity: str) -> LiveTable:
        """The entity's rows by id, as they are now."""
        table = self._tables.get(entity)
        if table is None:
            known = self.vocabulary.entities[entity]
            judged = self._judged.get(entity, frozenset())
            table = self._tables[entity] = LiveTable(known, self.base.table(entity), self.base.files, judged)
        return table

    def references_to(self, entity: str) -> list[tuple[str, str]]:
        """The entities and fields that refer to rows of an entity."""
        return [(owner, name) for owner, name, target in self._references if target == entity]

    def judged(self, entity: str) -> frozenset[str]:
        """The determinations that policies name of an entity."""
        return self._judged.get(entity, frozenset())

    def children(self, relation: Relation, parent_id: str) -> list[tuple[Row, Truth]]:
        """The rows that surely or possibly are children of the parent, each with whether it is."""
        kin, rows = self.kinships.of(relation.child, relation.steps), self.rows(relation.child)
        sure = [(rows[identity], Truth.YES) for identity in kin.of(parent_id)]
        return sure + [(rows[identity], Truth.UNKNOWN) for identity in kin.loose]

    def reached(self, row: Row, steps: tuple[str, ...]) -> str | Lack:
        """The id that references lead to; the last of them need not lead to a row."""
        end = self.reach(row, steps)
        return end.id if isinstance(end, Row) else end

    def change(self, before: Row | None, after: Row | None) -> None:
        """Set a row in the place of another: a new one in the place of none, none in the place of one removed."""
        row = after or before
        if row is None:
            raise ValueError("a change is of some row")
        references = self._redirected(before, after)
        moved = [(chain, self.rows(chain[0])[start]) for chain, start in self._through(row, references)]
        places = [(chain, start.id, self.reached(start, chain[1])) for chain, start in moved]
        self._set(row, before, after)
        for (entity, steps), start, parent in places:
            self.kinships.of(entity, steps).drop(start, parent)
        for (entity, steps), start in self._through(row, references):
            self.kinships.of(entity, steps).add(start, self.reached(self.rows(entity)[start], steps))

    def _redirected(self, before: Row | None, after: Row | None) -> frozenset[str] | None:
        """The references that lead elsewhere than before; `None`, and so all, where the row comes or goes."""
        if before is None or after is None:
            return None
        names = self.kinships.references(before.entity)
        return frozenset(name for name in names if before.cell(name) != after.cell(name))

    def _through(self, row: Row, references: frozenset[str] | None) -> list[tuple[Chain, str]]:
        """The chains that lead through a row by some references, or any, from rows that are there."""
        found = self.kinships.through(row, references)
        return [(chain, start) for chain, start in found if start in self.rows(chain[0])]

    def _set(self, row: Row, before: Row | None, after: Row | None) -> None:
        table = self.rows(row.entity)
        if after is None:
            table.drop(row.id)
        else:
            table.put(after)
        if row.entity == WORK_RECORD and self._records is not None:
            if before is not None:
                self._records.drop(before)
            if after is not None:
                self._records.add(after)

    def current(self) -> FactBase:
        """The facts as they are now, as tables."""
        changed = {name: table.current() for name, table in self._tables.items()}
        tables = {**self.base.tables, **changed}
        unhashed = frozenset[str]()  # other rows may have come
        return replace(self.base, tables=tables, digest=lambda: self._digest(tables), hashed=unhashed)

    def _digest(self, tables: Mapping[str, Table]) -> str:
        completeness = [(name, table.complete) for name, table in sorted(tables.items())]
        return digest_with(digest_of_tables(tables.values()), [self.base.snapshot_on, completeness])
