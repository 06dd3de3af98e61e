"""The few rows that testing a few rows needs: their own, those that they refer to, and their children.

A fact base cut down to them gives the same truths for these rows as the whole one, and is read in no time.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import polars as pl

from policyengine.backends import expressions as ex
from policyengine.engine.columnar.gather import KEY, Group
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.scan import Clock, Scan
from policyengine.engine.walker.seen import paths_of
from policyengine.facts.tables import FactBase
from policyengine.plan.nodes import Condition, Counted, Quantified, Relation
from policyengine.plan.planned import EvidenceRequirement
from policyengine.plan.walk import own_parts
from policyengine.vocabulary.work_record import WORK_RECORD


class Nearby:
    """Notes which rows are needed; `facts` is the fact base of these alone."""

    def __init__(self, facts: FactBase, as_of: date) -> None:
        self._facts, self._as_of = facts, as_of
        self._needed: dict[str, set[str]] = {}
        self._relations: dict[Relation, set[str]] = {}
        self._records: pl.Expr | None = None

    def facts(self) -> FactBase:
        """The fact base, cut down to the rows that were asked for."""
        self._know_parents()
        tables = self._facts.tables
        cut = pl.collect_all([table.frame.filter(self._kept(name)) for name, table in tables.items()])
        return replace(
            self._facts,
            tables={name: replace(tables[name], frame=rows.lazy()) for name, rows in zip(tables, cut, strict=True)},
        )

    def _kept(self, entity: str) -> pl.Expr:
        records = self._records if entity == WORK_RECORD else None
        needed = sorted(self._needed.get(entity, ()))
        if not needed:
            return pl.lit(False) if records is None else records
        by_id = pl.col("id").is_in(needed)
        return by_id if records is None else by_id | records

    def keep(self, entity: str, ids: Iterable[str]) -> None:
        """Rows that will be tested."""
        self._needed.setdefault(entity, set()).update(ids)

    def follow(self, entity: str, ids: Iterable[str], steps: tuple[str, ...]) -> None:
        """The rows that references lead to, one after the other."""
        found = set(ids)
        for step in steps:
            table = self._facts.table(entity)
            if not found or step not in table.columns:
                return
            frame = table.frame.filter(pl.col("id").is_in(sorted(found))).select(step).unique().drop_nulls()
            found = set(frame.collect().to_series())
            entity = self._facts.vocabulary.entities[entity].fields[step].reference or entity
            self.keep(entity, found)

    def condition(self, condition: Condition, entity: str, ids: Iterable[str], *, below: bool = True) -> None:
        """What testing a condition on the rows reads; without `below`, their children apart."""
        tested = set(ids)
        if not tested:
            return
        for part in own_parts(condition):
            for path in paths_of(part):
                self.follow(entity, tested, path.steps)
            match part:
                case Quantified(relation=relation, condition=inner) if below:
                    self.condition(inner, relation.child, self._children(relation, tested))
                case Counted(relation=relation, where=inner) if below:
                    self.condition(inner, relation.child, self._children(relation, tested))

    def _children(self, relation: Relation, parents: set[str]) -> set[str]:
        """The children that are, or may be, those of the parents."""
        rows = Rows(Scan(self._facts, relation.child), Clock(self._as_of))
        group = Group(rows, relation.steps, (), prefix="__nearby")
        keyed = group.keyed().filter(ex.col(KEY).is_in(sorted(parents)) | ex.col(KEY).is_null())
        found = set(keyed.select("id").to_native().collect().to_series())
        self.keep(relation.child, found)
        self.follow(relation.child, found, relation.steps)
        self._relations.setdefault(relation, set()).update(found)
        return found

    def _know_parents(self) -> None:
        """Rows that are there for another reason are no children of unknown parent: their parents are followed too."""
        waiting = True
        while waiting:
            waiting = False
            for relation, followed in self._relations.items():
                others = self._needed.get(relation.child, set()) - followed
                if others:
                    followed.update(others)
                    self.follow(relation.child, others, relation.steps[:-1])
                    waiting = True

    def evidence(self, requirement: EvidenceRequirement, subject: str) -> None:
        """The records that are, or may be, about the rule and the subject."""
        columns = self._facts.table(WORK_RECORD).columns
        keys = {
            "policy": requirement.policy,
            "rule": requirement.rule,
            "subject_kind": requirement.subject_kind,
            "subject_id": subject,
        }
        about = [pl.col(name).is_null() | (pl.col(name) == wanted) for name, wanted in keys.items() if name in columns]
        self._records = pl.all_horizontal(about) if about else pl.lit(True)
