"""All that is behind the verdicts of one rule, as a frame with a row for each subject."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import polars as pl

from policyengine.backends import expressions as ex
from policyengine.backends.queries import Query
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
from policyengine.engine.columnar.portions import ONE_RULE, ONE_RULE_AT_A_TIME, Portion, sharing
from policyengine.engine.columnar.rules import Columns, RuleColumns
from policyengine.engine.columnar.satisfy import satisfies
from policyengine.engine.columnar.tri import as_expr, negated, possible, sure, unknown
from policyengine.engine.outcome import Cause
from policyengine.plan.nodes import All, Average, Comparison, Count, Fold, Ratio, condition_key
from policyengine.plan.planned import (
    ConditionRequirement,
    EvidenceRequirement,
    MeasureRequirement,
    PlannedRule,
    RelativeDue,
)


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is wanted of one rule's batch, before anything is collected."""

    made: RuleColumns
    wanted: dict[str, ex.Expr]
    missing: tuple[str, ...]
    failed: tuple[str, ...]
    target_scales: tuple[int, ...]


def details(
    columns: Columns,
    rules: Iterable[PlannedRule],
    subjects: list[str] | None = None,
    portions: Mapping[str, Portion] = ONE_RULE_AT_A_TIME,
) -> Iterator[Detail]:
    """The outcomes of each rule, in the order of its scan, for all its subjects or for those of the given ids.

    Outcomes are collected when they are reached. `portions` says by kind of subject how many at once, one rule's unless
    it does; those over given subjects all at once. Where subjects are cut apart, all rules' outcomes over some of them
    come before those over others. What is below the subjects is gathered once for all rules or, where a query may only
    be so wide, once for those that share one.
    """
    backend, wanted = columns.facts.backend, tuple(rules)
    given = portions if subjects is None else {rule.subject: Portion(len(wanted)) for rule in wanted}
    if backend.widest is None:
        yield from _details(columns, wanted, subjects, given)
        return
    widths = [_width(_afresh(columns), rule) for rule in wanted]
    with backend.failures():
        for together in sharing(wanted, widths, backend.widest, given):
            yield from _details(_afresh(columns), together, subjects, given)


def _afresh(columns: Columns) -> Columns:
    """The same evaluation before anything was asked of it."""
    return Columns(columns.plan, columns.facts, columns.as_of)


def _details(
    columns: Columns,
    rules: tuple[PlannedRule, ...],
    subjects: list[str] | None,
    portions: Mapping[str, Portion],
) -> Iterator[Detail]:
    batches = columns.batches(rules)
    asked = [[_asked(made, columns) for made in batch.rules] for batch in batches]
    settle(batch.scan for batch in batches)
    for batch, of_batch in zip(batches, asked, strict=True):
        portion = portions.get(batch.subject, ONE_RULE)
        for span in pairwise([None, *portion.cuts, None]):
            within = _within(batch.frame, subjects, span)
            for first in range(0, len(of_batch), portion.rules):
                together = of_batch[first : first + portion.rules]
                [found] = columns.facts.backend.collected([_found(together, within)])
                for n, one in enumerate(together):
                    yield _detail(one, found.select("subject", **_own(one, n)))


def _width(columns: Columns, rule: PlannedRule) -> int:
    """How many columns a query for this rule alone has, besides its subjects' own."""
    [batch] = columns.batches([rule])
    return len(_asked(batch.rules[0], columns).wanted) + batch.scan.width


def _own(asked: _Asked, number: int) -> dict[str, pl.Expr]:
    """The columns of one of the rules that were collected together, under their own names."""
    return {name: pl.col(f"{number}_{name}") for name in asked.wanted}


def _within(frame: Query, subjects: list[str] | None, span: tuple[str | None, str | None]) -> Query:
    """The rows of the given subjects, from the first id of the span to before the second."""
    first, end = span
    if subjects is not None:
        frame = frame.filter(ex.col("id").is_in(subjects))
    if first is not None:
        frame = frame.filter(ex.col("id") >= ex.lit(first))
    return frame if end is None else frame.filter(ex.col("id") < ex.lit(end))


def detail(columns: Columns, rule: PlannedRule, subjects: list[str] | None = None) -> Detail:
    """The outcomes of one rule."""
    return next(details(columns, [rule], subjects))


