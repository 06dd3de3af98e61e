"""Random operands and comparisons for fields of every type."""

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from policyengine.authoring.strategies.domains import NUMERIC
from policyengine.authoring.strategies.pools import DATES, DECIMALS, SHARES, TEXTS, WHOLE
from policyengine.authoring.strategies.weights import weighed
from policyengine.language.models import DateUnit
from policyengine.plan.nodes import (
    Comparison,
    Constant,
    FieldValue,
    MeasuredOn,
    Operand,
    Path,
    ShiftedDate,
    TargetValue,
)
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import FieldType

ORDERED = st.sampled_from(Comparator)
EQUALITY = st.sampled_from((Comparator.EQUAL, Comparator.NOT))
COUNTS = (Fraction(0), Fraction(1), Fraction(30))
"""By how many days, months or years a date is moved."""

TARGETS: dict[str, tuple[Fraction | date, ...]] = {
    "integer": WHOLE,
    "decimal": DECIMALS,
    "share": SHARES,
    "mean": SHARES + DECIMALS,
    "date": DATES,
    "step": COUNTS,
}
"""The kinds of targets and constants, with their values."""


def row_id(entity: str, number: int) -> str:
    """The id of a drawn row; no row has the number 0."""
    return f"{entity}-{number}"


@st.composite
def targets(draw: st.DrawFn, kind: str, *, dated: bool = True) -> TargetValue:
    """A target: one value, none (unspecified), or values by date; its name tells its kind and steps."""
    value = st.sampled_from(TARGETS[kind]) | st.none()
    if dated and draw(st.booleans()):
        first, second = sorted(draw(st.lists(st.sampled_from(DATES), min_size=2, max_size=2, unique=True)))
        steps = ((draw(st.sampled_from((None, first))), draw(value)), (second, draw(value)))
        return TargetValue(f"{kind}:" + "_".join(f"{start}={worth}" for start, worth in steps), steps)
    only = draw(value)
    return TargetValue(f"{kind}:{only}", ((None, only),))


def numbers(kind: str, paths: list[Path]) -> st.SearchStrategy[Operand]:
    """A constant, a target or one of the paths that hold a number."""
    fields = [FieldValue(path) for path in paths if path.type in NUMERIC]
    return st.one_of(st.sampled_from(TARGETS[kind]).map(Constant), targets(kind), *_one_of(fields))


@st.composite
def days(draw: st.DrawFn, paths: list[Path], *, measuring: bool = True) -> Operand:
    """A date, possibly moved; `measuring` allows what depends on the measuring date."""
    fields = [FieldValue(path) for path in paths if path.type is FieldType.DATE]
    target = targets("date", dated=measuring)
    given = st.one_of(st.sampled_from(DATES).map(Constant), target, *_one_of(fields))
    base: Operand = draw(weighed((2, given), (1, st.just(MeasuredOn()))) if measuring else given)
    if draw(st.booleans()):
        return base
    count = draw(st.sampled_from(COUNTS).map(Constant) | targets("step", dated=measuring))
    return ShiftedDate(base, count, draw(st.sampled_from(DateUnit)), draw(st.booleans()))


def words(path: Path, paths: list[Path]) -> st.SearchStrategy[Operand]:
    """A word that the field may hold, or another field of the same kind."""
    fields = [FieldValue(other) for other in paths if _alike(path, other)]
    return st.one_of(st.sampled_from(vocables(path)).map(Constant), *_one_of(fields))


def vocables(path: Path) -> tuple[str, ...]:
    """Words that rules may hold against the field."""
    if path.choices is not None:
        return tuple(sorted(path.choices))
    entity = path.reference or (path.owner if path.field == "id" else None)
    return TEXTS if entity is None else tuple(row_id(entity, number) for number in (1, 2))


def comparisons(path: Path, paths: list[Path]) -> st.SearchStrategy[Comparison]:
    """A comparison that the field's type knows."""
    match path.type:
        case FieldType.INTEGER:
            return st.builds(Comparison, ORDERED, numbers("integer", paths))
        case FieldType.DECIMAL:
            return st.builds(Comparison, ORDERED, numbers("decimal", paths))
        case FieldType.DATE:
            return st.builds(Comparison, ORDERED, days(paths))
        case _:
            return st.builds(Comparison, EQUALITY, words(path, paths))


def _alike(path: Path, other: Path) -> bool:
    return (path.type, path.choices, path.reference) == (other.type, other.choices, other.reference)


def _one_of(operands: list[FieldValue]) -> list[st.SearchStrategy[FieldValue]]:
    return [st.sampled_from(operands)] if operands else []
