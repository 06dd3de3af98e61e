"""A resolved rule as data: what it is about, when it applies, what it requires and by when (language.md §3).

The shape is that of the policy language with every name replaced by its meaning. Fields are named by their path from
the row being tested (`street.county.name`); their types and bounds stand beside, in `material.Entity`.
"""

from typing import Annotated, Literal

from pydantic import Field

from policyengine.audit.checker.scalars import Data, Day, Flag, Words
from policyengine.semantics.interval import Comparator

# --- operands ---------------------------------------------------------------------------------------------------------

ValueKind = Literal["number", "day", "word"]


class Constant(Data):
    """A literal."""

    kind: Literal["constant"] = "constant"
    type: ValueKind
    value: Words


class TargetStep(Data):
    """From which day a target has which value; no day is since ever, no value is unspecified."""

    start: Day | None = Field(None, alias="from")
    value: Words | None = None


class Target(Data):
    """A target by date: the last step begun on the measuring date counts."""

    kind: Literal["target"] = "target"
    name: Words
    type: Literal["number", "day"]
    steps: tuple[TargetStep, ...]


class OwnValue(Data):
    """A field of the row being tested."""

    kind: Literal["field"] = "field"
    field: Words


class MeasuredOn(Data):
    """The measuring date."""

    kind: Literal["measured_on"] = "measured_on"


class Shifted(Data):
    """A day moved by whole days, months or years."""

    kind: Literal["shifted"] = "shifted"
    base: "Operand"
    count: Constant | Target = Field(discriminator="kind")
    unit: Literal["days", "months", "years"]
    forward: Flag


Operand = Annotated[Constant | Target | OwnValue | MeasuredOn | Shifted, Field(discriminator="kind")]


class Comparison(Data):
    """A comparator and what it compares with."""

    comparator: Comparator
    operand: Operand


# --- conditions -------------------------------------------------------------------------------------------------------


class Relation(Data):
    """The children `plural`, rows of `child`, through its references `steps`."""

    plural: Words
    child: Words
    steps: tuple[Words, ...]


class All(Data):
    """All parts hold."""

    kind: Literal["all"] = "all"
    parts: tuple["Condition", ...]


class Any(Data):
    """Some part holds."""

    kind: Literal["any"] = "any"
    parts: tuple["Condition", ...]


class Negation(Data):
    """The part does not hold."""

    kind: Literal["not"] = "not"
    part: "Condition"


class Named(Data):
    """A definition, expanded in place."""

    kind: Literal["named"] = "named"
    name: Words
    meaning: "Condition"


class Compare(Data):
    """A field against an operand."""

    kind: Literal["compare"] = "compare"
    field: Words
    comparison: Comparison


class Among(Data):
    """A word is one of several."""

    kind: Literal["among"] = "among"
    field: Words
    values: tuple[Words, ...]


class Presence(Data):
    """An optional field is not none (`wanted`), or is none."""

    kind: Literal["presence"] = "presence"
    field: Words
    wanted: Flag


class ThisYear(Data):
    """A day lies in the calendar year of the measuring date."""

    kind: Literal["this_year"] = "this_year"
    field: Words


class Judged(Data):
    """An office's determination, given beside the row's fields under `name`."""

    kind: Literal["judged"] = "judged"
    name: Words
    text: Words


class Case(Data):
    """One line of a decision table."""

    when: "Condition"
    then: Words


class Table(Data):
    """The first hit of a decision table is one of `values`; without any hit it is `otherwise`, or none."""

    kind: Literal["table"] = "table"
    name: Words
    cases: tuple[Case, ...]
    otherwise: Words | None = None
    values: tuple[Words, ...]


class Quantified(Data):
    """Some, every or none of the children satisfy the condition."""

    kind: Literal["quantified"] = "quantified"
    quantifier: Literal["some", "every", "none"]
    relation: Relation
    condition: "Condition"


class Counted(Data):
    """The number of children in `where` satisfies all comparisons."""

    kind: Literal["counted"] = "counted"
    relation: Relation
    where: "Condition"
    comparisons: tuple[Comparison, ...]


Condition = Annotated[
    All | Any | Negation | Named | Compare | Among | Presence | ThisYear | Judged | Table | Quantified | Counted,
    Field(discriminator="kind"),
]


# --- measures and requirements ----------------------------------------------------------------------------------------


class Population(Data):
    """The children that a measure looks at."""

    relation: Relation
    where: Condition
    ended_included: Flag = False


class OwnField(Data):
    """A numeric field of the row itself."""

    kind: Literal["field"] = "field"
    field: Words


class Count(Data):
    """How many rows the population has."""

    kind: Literal["count"] = "count"
    population: Population


class Fold(Data):
    """The sum, least or greatest value of a numeric field over the population."""

    kind: Literal["fold"] = "fold"
    function: Literal["sum", "min", "max"]
    population: Population
    of: Words


class Ratio(Data):
    """The share of the population that satisfies a condition."""

    kind: Literal["ratio"] = "ratio"
    population: Population
    satisfying: Condition


class Average(Data):
    """The mean, over a population, of a count or sum of each row's own children, or of a field."""

    kind: Literal["average"] = "average"
    inner: Count | Fold | OwnField = Field(discriminator="kind")
    population: Population


class Unmeasured(Data):
    """The text names no way to measure it."""

    kind: Literal["unmeasured"] = "unmeasured"


Measure = Annotated[OwnField | Count | Fold | Ratio | Average | Unmeasured, Field(discriminator="kind")]


class MeasureRequirement(Data):
    """The measure satisfies all comparisons; `unit` is for people."""

    kind: Literal["measure"] = "measure"
    measure: Measure
    comparisons: tuple[Comparison, ...]
    unit: Words | None = None


class ConditionRequirement(Data):
    """The subject satisfies the condition."""

    kind: Literal["condition"] = "condition"
    condition: Condition


class EvidenceRequirement(Data):
    """Each item has a record of work done; an empty item is the rule itself."""

    kind: Literal["evidence"] = "evidence"
    policy: Words
    rule: Words
    subject_kind: Words
    items: tuple[Words, ...]
    document: Words | None = None


Requirement = Annotated[MeasureRequirement | ConditionRequirement | EvidenceRequirement, Field(discriminator="kind")]


# --- due dates and the rule -------------------------------------------------------------------------------------------


class FixedDue(Data):
    """The same day for every subject."""

    kind: Literal["fixed"] = "fixed"
    on: Day


class RelativeDue(Data):
    """A day that depends on the subject's own fields."""

    kind: Literal["relative"] = "relative"
    operand: Operand


class YearEnd(Data):
    """31 December of the year of as_of, not past the period's end."""

    kind: Literal["year_end"] = "year_end"


class Standing(Data):
    """Always due."""

    kind: Literal["standing"] = "standing"


Due = Annotated[FixedDue | RelativeDue | YearEnd | Standing, Field(discriminator="kind")]


class Clause(Data):
    """The words of the plan's text that a rule rests on."""

    section: Words
    quote: Words


class Rule(Data):
    """A rule with nothing left to look up.

    `reading` is the note on how the text is read; `undated` says that a field which is no date decides the rule, so
    that a snapshot later than the due date matters.
    """

    id: Words
    title: Words
    modality: Literal["must", "should"]
    actor: Words | None = None
    subject: Words
    when: Condition
    requirement: Requirement
    due: Due
    citations: tuple[Clause, ...]
    reading: Words | None = None
    undated: Flag = False
