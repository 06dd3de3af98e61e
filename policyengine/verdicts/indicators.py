"""Indicators: components of an index, measured and reported without a verdict (language.md §3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policyengine.backends.polars import POLARS
from policyengine.engine.errors import stored_elsewhere
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import measure_part, subjects
from policyengine.facts.mask import Mask
from policyengine.plan.nodes import Constant, TargetValue
from policyengine.reading.numbers import render_high, render_low, render_number
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.masked import hides_measure


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One component for one subject: its bounds and its weight as exact text.

    `lo` and `hi` are `None` where there is no value, `weight` where the text leaves it open.
    """

    indicator: str
    part: str
    subject: str
    lo: str | None
    hi: str | None
    weight: str | None


def are_measured(case: Case) -> bool:
    """Whether indicators can be measured over these facts: those that stay in a database are not read row by row."""
    return case.facts.backend is POLARS


def indicator_values(case: Case, mask: Mask | None = None) -> Iterator[IndicatorValue]:
    """Every component of the plan's indicators for every subject, by the reference engine.

    `mask` leaves out the values of personal fields and the ids of persons. Raises `EngineRefusedError` where there are
    indicators and facts over which they are not measured.
    """
    if case.plan.indicators and not are_measured(case):
        raise stored_elsewhere(case.facts.backend.name)
    facts = Facts(case.facts)
    for indicator in case.plan.indicators:
        for subject in subjects(case.plan, indicator.subject, facts):
            row = facts.row(indicator.subject, subject)
            for part in indicator.parts:
                found = measure_part(case.plan, part.measure, facts, row, case.as_of)
                there = found.empty is not Truth.YES and (mask is None or not hides_measure(part.measure, mask))
                lo, hi = found.interval.lo, found.interval.hi
                yield IndicatorValue(
                    indicator.name,
                    part.name,
                    subject if mask is None else mask.id(indicator.subject, subject),
                    render_low(lo) if there else None,
                    render_high(hi) if there else None,
                    _weight(part.weight, case.as_of),
                )


def _weight(weight: Constant | TargetValue, as_of: date) -> str | None:
    steps = weight.steps if isinstance(weight, TargetValue) else ((None, weight.value),)
    current = [value for start, value in steps if start is None or start <= as_of][-1:]
    return render_number(current[0]) if current and isinstance(current[0], Fraction) else None
