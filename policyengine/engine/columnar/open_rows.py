"""Which rows lack the facts that unknown verdicts miss: `detail.py` says which facts, here are the rows.

A row is named for a verdict where its unknown cell may move it: where the row may belong to the population, and what
is asked of it is open. Of rows below other rows, these must be open for that same fact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Backend
from policyengine.backends.queries import Query
from policyengine.engine.columnar.detail import missing_facts
from policyengine.engine.columnar.gather import KEY, Group, settle
from policyengine.engine.columnar.missing import Missing
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.rules import Columns, RuleColumns
from policyengine.plan.planned import PlannedRule

OPEN_ROWS = pl.Schema({"name": pl.String, "row": pl.String, "subject": pl.String, "verdicts": pl.UInt32})


@dataclass(frozen=True, slots=True)
class _Below:
    """The children of some rows that lack facts, under the names of these."""

    above: Rows
    group: Group
    names: Missing


@dataclass(frozen=True, slots=True)
class _Asked:
    made: RuleColumns
    names: Missing
    below: tuple[_Below, ...]


def open_rows(columns: Columns, unknown: Mapping[PlannedRule, pl.Series]) -> Iterator[tuple[PlannedRule, pl.DataFrame]]:
    """For each rule, in the order of its scan, the rows that lack what its verdicts on the given subjects miss.

    `name` is that of the missing fact, as verdicts give it, `row` the id of the row of the entity that the name begins
    with, null where no row is at fault: a target without value, a table that may lack rows. `subject` is null where the
    row may belong to any of them; `verdicts` is how many verdicts miss it there. `columns` serve this one question.
    """
    batches = columns.batches(unknown)
    asked = [[_asked(made, columns) for made in batch.rules] for batch in batches]
    settle(batch.scan for batch in batches)
    backend = columns.facts.backend
    for batch, of_batch in zip(batches, asked, strict=True):
        for one in of_batch:
            rule = one.made.rule
            yield rule, _rows_of(one, batch.frame, backend, unknown[rule])


def _asked(made: RuleColumns, columns: Columns) -> _Asked:
    before = len(columns.frames.open_children)
    names = missing_facts(made, columns)
    noted = columns.frames.open_children[before:]
    return _Asked(made, names, tuple(_Below(above, group, here) for above, group, here in noted))


def _rows_of(asked: _Asked, subjects: Query, backend: Backend, unknown: pl.Series) -> pl.DataFrame:
    frames = [_flagged(subjects, asked.names, ex.col("id")), *(_children(below) for below in asked.below)]
    own, *found = (_long(rows) for rows in backend.collected(frames))
    missed = own.select(subject="row", name="name").filter(pl.col("subject").is_in(unknown.implode()))
    entity = asked.made.rows.entity.name
    is_own, is_cell = _starts(entity), pl.col("name").str.contains(".", literal=True)
    named = [
        missed.filter(is_own).with_columns(row="subject"),
        missed.filter(~is_cell).with_columns(row=pl.lit(None, pl.String)),
    ]
    for below, rows in zip(asked.below, found, strict=True):
        lifted = _lifted(below.above, rows.filter(_starts(below.group.child.entity.name)), asked, found)
        named.append(lifted.select(subject="key", name="name", row="row"))
    together = pl.concat(part.select("name", "row", "subject") for part in named).unique()
    known = together.join(missed, on=["subject", "name"], how="semi").with_columns(verdicts=pl.lit(1, pl.UInt32))
    loose = together.filter(pl.col("subject").is_null())
    anywhere = loose.join(missed.group_by("name").len("verdicts"), on="name", how="inner")
    return pl.concat([known, anywhere]).cast(OPEN_ROWS)


def _lifted(above: Rows, rows: pl.DataFrame, asked: _Asked, found: list[pl.DataFrame]) -> pl.DataFrame:
    """The rows by subject: up through those above them that are open for the same fact."""
    if above is asked.made.rows or rows.is_empty():
        return rows
    parts = []
    for below, parents in zip(asked.below, found, strict=True):
        if below.group.child is above:
            step = parents.select("name", key="row", higher="key").unique()
            known = rows.join(step, on=["key", "name"], how="inner").with_columns(key="higher").drop("higher")
            loose = rows.filter(pl.col("key").is_null()).join(step, on="name", how="semi")
            parts.append(_lifted(below.above, pl.concat([known, loose]), asked, found))
    return pl.concat([rows.clear(), *parts]).unique()


def _starts(entity: str) -> pl.Expr:
    return pl.col("name").str.starts_with(f"{entity}.")


def _children(below: _Below) -> Query:
    return _flagged(below.group.keyed(), below.names, ex.col(KEY))


def _flagged(rows: Query, names: Missing, key: ex.Expr) -> Query:
    """The rows that have any of the flags, named by their place, each with its id and key."""
    flags = [flag.fill_null(False).alias(f"__open_{name}") for name, flag in names.items()]
    if not flags:
        flags = [ex.lit(False).alias("__open_")]
    made = [f"__open_{name}" for name in names] or ["__open_"]
    flagged = rows.with_columns(key.alias("__open_key"), *flags)
    return flagged.filter(ex.any_horizontal(*(ex.col(name) for name in made))).select(
        ex.col("id").alias("row"), ex.col("__open_key").alias("key"), *(ex.col(name) for name in made)
    )


def _long(rows: pl.DataFrame) -> pl.DataFrame:
    """A row for each flag that is set: `row`, `key`, `name`."""
    flags = [name for name in rows.columns if name.startswith("__open_")]
    long = rows.unpivot(flags, index=["row", "key"], variable_name="name", value_name="open").filter("open")
    return long.select("row", pl.col("key").cast(pl.String), pl.col("name").str.strip_prefix("__open_")).unique()
