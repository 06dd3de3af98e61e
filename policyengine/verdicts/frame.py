"""The verdicts of one rule as a frame, with the fields of language.md §4; `assemble.py` says the same of single ones.

Numbers are exact: a numerator and a denominator each, in 64 bits; a denominator of 0 is unbounded (1/0 is `inf`).
"""

from datetime import date
from fractions import Fraction
from functools import partial

import polars as pl

from policyengine.engine.columnar.detail import Detail
from policyengine.engine.errors import EngineRefusedError
from policyengine.engine.outcome import Cause
from policyengine.language.statuses import DEFINITE, Status
from policyengine.plan.planned import MeasureRequirement, PlannedRule
from policyengine.reading.text import Text
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import UNSPECIFIED, Case, requirement_words, waiver_words
from policyengine.verdicts.gap import grain, has_amount
from policyengine.verdicts.judge import masks, status_of, statuses_of
from policyengine.verdicts.reasons import SNAPSHOT_AFTER_DUE, lacking

STATUS = pl.Enum([*(status.value for status in DEFINITE), Status.UNKNOWN.value])
CITATIONS = pl.List(pl.Struct({"section": pl.String, "quote": pl.String}))

COLUMNS = (
    *("policy", "policy_sha256", "rule", "modality", "actor", "subject_kind", "subject", "status", "possible"),
    *("reasons", "lo_numerator", "lo_denominator", "hi_numerator", "hi_denominator", "comparator", "target"),
    *("target_numerator", "target_denominator", "unit", "gap_numerator", "gap_denominator", "gap_conditions"),
    *("missing", "measured_on", "due", "as_of", "waiver", "reading", "citations"),
)


def verdict_frame(case: Case, found: Detail) -> pl.DataFrame:
    """One row a subject, the columns `COLUMNS`."""
    frame = _judged(case, found)
    frame = _with_reasons(frame, case, found.rule).with_columns(*_days(), *_constants(case, found.rule, frame))
    frame = frame.with_columns(*_bounds(found), *_targets(found), *_gap(found))
    narrow = [_narrow(name).alias(name) for name in COLUMNS if name.endswith(("_numerator", "_denominator"))]
    _refuse_overflow(frame, found.rule)
    return frame.with_columns(narrow).select(COLUMNS)


def _truth_code(expr: pl.Expr) -> pl.Expr:
    return pl.when(expr.is_null()).then(1).when(expr).then(2).otherwise(0).cast(pl.UInt32)


def _judged(case: Case, found: Detail) -> pl.DataFrame:
    """With `status`, `possible`, and `waiver`; the table of `judge.py`, looked up by the three truths."""
    rule = found.rule
    exempt = {subject: waiver for (of, subject), waiver in case.waived.items() if of == rule.id}
    words = {subject: waiver_words(waiver) for subject, waiver in exempt.items()}
    applicable = pl.all_horizontal(~pl.col(cause.value) for cause in Cause)
    code = _truth_code(applicable) * 9 + _truth_code(pl.col("satisfied")) * 3 + _truth_code(pl.col("overdue"))
    tables = []
    for waived in (False, True):
        table = masks(waived=waived, modality=rule.modality)
        tables += [table[a, q, late] for a in Truth for q in Truth for late in Truth]
    statuses = [statuses_of(mask) for mask in tables]
    waived_code = pl.col("subject").is_in(list(exempt)).cast(pl.UInt32) * 27
    names = pl.Series([[one.value for one in possible] for possible in statuses], dtype=pl.List(pl.String))
    status = pl.Series([status_of(frozenset(possible)).value for possible in statuses], dtype=STATUS)
    frame = found.frame.with_columns((code + waived_code).alias("__code"), _truth_code(applicable).alias("__applies"))
    return frame.with_columns(
        status.gather(frame["__code"]).alias("status"),
        names.gather(frame["__code"]).alias("possible"),
        frame["subject"].replace_strict(words, default=None, return_dtype=pl.String).alias("waiver"),
    )


