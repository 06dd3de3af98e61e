"""All that is behind the verdicts of one rule, as a frame with a row for each subject."""

from dataclasses import dataclass
from datetime import date

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.engine.columnar.clocks import counted_on
from policyengine.engine.columnar.conditions import truth
from policyengine.engine.columnar.evidence import failed_items, of_evidence
from policyengine.engine.columnar.gather import settle
from policyengine.engine.columnar.missing import (
    Missing,
    merged,
    missing,
    of_emptiness,
    of_existence,
    of_measure,
    operand,
)
from policyengine.engine.columnar.operands import numbers
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.rules import Batch, Columns, RuleColumns
from policyengine.engine.columnar.satisfy import satisfies
from policyengine.engine.columnar.tri import as_expr, negated, possible, sure, unknown
from policyengine.engine.outcome import Cause
from policyengine.plan.nodes import (
    All,
    Average,
    ConditionRequirement,
    Count,
    EvidenceRequirement,
    Fold,
    MeasureRequirement,
    PlannedRule,
    Ratio,
    RelativeDue,
    condition_key,
)

WIDE = nw.Int128


@dataclass(frozen=True, slots=True)
class Detail:
    """The outcomes of one rule.

    `frame` has a row for each subject: `subject`; a nullable boolean for each cause, named as it is, and `satisfied`
    and `overdue`; `measured`; `lo_total`, `lo_population`, `hi_total`, `hi_population` (128 bits; null totals are
    unbounded, and all are null where nothing is measured), the totals times `scale`; `target_<n>_lo` and
    `target_<n>_hi`, times `target_scales[n]`; `measured_from`, `measured_to`, `due_from`, `due_to`; and the lists of
    names `missing` and `failed`.
    """

    rule: PlannedRule
    frame: pl.DataFrame
    scale: int
    target_scales: tuple[int, ...]


def detail(columns: Columns, rule: PlannedRule, subjects: list[str] | None = None) -> Detail:
    """The outcomes of a rule for all its subjects, or for those of the given ids."""
    batch = columns.batches([rule])[0]
    made = batch.rules[0]
    lacking = dict(sorted(_missing(made, batch.rows, columns).items()))
    failing = _failed(made, batch.rows, columns)
    flags = {f"__missing_{n}": here for n, here in enumerate(lacking.values())}
    faults = {f"__failed_{n}": here for n, here in enumerate(failing.values())}
    targets, scales = _targets(made, batch.rows)
    wanted = {
        "subject": nw.col("id"),
        **{cause.value: as_expr(tri) for cause, tri in made.causes},
        "satisfied": as_expr(made.satisfied),
        "overdue": as_expr(made.overdue),
        **_numbers(made),
        **targets,
        **_days(made, batch.rows),
        **flags,
        **faults,
    }
    frame = _collected(batch, wanted, subjects)
    frame = frame.with_columns(
        _names(list(flags), list(lacking)).alias("missing"), _names(list(faults), list(failing)).alias("failed")
    ).drop(*flags, *faults)
    return Detail(rule, frame, 1 if made.number is None else made.number.scale, scales)


def _collected(batch: Batch, wanted: dict[str, nw.Expr], subjects: list[str] | None) -> pl.DataFrame:
    settle([batch.rows])
    frame = batch.frame()
    if subjects is not None:
        frame = frame.filter(nw.col("id").is_in(subjects))
    made = frame.with_columns(expr.alias(f"__found_{name}") for name, expr in wanted.items())
    return made.select(nw.col(f"__found_{name}").alias(name) for name in wanted).to_native().collect()


def _names(flags: list[str], names: list[str]) -> pl.Expr:
    """A list of those names whose flag is set."""
    if not flags:
        return pl.lit([], dtype=pl.List(pl.String))
    each = [
        pl.when(pl.col(flag)).then(pl.lit(name)).otherwise(pl.lit(None, dtype=pl.String))
        for flag, name in zip(flags, names, strict=True)
    ]
    return pl.concat_list(each).list.drop_nulls()


def _numbers(made: RuleColumns) -> dict[str, nw.Expr]:
    nothing, number = nw.lit(None, dtype=WIDE), made.number
    names = ("lo_total", "lo_population", "hi_total", "hi_population")
    if number is None or not number.measured:
        return {"measured": nw.lit(False), **dict.fromkeys(names, nothing)}
    there = ~sure(number.empty)
    if number.none is not None:
        there = there & ~number.none
    values = (number.lo_total, number.lo_population, number.hi_total, number.hi_population)
    shown = (there & ~number.lo_open,) * 2 + (there & ~number.hi_open,) * 2
    cells = zip(names, values, shown, strict=True)
    return {
        "measured": there,
        **{name: nw.when(here).then(value.cast(WIDE)).otherwise(nothing) for name, value, here in cells},
    }