def _asked(made: RuleColumns, columns: Columns) -> _Asked:
    lacking = dict(sorted(missing_facts(made, columns).items()))
    failing = _failed(made, columns)
    targets, scales = _targets(made)
    wanted = {
        **{cause.value: as_expr(tri) for cause, tri in made.causes},
        "satisfied": as_expr(made.satisfied),
        "overdue": as_expr(made.overdue),
        **_numbers(made),
        **targets,
        **_days(made),
        **{f"missing_{n}": here for n, here in enumerate(lacking.values())},
        **{f"failed_{n}": here for n, here in enumerate(failing.values())},
    }
    return _Asked(made, wanted, tuple(lacking), tuple(failing), scales)


def _found(together: Sequence[_Asked], rows: Query) -> Query:
    """What is wanted of some rules, side by side: `subject`, and each column after the number of its rule."""
    wanted = {f"{n}_{name}": expr for n, asked in enumerate(together) for name, expr in asked.wanted.items()}
    rows = rows.with_columns(expr.alias(f"__found_{name}") for name, expr in wanted.items())
    found = (ex.col(f"__found_{name}").alias(name) for name in wanted)
    return rows.select(ex.col("id").alias("subject"), found)


def _detail(asked: _Asked, found: pl.DataFrame) -> Detail:
    flags = [f"missing_{n}" for n in range(len(asked.missing))]
    faults = [f"failed_{n}" for n in range(len(asked.failed))]
    # Joins do not promise an order, and the same facts shall give the same bytes.
    frame = _named(found.sort("subject"), "missing", flags, asked.missing)
    frame = _named(frame, "failed", faults, asked.failed)
    scale = 1 if asked.made.number is None else asked.made.number.scale
    return Detail(asked.made.rule, frame, scale, asked.target_scales)


def _named(frame: pl.DataFrame, column: str, flags: list[str], names: tuple[str, ...]) -> pl.DataFrame:
    """With a list of those names whose flag is set, in the place of the flags."""
    if not flags:
        return frame.with_columns(pl.lit([], dtype=pl.List(pl.String)).alias(column))
    # Rows are many, but the sets of flags that are met are few.
    met = frame.select(flags).unique()
    lists = [[name for name, here in zip(names, row, strict=True) if here] for row in met.iter_rows()]
    listed = met.with_columns(pl.Series(column, lists, dtype=pl.List(pl.String)))
    return frame.join(listed, on=flags, how="left", nulls_equal=True, maintain_order="left").drop(flags)


def _numbers(made: RuleColumns) -> dict[str, ex.Expr]:
    nothing, number = made.rows.nothing(), made.number
    names = ("lo_total", "lo_population", "hi_total", "hi_population")
    if number is None or not number.measured:
        return {"measured": ex.lit(False), **dict.fromkeys(names, nothing)}
    there = ~sure(number.empty)
    if number.none is not None:
        there = there & ~number.none
    values = (number.lo_total, number.lo_population, number.hi_total, number.hi_population)
    shown = (there & ~number.lo_open,) * 2 + (there & ~number.hi_open,) * 2
    cells, wide = zip(names, values, shown, strict=True), made.rows.backend.wide
    return {
        "measured": there,
        **{name: ex.when(here).then(value.cast(wide)).otherwise(nothing) for name, value, here in cells},
    }


def _targets(made: RuleColumns) -> tuple[dict[str, ex.Expr], tuple[int, ...]]:
    requirement = made.rule.requirement
    if not isinstance(requirement, MeasureRequirement):
        return {}, ()
    wide = made.rows.backend.wide
    bounds = [numbers(comparison.operand, made.rows) for comparison in requirement.comparisons]
    exprs: dict[str, ex.Expr] = {}
    for n, bound in enumerate(bounds):
        exprs |= {f"target_{n}_lo": bound.lo.cast(wide), f"target_{n}_hi": bound.hi.cast(wide)}
    return exprs, tuple(bound.scale for bound in bounds)


def _days(made: RuleColumns) -> dict[str, ex.Expr]:
    first, last = made.rows.clock.bounds
    nothing, due = ex.lit(None, dtype=ex.Date), made.schedule
    days = {"measured_from": first, "measured_to": last, "due_from": nothing, "due_to": nothing}
    if due.first is not None and due.last is not None:
        dated = ~possible(due.undated)
        days["due_from"] = ex.when(dated).then(due.first).otherwise(nothing)
        days["due_to"] = ex.when(dated).then(due.last).otherwise(nothing)
    return days


