"""What rules are made of: fields, operands, conditions and measures, in which every name has one meaning and every
literal its type, and nothing depends on an engine.

A node's identity is its meaning: places do not take part in equality, so that engines may share equal parts.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from policyengine.language.models import DateUnit
from policyengine.reading.place import Place
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import FieldType

NOWHERE = Place("")

# --- fields and relations ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Path:
    """A field reached from a row of `entity` by following the references `steps`; it belongs to `owner`.

    Values are compared exactly: `lo` and `hi` bound numbers, `earliest` and `latest` dates, `choices` words.
    `digits` decimal places make a stored decimal an integer. `optional` values may be none, which is known: the
    field itself is optional, or a reference on the way to it is.
    """

    entity: str
    steps: tuple[str, ...]
    owner: str
    field: str
    type: FieldType
    optional: bool = False
    digits: int = 0
    lo: Fraction | None = None
    hi: Fraction | None = None
    earliest: date = date.min
    latest: date = date.max
    choices: frozenset[str] | None = None
    reference: str | None = None

    def __str__(self) -> str:
        return ".".join((*self.steps, self.field))


@dataclass(frozen=True, slots=True)
class Relation:
    """The children `plural` (rows of `child`) of a row of `parent`, through the references `steps` of the child."""

    parent: str
    child: str
    plural: str
    steps: tuple[str, ...]


# --- operands ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal: a number, a date, or a word (an enum's code, a text, `true` or `false`)."""

    value: Fraction | date | str
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class TargetValue:
    """A target; `steps` are (from which date, value) in order, of which the last begun on the measuring date counts.

    A first date of `None` is since ever; a value of `None` is unspecified, as is a time before the first step.
    """

    name: str
    steps: tuple[tuple[date | None, Fraction | date | None], ...]
    text: str = field(default="", compare=False)
    unit: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field of the row being tested."""

    path: Path


@dataclass(frozen=True, slots=True)
class MeasuredOn:
    """The measuring date."""


@dataclass(frozen=True, slots=True)
class ShiftedDate:
    """A date moved by whole days, months or years; `forward` is later."""

    base: "Operand"
    count: "Constant | TargetValue"
    unit: DateUnit
    forward: bool


Operand = Constant | TargetValue | FieldValue | MeasuredOn | ShiftedDate


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparator and what it compares with."""

    comparator: Comparator
    operand: Operand


# --- conditions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class All:
    """All parts hold."""

    parts: tuple["Condition", ...]
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds."""

    parts: tuple["Condition", ...]
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negation:
    """The part does not hold."""

    part: "Condition"
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A field against an operand. Words (text, enum, code, reference, boolean) know `equal` and `not` alone."""

    path: Path
    comparison: Comparison
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Among:
    """A word is one of several."""

    path: Path
    values: frozenset[str]
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Presence:
    """An optional field is not none (`wanted`), or is none."""

    path: Path
    wanted: bool
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ThisYear:
    """A date lies in the calendar year of the measuring date."""

    path: Path
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """An office's determination, read from the facts column `name` of `entity`; unknown without it."""

    entity: str
    name: str
    text: str
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a decision table."""

    when: "Condition"
    then: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The first hit of a decision table is one of `values`; without any hit it is `otherwise`, or none."""

    name: str
    cases: tuple[Case, ...]
    otherwise: str | None
    values: frozenset[str]
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quantified:
    """Some, every or none of the children satisfy the condition."""

    quantifier: Literal["some", "every", "none"]
    relation: Relation
    condition: "Condition"
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of children in `where` satisfies all comparisons."""

    relation: Relation
    where: "Condition"
    comparisons: tuple[Comparison, ...]
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Named:
    """A definition, expanded in place."""

    name: str
    condition: "Condition"
    place: Place = field(default=NOWHERE, compare=False, repr=False)


Condition = (
    All | Any | Negation | Compare | Among | Presence | ThisYear | Judged | Outcomes | Quantified | Counted | Named
)

HOLDS = All(())


def condition_key(condition: Condition) -> str:
    """The key under which a condition stands in its mapping, as people know it."""
    match condition:
        case All():
            return "all"
        case Any():
            return "any"
        case Negation():
            return "not"
        case Compare(path=path) | Among(path=path) | Presence(path=path) | ThisYear(path=path):
            return str(path)
        case Judged(name=name) | Outcomes(name=name) | Named(name=name):
            return name
        case Quantified(relation=relation) | Counted(relation=relation):
            return relation.plural


# --- measures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnField:
    """A numeric field of the row itself."""

    path: Path


@dataclass(frozen=True, slots=True)
class Population:
    """The children that a measure looks at."""

    relation: Relation
    where: Condition
    ended_included: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows the population has."""

    population: Population


@dataclass(frozen=True, slots=True)
class Fold:
    """The sum, least or greatest value of a numeric field over the population; rows whose value is none stay out."""

    function: Literal["sum", "min", "max"]
    population: Population
    of: Path


@dataclass(frozen=True, slots=True)
class Ratio:
    """The share of the population that satisfies a condition."""

    population: Population
    satisfying: Condition


@dataclass(frozen=True, slots=True)
class Average:
    """The mean, over a population, of a count or sum of each row's own children, or of a field."""

    inner: Count | Fold | OwnField
    population: Population


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """The text names no way to measure it."""


Measure = OwnField | Count | Fold | Ratio | Average | Unmeasured
