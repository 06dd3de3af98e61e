"""What an engine looked at on the way to an outcome: the material of an explanation."""

from dataclasses import dataclass

from policyengine.engine.outcome import Outcome
from policyengine.engine.walker.rows import Cell, Row
from policyengine.engine.walker.values import Quantity, Value
from policyengine.plan.nodes import Condition, Measure, Operand
from policyengine.semantics.interval import Comparator
from policyengine.semantics.measure import Measured
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell that was looked at: its name from the row being tested, its value, and where that was read, if it was."""

    name: str
    value: Cell
    file: str | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """A comparison: what a value was held against, and what that was worth for the row."""

    comparator: Comparator
    operand: Operand
    value: Value


@dataclass(frozen=True, slots=True)
class Traced:
    """A condition with its truth for a row; the cells it looked at, its parts, and the children it ran over."""

    condition: Condition
    truth: Truth
    missing: tuple[str, ...]
    seen: tuple[Seen, ...] = ()
    held: tuple[Held, ...] = ()
    parts: tuple["Traced", ...] = ()
    children: "TracedChildren | None" = None


@dataclass(frozen=True, slots=True)
class TracedRow:
    """A child row: why it is in the population or not, and whether it satisfies what is asked of members, if anything.

    `value` is what it adds to a measure of values; `children` are its own, where the measure is an average of totals.
    """

    row: Row
    membership: Truth
    existence: Truth
    belongs: Truth
    seen: tuple[Seen, ...]
    where: Traced
    satisfied: Truth | None = None
    satisfying: Traced | None = None
    value: Quantity | None = None
    children: "TracedChildren | None" = None


@dataclass(frozen=True, slots=True)
class RowClass:
    """All rows of one membership and satisfaction: how many there are, and the first of them."""

    membership: Truth
    satisfied: Truth | None
    total: int
    rows: tuple[TracedRow, ...]


@dataclass(frozen=True, slots=True)
class TracedChildren:
    """The children that surely or possibly are the row's, by class; sure members that satisfy come first."""

    entity: str
    complete: bool
    classes: tuple[RowClass, ...]


@dataclass(frozen=True, slots=True)
class TracedMeasure:
    """A measure with its value (`None`: no number) and the rows it was taken from."""

    measure: Measure
    measured: Measured | None
    held: tuple[Held, ...]
    seen: tuple[Seen, ...] = ()
    children: TracedChildren | None = None


@dataclass(frozen=True, slots=True)
class TracedItem:
    """An item of evidence with its truth, and the records that are, or may be, about it."""

    item: str
    truth: Truth
    records: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TracedEvidence:
    """The items of evidence that a rule asks for."""

    items: tuple[TracedItem, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A rule and a subject: the outcome and all that it was drawn from.

    `lifetime`, `place` and `due` are the subject's cells that its existence, its jurisdiction and its due date rest on.
    """

    subject: Row
    outcome: Outcome
    when: Traced
    requirement: Traced | TracedMeasure | TracedEvidence
    lifetime: tuple[Seen, ...]
    place: tuple[Seen, ...]
    due: tuple[Seen, ...]