def _targets(made: RuleColumns, rows: Rows) -> tuple[dict[str, nw.Expr], tuple[int, ...]]:
    requirement = made.rule.requirement
    if not isinstance(requirement, MeasureRequirement):
        return {}, ()
    bounds = [numbers(comparison.operand, rows) for comparison in requirement.comparisons]
    exprs: dict[str, nw.Expr] = {}
    for n, bound in enumerate(bounds):
        exprs |= {f"target_{n}_lo": bound.lo.cast(WIDE), f"target_{n}_hi": bound.hi.cast(WIDE)}
    return exprs, tuple(bound.scale for bound in bounds)


def _days(made: RuleColumns, rows: Rows) -> dict[str, nw.Expr]:
    first, last = rows.clock.bounds
    nothing, due = nw.lit(None, dtype=nw.Date), made.schedule
    days = {"measured_from": first, "measured_to": last, "due_from": nothing, "due_to": nothing}
    if due.first is not None and due.last is not None:
        dated = ~possible(due.undated)
        days["due_from"] = nw.when(dated).then(due.first).otherwise(nothing)
        days["due_to"] = nw.when(dated).then(due.last).otherwise(nothing)
    return days


# --- what is missing, what failed -------------------------------------------------------------------------------------


def _missing(made: RuleColumns, rows: Rows, columns: Columns) -> Missing:
    """The facts of which some resolution changes the status, waivers apart."""
    applicable, late = made.applicable, made.overdue
    open_requirement = possible(applicable) & unknown(made.satisfied)
    open_due = possible(applicable) & possible(negated(made.satisfied)) & unknown(late)
    due_fields = _of_due(made, rows, columns.as_of)
    found = merged(
        [
            merged([_of_causes(made, rows, columns)], unknown(applicable)),
            merged([_of_requirement(made, rows, columns)], open_requirement),
            merged([due_fields], open_due),
        ]
    )
    # Below the subject, only the names of the due date's fields are known, not which of them is unknown.
    return {name: here & due_fields[name] if name in due_fields else here for name, here in found.items()}


def _of_due(made: RuleColumns, rows: Rows, as_of: date) -> Missing:
    """What is unknown of a relative due date."""
    due = made.rule.due
    if not isinstance(due, RelativeDue):
        return {}
    return operand(counted_on(due.operand, as_of), rows)


def _of_causes(made: RuleColumns, rows: Rows, columns: Columns) -> Missing:
    truths = dict(made.causes)
    due = _of_due(made, rows, columns.as_of)
    steps = columns.plan.paths.get(rows.entity.name, ())
    parts = {
        Cause.NOT_IN_FORCE: due,
        Cause.NO_DUE_DATE: due,
        Cause.OUTSIDE_LIFETIME: of_existence(rows, columns.frames),
        Cause.JURISDICTION_UNKNOWN: {f"{rows.entity.name}.{'.'.join(steps)}": nw.lit(True)},
        Cause.CONDITION_NOT_MET: missing(made.rule.when, rows, columns.frames),
        Cause.EMPTY_POPULATION: _of_emptiness(made, rows, columns),
    }
    return merged(merged([part], unknown(truths[cause])) for cause, part in parts.items())


def _of_emptiness(made: RuleColumns, rows: Rows, columns: Columns) -> Missing:
    requirement = made.rule.requirement
    if not isinstance(requirement, MeasureRequirement):
        return {}
    return of_emptiness(requirement.measure, rows, columns.frames)


def _of_requirement(made: RuleColumns, rows: Rows, columns: Columns) -> Missing:
    requirement = made.rule.requirement
    match requirement:
        case MeasureRequirement(measure=measure, comparisons=comparisons):
            operands = [operand(comparison.operand, rows) for comparison in comparisons]
            return merged([of_measure(measure, rows, columns.frames), *operands])
        case ConditionRequirement(condition=condition):
            return missing(condition, rows, columns.frames)
        case EvidenceRequirement():
            return of_evidence(requirement, rows, columns.frames)


def _failed(made: RuleColumns, rows: Rows, columns: Columns) -> Missing:
    """The parts of the requirement that surely fail, where it surely fails."""
    requirement, frames = made.rule.requirement, columns.frames
    match requirement:
        case ConditionRequirement(condition=All(parts=parts)):
            failing = merged({condition_key(part): sure(negated(truth(part, rows, frames)))} for part in parts)
        case ConditionRequirement(condition=condition):
            failing = {condition_key(condition): sure(negated(truth(condition, rows, frames)))}
        case EvidenceRequirement():
            failing = failed_items(requirement, rows, frames)
        case MeasureRequirement(measure=measure, comparisons=comparisons):
            counted = isinstance(measure, Count | Ratio | Average) or (
                isinstance(measure, Fold) and measure.function == "sum"
            )
            if (counted and len(comparisons) == 1) or made.number is None:
                return {}
            failing = merged({c.comparator.value: sure(negated(satisfies(made.number, c, rows)))} for c in comparisons)
            if made.number.none is not None:
                failing = {name: here & ~made.number.none for name, here in failing.items()}
                failing["measure"] = made.number.none
    return {name: here & sure(negated(made.satisfied)) for name, here in failing.items()}
