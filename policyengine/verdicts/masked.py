"""Verdicts as they may be shown: persons by their pseudonyms, and no number or date that a personal field holds."""

import polars as pl

from policyengine.facts.mask import Mask
from policyengine.plan.nodes import Average, FieldValue, Fold, Measure, Operand, OwnField, Path, ShiftedDate
from policyengine.plan.planned import MeasureRequirement, PlannedRule, RelativeDue
from policyengine.verdicts.reasons import PERSONAL
from policyengine.verdicts.verdict import Gap, Verdict

VALUES = ("lo", "hi", "gap")
TARGETS = ("target", "gap")
DAYS = ("measured_on", "due")
TERMS = ("_numerator", "_denominator")


def hidden_fields(rule: PlannedRule, mask: Mask) -> frozenset[str]:
    """The fields of a rule's verdicts that would tell what a personal field holds.

    Values taken of a personal field are hidden, be it of one row or of many; numbers of rows are not.
    """
    if mask.unmask:
        return frozenset()
    hidden: list[str] = []
    requirement, due = rule.requirement, rule.due
    if isinstance(requirement, MeasureRequirement):
        if hides_measure(requirement.measure, mask):
            hidden += VALUES
        if any(_hides(path, mask) for part in requirement.comparisons for path in _compared(part.operand)):
            hidden += TARGETS
    if isinstance(due, RelativeDue) and any(_hides(path, mask) for path in _compared(due.operand)):
        hidden += DAYS
    return frozenset(hidden)


def hides_measure(measure: Measure, mask: Mask) -> bool:
    """Whether the values that a measure gives are those of a personal field."""
    return any(_hides(path, mask) for path in _measured(measure))


def masked_verdict(verdict: Verdict, rule: PlannedRule, mask: Mask) -> Verdict:
    """The verdict as it may be shown."""
    hidden = hidden_fields(rule, mask)
    kept = {name: value for name in hidden if (value := getattr(verdict, name)) is not None}
    changed: dict[str, object] = dict.fromkeys(kept)
    if "gap" in kept and verdict.gap is not None and verdict.gap.conditions:
        changed["gap"] = Gap(amount=None, conditions=verdict.gap.conditions)
    if changed:
        changed["reasons"] = (*verdict.reasons, PERSONAL)
    changed["subject"] = mask.id(verdict.subject_kind, verdict.subject)
    return verdict.model_copy(update=changed)


def masked_frame(frame: pl.DataFrame, rule: PlannedRule, mask: Mask) -> pl.DataFrame:
    """The verdicts of a rule, with the columns of `frame.COLUMNS`, as they may be shown."""
    hidden = hidden_fields(rule, mask)
    columns = [name for name in frame.columns if name.removesuffix(TERMS[0]).removesuffix(TERMS[1]) in hidden]
    if columns:
        told = pl.any_horizontal(pl.col(columns).is_not_null())
        said = pl.concat_list(pl.when(told).then(pl.lit(PERSONAL))).list.drop_nulls()
        reasons = pl.concat_list("reasons", said)
        frame = frame.with_columns(reasons, *(pl.lit(None, frame.schema[name]).alias(name) for name in columns))
    if not mask.renames(rule.subject):
        return frame
    return frame.with_columns(mask.ids(rule.subject, frame["subject"]))


def _hides(path: Path, mask: Mask) -> bool:
    return mask.hides(path.owner, path.field)


def _measured(measure: Measure) -> tuple[Path, ...]:
    """The fields whose values a measure gives, alone or together."""
    match measure:
        case OwnField(path=path) | Fold(of=path):
            return (path,)
        case Average(inner=inner):
            return _measured(inner)
        case _:
            return ()


def _compared(operand: Operand) -> tuple[Path, ...]:
    match operand:
        case FieldValue(path=path):
            return (path,)
        case ShiftedDate(base=base):
            return _compared(base)
        case _:
            return ()