def _with_reasons(frame: pl.DataFrame, case: Case, rule: PlannedRule) -> pl.DataFrame:
    """With `reasons`; rows are many, but what gives reasons is met in few combinations."""
    grounds = ["status", "missing", "due_from", "due_to", *(cause.value for cause in Cause)]
    met = frame.select(grounds).unique().with_columns(_reasons(case, rule))
    return frame.join(met, on=grounds, how="left", nulls_equal=True, maintain_order="left")


def _reasons(case: Case, rule: PlannedRule) -> pl.Expr:
    is_unknown = pl.col("status") == Status.UNKNOWN.value
    is_out = pl.col("status") == Status.NOT_APPLICABLE.value
    words = []
    for cause in Cause:
        truth = pl.col(cause.value)
        given = (is_out & truth.fill_null(False)) | (is_unknown & truth.fill_null(True))
        words.append(pl.when(given).then(pl.lit(cause.value)))
    lacks = pl.col("missing").list.eval(
        pl.element().map_elements(lambda name: lacking(name, case.facts), return_dtype=pl.String)
    )
    late = pl.lit(False)
    if rule.undated and case.facts.snapshot_on is not None:
        late = (pl.col("due_from") == pl.col("due_to")) & (pl.col("due_to") < case.facts.snapshot_on)
    parts = [
        pl.concat_list(words),
        pl.when(is_unknown).then(lacks).otherwise(pl.lit([], dtype=pl.List(pl.String))),
        pl.concat_list(pl.when(late).then(pl.lit(SNAPSHOT_AFTER_DUE))),
    ]
    return pl.concat_list(parts).list.drop_nulls().alias("reasons")


def _days() -> list[pl.Expr]:
    return [
        pl.when(pl.col("measured_from") == pl.col("measured_to")).then(pl.col("measured_to")).alias("measured_on"),
        pl.when(pl.col("due_from") == pl.col("due_to")).then(pl.col("due_to")).alias("due"),
    ]


def _constants(case: Case, rule: PlannedRule, frame: pl.DataFrame) -> list[pl.Expr]:
    comparators, unit = requirement_words(rule)
    cited = [{"section": cite.section, "quote": cite.quote} for cite in rule.citations]
    words: dict[str, str | None] = {
        "policy": case.plan.policy,
        "policy_sha256": case.plan.policy_sha256,
        "rule": rule.id,
        "modality": rule.modality.value,
        "actor": rule.actor,
        "subject_kind": rule.subject,
        "comparator": comparators,
        "unit": unit,
        "reading": rule.reading,
    }
    days: dict[str, date] = {"as_of": case.as_of}
    return [
        *(pl.lit(word, dtype=pl.String).alias(name) for name, word in words.items()),
        *(pl.lit(day).alias(name) for name, day in days.items()),
        pl.lit(pl.Series([cited], dtype=CITATIONS)).first().repeat_by(1).list.first().alias("citations")
        if frame.height
        else pl.lit(None, dtype=CITATIONS).alias("citations"),
    ]


# --- numbers ----------------------------------------------------------------------------------------------------------


def _wide(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.Int128)


def _bounds(found: Detail) -> list[pl.Expr]:
    made = []
    for end, infinite in (("lo", -1), ("hi", 1)):
        total, population = pl.col(f"{end}_total"), pl.col(f"{end}_population")
        known = pl.when(total.is_null()).then(_wide(infinite)).otherwise(total)
        scale = pl.when(total.is_null()).then(_wide(0)).otherwise(population * found.scale)
        made += [
            pl.when(pl.col("measured")).then(known).alias(f"{end}_numerator"),
            pl.when(pl.col("measured")).then(scale).alias(f"{end}_denominator"),
        ]
    return made


