"""What is to be found out (待核实清单): which fact of which row would help to settle how many verdicts."""

from collections.abc import Iterable, Iterator

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.engine.columnar.open_rows import open_rows
from policyengine.engine.columnar.rules import Columns
from policyengine.facts.mask import Mask
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, FactBase
from policyengine.plan.planned import PlannedRule
from policyengine.verdicts.judge import statuses_of
from policyengine.verdicts.verdicts import Verdicts

CELL = ("name", "entity", "row", "field")
COUNTED = pl.Schema({**dict.fromkeys(("policy", "rule", *CELL), pl.String), "verdicts": pl.UInt32})
LOCATED = pl.Schema({**dict.fromkeys((*CELL, "subject"), pl.String), "verdicts": pl.UInt32})
PLACED = pl.Schema({"row_name": pl.String, "file": pl.String, "number": pl.UInt32})
OPEN_FACTS = (*CELL, *PLACED, "verdicts", "rules")


def open_facts(evaluations: Iterable[Verdicts], mask: Mask) -> pl.DataFrame:
    """The facts that unknown verdicts miss, those first that most verdicts miss, with the columns `OPEN_FACTS`.

    A fact is the `field` of a `row` of an `entity`, read at `number` in `file`; or, without a row, what `name` says: a
    target without value (`$…`), a way to measure (`measure`), or a table (`entity`) that may lack rows. `verdicts` is
    how many it would help to settle, under `rules`, each after its policy. The evaluations are of the same facts.
    """
    known = list(evaluations)
    counted = pl.concat([COUNTED.to_frame(), *(part for verdicts in known for part in _counted(verdicts))])
    found = counted.group_by(CELL).agg(
        pl.col("verdicts").sum(), pl.format("{}/{}", "policy", "rule").unique().sort().alias("rules")
    )
    order = ("verdicts", "entity", "field", "row", "name")
    found = found.sort(order, descending=[True, False, False, False, False], nulls_last=True)
    return found.with_columns(PLACED.to_frame().clear(1)) if not known else _placed(found, known[0].case.facts, mask)


def _counted(verdicts: Verdicts) -> Iterator[pl.DataFrame]:
    """For each rule the cells that its unknown verdicts miss, with how many miss each."""
    case = verdicts.case
    unknown = dict(_unknown(verdicts))
    for rule, rows in open_rows(Columns(case.plan, case.facts, case.as_of), unknown) if unknown else ():
        by_name = rows.partition_by("name", as_dict=True).items()
        cells = pl.concat([LOCATED.to_frame(), *(_located(str(name), part, case.facts) for (name,), part in by_name)])
        # Several rows may lead to one cell: a verdict that misses it in several ways misses it once.
        counts = cells.unique([*CELL, "subject"]).group_by(CELL).agg(pl.col("verdicts").sum())
        counts = counts.with_columns(policy=pl.lit(case.plan.policy), rule=pl.lit(rule.id))
        yield counts.select(COUNTED.names()).cast(COUNTED)


def _unknown(verdicts: Verdicts) -> Iterator[tuple[PlannedRule, pl.Series]]:
    """The rules with the subjects of which they say nothing definite."""
    several = [mask for mask in range(1 << 8) if len(statuses_of(mask)) > 1]
    for block in verdicts.blocks:
        for n, rule in enumerate(block.rules):
            subjects = block.masks.filter(pl.col(f"{n}").is_in(several))["subject"]
            if len(subjects):
                yield rule, subjects


def _located(name: str, rows: pl.DataFrame, facts: FactBase) -> pl.DataFrame:
    """The rows with the cell that is unknown: that of the last row that the references lead to."""
    entity, *steps = name.split(".")
    if not steps:
        whole = name if name in facts.vocabulary.entities else None
        return _cells(rows.with_columns(at=pl.lit(None, pl.String)), whole, None, name)
    pending, done = rows.with_columns(at="row"), []
    for step in steps[:-1]:
        pending = pending.join(_column(facts, entity, step), on="at", how="left")
        done.append(_cells(pending.filter(pl.col("above").is_null()), entity, step))
        pending = pending.filter(pl.col("above").is_not_null()).with_columns(at="above").drop("above")
        entity = facts.vocabulary.entities[entity].fields[step].reference or entity
    return pl.concat([*done, _cells(pending, entity, steps[-1])])


def _column(facts: FactBase, entity: str, field: str) -> pl.DataFrame:
    """`at`, the ids of an entity's rows, and `above`, what they refer to."""
    table = facts.table(entity)
    value = nw.col(field) if field in table.columns else nw.lit(None, dtype=nw.String)
    found = nw.from_native(table.frame).select(at=nw.col("id").cast(nw.String), above=value.cast(nw.String))
    return facts.backend.collected([found])[0]


def _cells(rows: pl.DataFrame, entity: str | None, field: str | None, name: str | None = None) -> pl.DataFrame:
    """What is missed is the cell, by whatever path; only what is no cell goes by its name in the verdict."""
    said = {"name": name, "entity": entity, "field": field}
    columns = {key: pl.lit(value, pl.String) for key, value in said.items()}
    return rows.select(**columns, row="at", subject="subject", verdicts="verdicts").select(LOCATED.names())


def _placed(found: pl.DataFrame, facts: FactBase, mask: Mask) -> pl.DataFrame:
    """With where each row was read and what it is called; ids and names as they may be told."""
    found = found.with_row_index("__order")
    of_rows = found.drop_nulls(("entity", "row"))
    parts = [found.join(of_rows, on="__order", how="anti"), PLACED.to_frame()]
    for (entity,), rows in of_rows.partition_by("entity", as_dict=True).items():
        where = _places(facts, str(entity), rows["row"])
        if mask.hides(str(entity), "name"):
            where = where.with_columns(pl.lit(None, pl.String).alias("row_name"))
        placed = rows.join(where, on="row", how="left")
        parts.append(placed.with_columns(mask.ids(str(entity), placed["row"])))
    return pl.concat(parts, how="diagonal").sort("__order").select(OPEN_FACTS)


def _places(facts: FactBase, entity: str, rows: pl.Series) -> pl.DataFrame:
    table = facts.table(entity)
    name = nw.col("name") if "name" in table.columns else nw.lit(None, dtype=nw.String)
    known = nw.from_native(table.frame).select(
        row=nw.col("id").cast(nw.String), row_name=name, file=nw.col(FILE_COLUMN), number=nw.col(ROW_COLUMN)
    )
    found = facts.backend.collected([known])[0].filter(pl.col("row").is_in(rows.implode()))
    files = dict(enumerate(facts.files))
    return found.with_columns(
        pl.col("row_name").cast(pl.String),
        pl.col("file").replace_strict(files, default=None, return_dtype=pl.String),
        pl.when(pl.col("number") > 0).then("number").cast(pl.UInt32),
    )
