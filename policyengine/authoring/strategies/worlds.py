"""A plan, facts and a date to hold one against the other."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl
from hypothesis import strategies as st

from policyengine.authoring.strategies.consequences import consequences
from policyengine.authoring.strategies.facts import MOST_ROWS, facts_of, shapes
from policyengine.authoring.strategies.plans import plans
from policyengine.authoring.strategies.pools import IN_FORCE, PERIOD_FROM
from policyengine.authoring.strategies.vocabularies import vocabularies
from policyengine.facts.tables import UNKNOWN_SUFFIX, FactBase, Table
from policyengine.plan.planned import Plan

AS_OF = st.sampled_from((*IN_FORCE, *IN_FORCE, PERIOD_FROM - timedelta(days=1)))
MARKS = ("", "·乙", "'s", '"', "\\N", " %s", "\\")
"""What the ids of one world after the other end in: no two worlds share one."""


class World(NamedTuple):
    """All that an evaluation needs."""

    plan: Plan
    facts: FactBase
    as_of: date


class Batch(NamedTuple):
    """Several worlds of one plan, of which only the facts differ, and the world of all their rows.

    Rows whose parent is unknown may belong to rows of any of them.
    """

    worlds: tuple[World, ...]
    together: World


@st.composite
def worlds(draw: st.DrawFn, most_rows: int = MOST_ROWS, *, following: bool = False) -> World:
    """A random plan over random facts of up to `most_rows` rows an entity, evaluated on a day at or near some bound.

    Where it is about what is `following` from verdicts, the plan has consequences too.
    """
    return draw(_batches(1, most_rows, following=following)).together


def batches(most_worlds: int = len(MARKS), most_rows: int = MOST_ROWS) -> st.SearchStrategy[Batch]:
    """As many worlds with consequences as one evaluation can answer for all at once."""
    return _batches(most_worlds, most_rows, following=True)


@st.composite
def _batches(draw: st.DrawFn, most_worlds: int, most_rows: int, *, following: bool) -> Batch:
    vocabulary = draw(vocabularies())
    plan = draw(plans(vocabulary))
    shape = draw(shapes(vocabulary, most_rows, placed=most_worlds > 1 and draw(st.booleans())))
    marks = MARKS[: draw(st.integers(1, most_worlds))]
    bases = [draw(facts_of(shape, mark)) for mark in marks]
    as_of = draw(AS_OF)
    if following:
        plan = replace(plan, consequences=draw(consequences(vocabulary, plan.rules)))
    if shape.placed:
        # Another world's city has a name of its own.
        plan = replace(plan, jurisdiction=None)
    found = tuple(World(plan, base, as_of) for base in bases)
    return Batch(found, World(plan, _together(bases), as_of))


def _together(bases: list[FactBase]) -> FactBase:
    """The rows of all facts in one table an entity."""
    if len(bases) == 1:
        return bases[0]
    tables = {}
    for name, table in bases[0].tables.items():
        if not table.supplied:
            tables[name] = table
            continue
        rows = pl.concat([base.table(name).frame.collect() for base in bases], how="diagonal")
        unknown = [column for column in rows.columns if column.endswith(UNKNOWN_SUFFIX)]
        rows = rows.with_columns(pl.col(unknown).fill_null(value=False))
        tables[name] = Table(name, rows.lazy(), frozenset(rows.columns), supplied=True, complete=table.complete)
    return replace(bases[0], tables=tables)