# --- what is missing, what failed -------------------------------------------------------------------------------------


def missing_facts(made: RuleColumns, columns: Columns) -> Missing:
    """The facts of which some resolution changes the status, waivers apart."""
    applicable, late = made.applicable, made.overdue
    open_requirement = possible(applicable) & unknown(made.satisfied)
    open_due = possible(applicable) & possible(negated(made.satisfied)) & unknown(late)
    due_fields = _of_due(made, columns.as_of)
    found = merged(
        [
            merged([_of_causes(made, columns)], unknown(applicable)),
            merged([_of_requirement(made, columns)], open_requirement),
            merged([due_fields], open_due),
        ]
    )
    # Below the subject, only the names of the due date's fields are known, not which of them is unknown.
    return {name: here & due_fields[name] if name in due_fields else here for name, here in found.items()}


def _of_due(made: RuleColumns, as_of: date) -> Missing:
    """What is unknown of a relative due date."""
    due = made.rule.due
    if not isinstance(due, RelativeDue):
        return {}
    return operand(counted_on(due.operand, as_of), made.rows)


def _of_causes(made: RuleColumns, columns: Columns) -> Missing:
    truths = dict(made.causes)
    due = _of_due(made, columns.as_of)
    steps = columns.plan.paths.get(made.rows.entity.name, ())
    parts = {
        Cause.NOT_IN_FORCE: due,
        Cause.NO_DUE_DATE: due,
        Cause.OUTSIDE_LIFETIME: of_existence(made.rows, columns.frames),
        Cause.JURISDICTION_UNKNOWN: {f"{made.rows.entity.name}.{'.'.join(steps)}": ex.lit(True)},
        Cause.CONDITION_NOT_MET: missing(made.rule.when, made.rows, columns.frames),
        Cause.EMPTY_POPULATION: _of_emptiness(made, columns),
    }
    return merged(merged([part], unknown(truths[cause])) for cause, part in parts.items())


def _of_emptiness(made: RuleColumns, columns: Columns) -> Missing:
    requirement = made.rule.requirement
    if not isinstance(requirement, MeasureRequirement):
        return {}
    return of_emptiness(requirement.measure, made.rows, columns.frames)


def _of_requirement(made: RuleColumns, columns: Columns) -> Missing:
    requirement = made.rule.requirement
    match requirement:
        case MeasureRequirement(measure=measure, comparisons=comparisons):
            operands = [_of_target(comparison, made) for comparison in comparisons]
            return merged([of_measure(measure, made.rows, columns.frames), *operands])
        case ConditionRequirement(condition=condition):
            return missing(condition, made.rows, columns.frames)
        case EvidenceRequirement():
            return of_evidence(requirement, made.rows, columns.frames)


def _of_target(comparison: Comparison, made: RuleColumns) -> Missing:
    """What is unknown of the value held against the measure, where it is that comparison which is undecided."""
    found = operand(comparison.operand, made.rows)
    return found if made.number is None else merged([found], unknown(satisfies(made.number, comparison, made.rows)))


def _failed(made: RuleColumns, columns: Columns) -> Missing:
    """The parts of the requirement that surely fail, where it surely fails."""
    requirement, frames = made.rule.requirement, columns.frames
    match requirement:
        case ConditionRequirement(condition=All(parts=parts)):
            failing = merged({condition_key(part): sure(negated(truth(part, made.rows, frames)))} for part in parts)
        case ConditionRequirement(condition=condition):
            failing = {condition_key(condition): sure(negated(truth(condition, made.rows, frames)))}
        case EvidenceRequirement():
            failing = failed_items(requirement, made.rows, frames)
        case MeasureRequirement(measure=measure, comparisons=comparisons):
            counted = isinstance(measure, Count | Ratio | Average) or (
                isinstance(measure, Fold) and measure.function == "sum"
            )
            if (counted and len(comparisons) == 1) or made.number is None:
                return {}
            failing = merged(
                {c.comparator.value: sure(negated(satisfies(made.number, c, made.rows)))} for c in comparisons
            )
            if made.number.none is not None:
                failing = {name: here & ~made.number.none for name, here in failing.items()}
                failing["measure"] = made.number.none
    return {name: here & sure(negated(made.satisfied)) for name, here in failing.items()}
