"""The smallest remedy: the least change that satisfies a requirement which surely fails (language.md §4)."""

from fractions import Fraction
from math import ceil, floor

from policyengine.plan.nodes import Average, Count, Fold, Measure, OwnField, Ratio
from policyengine.plan.planned import MeasureRequirement, PlannedRule
from policyengine.semantics.interval import Comparator
from policyengine.semantics.measure import Bound


def has_amount(rule: PlannedRule) -> bool:
    """Whether the gap of a rule is a number: one comparator on a count, sum, ratio or average."""
    requirement = rule.requirement
    if not isinstance(requirement, MeasureRequirement) or len(requirement.comparisons) != 1:
        return False
    measure = requirement.measure
    return isinstance(measure, Count | Ratio | Average) or (isinstance(measure, Fold) and measure.function == "sum")


def grain(measure: Measure) -> int:
    """How many smallest steps make one: 1 for whatever is counted, a power of ten for a decimal field."""
    match measure:
        case Fold(of=path) | OwnField(path=path):
            return int(10**path.digits)
        case Average(inner=inner):
            return grain(inner)
        case _:
            return 1


def steps_to(comparator: Comparator, total: Fraction, threshold: Fraction) -> Fraction | None:
    """How many whole steps bring a total, in steps, to the threshold, in steps; upwards or downwards.

    The population stays as it is, so that the threshold of a rate is the target times the population. `None` where no
    number of whole steps does: nothing equals 5% of 61.
    """
    match comparator:
        case Comparator.AT_LEAST:
            return ceil(threshold) - total
        case Comparator.MORE_THAN:
            return floor(threshold) + 1 - total
        case Comparator.AT_MOST:
            return total - floor(threshold)
        case Comparator.LESS_THAN:
            return total - ceil(threshold) + 1
        case Comparator.EQUAL:
            return abs(threshold - total) if threshold.denominator == 1 else None
        case Comparator.NOT:
            return Fraction(1)


def nearer(comparator: Comparator, lo: Bound | None, hi: Bound | None, target: Fraction) -> Bound | None:
    """The bound from which the way is shortest; `None` where the measure is unbounded at that end."""
    match comparator:
        case Comparator.AT_MOST | Comparator.LESS_THAN:
            return lo
        case Comparator.EQUAL:
            return lo if lo is not None and lo.value > target else hi
        case _:
            return hi


def amount(rule: PlannedRule, lo: Bound | None, hi: Bound | None, target: Fraction | None) -> Fraction | None:
    """The gap of a rule that surely fails, in the unit of its total; `None` where it is no number."""
    requirement = rule.requirement
    if not has_amount(rule) or not isinstance(requirement, MeasureRequirement) or target is None:
        return None
    comparator, steps = requirement.comparisons[0].comparator, grain(requirement.measure)
    start = nearer(comparator, lo, hi, target)
    if start is None:
        return None
    change = steps_to(comparator, start.total * steps, target * start.population * steps)
    return None if change is None else change / steps