def _targets(found: Detail) -> list[pl.Expr]:
    nothing = pl.lit(None, dtype=pl.Int128)
    if not found.target_scales:
        blank = [nothing.alias("target_numerator"), nothing.alias("target_denominator")]
        return [pl.lit(None, dtype=pl.String).alias("target"), *blank]
    words = []
    for n, scale in enumerate(found.target_scales):
        lo, hi = pl.col(f"target_{n}_lo"), pl.col(f"target_{n}_hi")
        exact = pl.when(lo == hi).then(lo)
        spelled = exact.map_elements(partial(_spelled, scale=scale), return_dtype=pl.String)
        words.append(spelled.fill_null(UNSPECIFIED))
    single = len(found.target_scales) == 1
    lo, hi = pl.col("target_0_lo"), pl.col("target_0_hi")
    alone = pl.when((lo == hi) & pl.lit(single))
    return [
        pl.concat_str(words, separator=", ").alias("target"),
        alone.then(lo).alias("target_numerator"),
        alone.then(_wide(found.target_scales[0])).alias("target_denominator"),
    ]


def _gap(found: Detail) -> list[pl.Expr]:
    """The least change in whole steps, as `gap.steps_to` gives it; all terms are integers."""
    rule, nothing = found.rule, pl.lit(None, dtype=pl.Int128)
    fails = (~pl.col("satisfied")).fill_null(False) & (pl.col("__applies") > 0)
    failed = pl.when(fails).then(pl.col("failed")).otherwise(pl.lit([], dtype=pl.List(pl.String)))
    requirement = rule.requirement
    if not has_amount(rule) or not isinstance(requirement, MeasureRequirement):
        return [nothing.alias("gap_numerator"), nothing.alias("gap_denominator"), failed.alias("gap_conditions")]
    comparator, steps = requirement.comparisons[0].comparator, grain(requirement.measure)
    scale = _wide(found.target_scales[0])
    ends = [
        (pl.col(f"{end}_total"), pl.col("target_0_lo") * pl.col(f"{end}_population") * found.scale)
        for end in ("lo", "hi")
    ]
    low, high = (_change(comparator, total, term, scale) for total, term in ends)
    match comparator:
        case Comparator.AT_MOST | Comparator.LESS_THAN:
            change = low
        case Comparator.EQUAL:
            total, term = ends[0]
            change = pl.when(total * scale > term).then(low).otherwise(high)
        case _:
            change = high
    there = fails & (pl.col("target_0_lo") == pl.col("target_0_hi")) & pl.col("measured")
    out_of_reach = pl.lit([comparator.value], dtype=pl.List(pl.String))
    return [
        pl.when(there).then(change).alias("gap_numerator"),
        pl.when(there & change.is_not_null()).then(_wide(steps)).alias("gap_denominator"),
        pl.when(there & change.is_null()).then(out_of_reach).otherwise(failed).alias("gap_conditions"),
    ]


def _change(comparator: Comparator, total: pl.Expr, term: pl.Expr, scale: pl.Expr) -> pl.Expr:
    """Whole steps from a total to `term / scale`; null where there is no such bound, or no whole number of steps."""
    down, up = term // scale, (term + scale - 1) // scale
    match comparator:
        case Comparator.AT_LEAST:
            return up - total
        case Comparator.MORE_THAN:
            return down + 1 - total
        case Comparator.AT_MOST:
            return total - down
        case Comparator.LESS_THAN:
            return total - up + 1
        case Comparator.EQUAL:
            return pl.when(down == up).then((down - total).abs())
        case Comparator.NOT:
            return pl.when(total.is_not_null()).then(_wide(1))


def _narrow(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64, strict=False)


def _refuse_overflow(frame: pl.DataFrame, rule: PlannedRule) -> None:
    """Numbers that do not fit the output are an error, never a null."""
    names = [name for name in COLUMNS if name.endswith(("_numerator", "_denominator"))]
    lost = frame.select(pl.any_horizontal(_narrow(name).is_null() & pl.col(name).is_not_null() for name in names).any())
    if lost.item():
        raise EngineRefusedError(
            Text(
                f"规则 `{rule.id}` 的数值超出 64 位整数，无法精确写出",
                f"numbers of rule `{rule.id}` do not fit 64-bit integers and cannot be written exactly",
            ),
            Text("请检查事实中的数值或单位", "check the values in the facts, or their unit"),
        )


def _spelled(value: int, scale: int) -> str:
    return str(Fraction(value, scale))
