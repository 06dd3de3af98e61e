"""Cells of facts that differ between two runs, and the subjects of rules that they lead to."""

from collections.abc import Iterator

import polars as pl

from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX, FactBase
from policyengine.live.reads import PRESENCE, Move, Parents, Proves, Read, Referrers
from policyengine.vocabulary.work_record import WORK_RECORD

HERE, GONE = "here", "gone"
"""What stands for a row that one of the runs does not have."""

CHANGED = {"entity": pl.String, "id": pl.String, "field": pl.String, "was": pl.String, "now": pl.String}
"""A cell that differs; `field` is `PRESENCE` where a row is in one of the runs alone."""

REACHED = {**CHANGED, "subject": pl.String}
"""A changed cell and a subject that it leads to; without a subject, it may lead to any."""


def changed_cells(old: FactBase, new: FactBase) -> pl.DataFrame:
    """Every cell that differs, with the columns `CHANGED`; of a row that is in one run alone, one line."""
    found = [pl.DataFrame(schema=CHANGED)]
    for entity in sorted(old.tables.keys() & new.tables.keys()):
        found += _of_table(entity, old.table(entity).frame.collect(), new.table(entity).frame.collect())
    return pl.concat(found).sort("entity", "id", "field")


def differ(old: FactBase, new: FactBase) -> bool:
    """Whether facts say anything else: another snapshot, other tables or completeness, another cell of a column."""
    settings = [
        (facts.snapshot_on, {name: (table.supplied, table.complete) for name, table in facts.tables.items()})
        for facts in (old, new)
    ]
    return settings[0] != settings[1] or not changed_cells(old, new).is_empty()


def _of_table(entity: str, old: pl.DataFrame, new: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield _lines(_without(new, old), entity, PRESENCE, pl.lit(GONE), pl.lit(HERE))
    yield _lines(_without(old, new), entity, PRESENCE, pl.lit(HERE), pl.lit(GONE))
    renamed = new.rename({name: f"now:{name}" for name in new.columns if name != "id"})
    both = old.join(renamed, on="id", how="inner")
    for name in sorted((set(old.columns) & set(new.columns)) - {"id", FILE_COLUMN, ROW_COLUMN}):
        if not name.endswith(UNKNOWN_SUFFIX):
            was, now = _shown(name, "", both.columns), _shown(name, "now:", both.columns)
            yield _lines(both.filter(was.ne_missing(now)), entity, name, was, now)


def _without(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return rows.join(others, on="id", how="anti")


def _shown(name: str, prefix: str, columns: list[str]) -> pl.Expr:
    """A cell as text: `?` where it is known to be unknown though none might stand there."""
    value, flag = pl.col(f"{prefix}{name}").cast(pl.String), f"{prefix}{name}{UNKNOWN_SUFFIX}"
    return pl.when(pl.col(flag)).then(pl.lit("?")).otherwise(value) if flag in columns else value


def _lines(frame: pl.DataFrame, entity: str, field: str, was: pl.Expr, now: pl.Expr) -> pl.DataFrame:
    return frame.select(
        pl.lit(entity).alias("entity"), "id", pl.lit(field).alias("field"), was.alias("was"), now.alias("now")
    )


# --- where they lead --------------------------------------------------------------------------------------------------


class Leading:
    """From changed cells to the subjects of rules, along the references as they are in either run."""

    def __init__(self, old: FactBase, new: FactBase, cells: pl.DataFrame) -> None:
        self._sides = (old, new)
        self._cells = cells
        self._followed: dict[tuple[str, tuple[str, ...]], pl.DataFrame] = {}

    def reached(self, reads: frozenset[Read]) -> pl.DataFrame:
        """The changed cells that something reads, with the subjects that they lead to, as `REACHED`."""
        found = [pl.DataFrame(schema=REACHED)]
        for read in reads:
            here = (pl.col("entity") == read.entity) & pl.col("field").is_in([read.field, PRESENCE])
            at = self._cells.filter(here).with_columns(pl.col("id").alias("subject"))
            for move in read.trail:
                at = self._moved(at, move)
            found.append(at.select(list(REACHED)))
        return pl.concat(found).unique(maintain_order=True)

    def _moved(self, at: pl.DataFrame, move: Move) -> pl.DataFrame:
        match move:
            case Referrers(entity=entity, steps=steps):
                steps_back = self._follow(entity, steps).rename({"reached": "subject", "start": "next"})
                moved = at.join(steps_back, on="subject", how="inner")
            case Parents(relation=relation):
                moved = self._onward(at, self._follow(relation.child, relation.steps))
            case Proves():
                moved = self._onward(at, self._follow(WORK_RECORD, ("subject_id",)))
        nowhere = at.filter(pl.col("subject").is_null())
        return pl.concat([moved.drop("subject").rename({"next": "subject"}).select(at.columns), nowhere])

    def _onward(self, at: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
        return at.join(steps.rename({"start": "subject", "reached": "next"}), on="subject", how="inner")

    def _follow(self, entity: str, steps: tuple[str, ...]) -> pl.DataFrame:
        """`start` and `reached`: the rows of an entity and where references lead from them, in either run."""
        key = (entity, steps)
        if key not in self._followed:
            self._followed[key] = pl.concat([_chain(side, entity, steps) for side in self._sides]).unique()
        return self._followed[key]


def _chain(facts: FactBase, entity: str, steps: tuple[str, ...]) -> pl.DataFrame:
    frame = facts.table(entity).frame.select(pl.col("id").alias("start"), pl.col("id").alias("reached"))
    for step in steps:
        table = facts.table(entity)
        value = pl.col(step) if step in table.columns else pl.lit(None, dtype=pl.String)
        onward = table.frame.select(pl.col("id").alias("reached"), value.alias("next"))
        frame = frame.join(onward, on="reached", how="left").select("start", reached="next")
        entity = facts.vocabulary.entities[entity].fields[step].reference or entity
    return frame.collect()
