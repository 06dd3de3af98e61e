"""What a policy file says, as frozen models; every part keeps the key path that leads to its place in the file.

`at` is the path of keys and indices from the top of the file (`("rules", "inspection-rate", "due")`); the YAML tree
turns it into a line and column. Names are not resolved here: `plan/resolve.py` gives them their meaning.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from policyengine.language.located import Frozen, Located
from policyengine.language.statuses import Status
from policyengine.reading.numbers import Number
from policyengine.semantics.interval import Comparator

# --- values -----------------------------------------------------------------------------------------------------------


class Scalar(Located):
    """A word, number or date that has not met its field yet; `text` is exactly what the file says."""

    text: str


class TargetName(Located):
    """`$name`: a target."""

    name: str


class FieldName(Located):
    """`{field: path}`: a field of the row being tested, through references."""

    path: str


class BuiltinDate(StrEnum):
    """The dates that every rule knows."""

    MEASURED_ON = "measured_on"
    PERIOD_FROM = "period.from"
    PERIOD_UNTIL = "period.until"


class BuiltinName(Located):
    """`$measured_on`, `$period.from` or `$period.until`."""

    name: BuiltinDate


class DateUnit(StrEnum):
    """The steps in which dates are moved; a day that the month lacks becomes its last."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class Shifted(Located):
    """`{after: <date>, days: n}` or `{before: …}`; `count` is not negative, `forward` says which way."""

    base: "Operand"
    count: Scalar | TargetName
    unit: DateUnit
    forward: bool


Operand = Scalar | TargetName | FieldName | BuiltinName | Shifted


# --- conditions -------------------------------------------------------------------------------------------------------


class Comparison(Located):
    """One comparator with its right side; `during` (a period's name) stands alone."""

    comparator: Comparator
    operand: Operand


class During(Located):
    """`during: period` or `during: this_year`."""

    span: Literal["period", "this_year"]


class Equals(Located):
    """`kind: urban` or `kind: [urban, rural]`: equal to one of the values."""

    values: tuple[Operand, ...]


class Compares(Located):
    """`{at_least: 3, …}`: all comparisons hold."""

    comparisons: tuple[Comparison | During, ...]


class Present(Located):
    """`{present: true}`."""

    wanted: bool


class Quantified(Located):
    """`{some: {…}}`, `{every: {…}}` or `{none: {…}}`, over children."""

    quantifier: Literal["some", "every", "none"]
    condition: "Condition"


class Counted(Located):
    """`{count: {where: {…}, at_least: …}}`, over children."""

    where: "Condition"
    comparisons: tuple[Comparison, ...]


class Entry(Located):
    """One key of a condition mapping (a field path, definition or plural) and the test on its right side."""

    name: str
    test: Equals | Compares | Present | Quantified | Counted


class AllOf(Located):
    """`all: […]`."""

    parts: tuple["Condition", ...]


class AnyOf(Located):
    """`any: […]`."""

    parts: tuple["Condition", ...]


class Not(Located):
    """`not: {…}`, a mapping of exactly one entry."""

    part: "Condition"


class Condition(Located):
    """A condition mapping: all of its entries must hold; of none, it holds."""

    entries: tuple[Entry | AllOf | AnyOf | Not, ...]


# --- measures and requirements ----------------------------------------------------------------------------------------


class FieldMeasure(Located):
    """`{field: path}`."""

    path: str


class ChildrenMeasure(Located):
    """`{count, where}`, `{sum, of, where}`, `{min, …}`, `{max, …}`: `function` over `children` (a plural)."""

    function: Literal["count", "sum", "min", "max"]
    children: str
    of: str | None = None
    where: Condition
    ended: Literal["excluded", "included"] = "excluded"


class RatioMeasure(Located):
    """`{ratio, where, satisfying}`."""

    children: str
    where: Condition
    satisfying: Condition
    ended: Literal["excluded", "included"] = "excluded"


class AverageMeasure(Located):
    """`{average: <count, sum or field>, per: children, where}`."""

    inner: FieldMeasure | ChildrenMeasure
    per: str
    where: Condition
    ended: Literal["excluded", "included"] = "excluded"


class UnspecifiedMeasure(Located):
    """`measure: unspecified`: the text names no way to measure it."""


Measure = FieldMeasure | ChildrenMeasure | RatioMeasure | AverageMeasure | UnspecifiedMeasure


class Evidence(Located):
    """`evidence: {items, document}`; without items, the rule itself is the item."""

    items: tuple[str, ...] = ()
    document: str | None = None


# --- the parts of a rule ----------------------------------------------------------------------------------------------


class Due(Located):
    """`year_end`, `standing`, a date, or a date relative to a field of the subject."""

    when: Literal["year_end", "standing"] | Operand


class Citation(Located):
    """The words of the document that a rule rests on."""

    section: str
    quote: str


class Modality(StrEnum):
    """Whether the text obliges or urges."""

    MUST = "must"
    SHOULD = "should"


class Duty(Located):
    """What a rule and each of its readings have in common: who must do what by when."""

    when: Condition | None = None
    measure: Measure | None = None
    require: tuple[Comparison, ...] | Condition | None = None
    evidence: Evidence | None = None
    due: Due | None = None


class Reading(Duty):
    """Another way to read the text: the keys that it gives (`replaces`) stand in for those of the rule."""

    name: str
    note: str
    replaces: frozenset[str]
    title: str | None = None
    modality: Modality | None = None
    actor: str | None = None
    cite: tuple[Citation, ...] = ()


class Rule(Duty):
    """One duty of the plan."""

    id: str
    title: str
    modality: Modality
    subject: str
    actor: str | None = None
    cite: tuple[Citation, ...]
    reading: str | None = None
    readings: tuple[Reading, ...] = ()


# --- the parts of a policy --------------------------------------------------------------------------------------------


class Target(Located):
    """A value that staff may change: `steps` are (from which date, value), in order; `None` is since ever.

    A value of `None` is `unspecified`.
    """

    name: str
    steps: tuple[tuple[date | None, Number | date | None], ...]
    unit: str | None = None
    label: str | None = None
    note: str | None = None


class TableCase(Located):
    """One line of a decision table."""

    when: Condition
    then: str


class Definition(Located):
    """A named condition (`where`), a determination by an office (`judged`) or a decision table (`cases`)."""

    name: str
    subject: str
    where: Condition | None = None
    judged: str | None = None
    cases: tuple[TableCase, ...] = ()
    otherwise: str | None = None
    cite: tuple[Citation, ...] = ()


class IndicatorPart(Located):
    """A component of an index: its measure and its weight."""

    name: str
    measure: Measure
    weight: Scalar | TargetName


class Indicator(Located):
    """Measured and reported, without a verdict."""

    name: str
    subject: str
    title: str | None = None
    parts: tuple[IndicatorPart, ...]
    cite: tuple[Citation, ...] = ()


class VerdictsAre(Located):
    """`verdicts: {rule: status}`: each rule's verdict is one of its statuses; not so for all, if not `wanted`.

    A rule stands under its own name below `at`.
    """

    verdicts: tuple[tuple[str, tuple[Status, ...]], ...]
    wanted: bool = True


class AllFollow(Located):
    """`consequences: [id, …]`: all of them follow; each stands under its number below `at`."""

    consequences: tuple[str, ...]


class Grounds(Located):
    """What a consequence follows from: a mapping or `all`, of which every entry holds, or `any`, of which one does."""

    entries: tuple["VerdictsAre | AllFollow | Entry | Grounds", ...]
    every: bool = True


class Consequence(Located):
    """What follows, in the words of `then`, where its grounds hold for a subject."""

    id: str
    title: str | None = None
    subject: str
    when: Grounds
    then: str
    cite: tuple[Citation, ...] = ()
    reading: str | None = None


class Uncodified(Located):
    """A passage that no rule codifies, and the reason."""

    section: str
    reason: Literal["heading", "preamble", "guiding_principle", "aspiration", "repeats", "publication_chrome"]
    quote: str | None = None
    of: str | None = None


class Jurisdiction(Located):
    """Whom the plan binds: the rows that belong to one place, or all (`kind` and `id` are then `None`)."""

    kind: str | None = None
    id: str | None = None


class Period(Located):
    """The plan's period, both days included; `until` may be open."""

    start: date
    end: date | None = None


class Policy(Frozen):
    """One plan, as its file says it; `sha256` is of the file, `source_sha256` of the retained copy of the text."""

    name: str
    file: str
    sha256: str
    language: int = 1
    title: str
    issuer: str | None = None
    document_number: str | None = None
    issued_on: date | None = None
    jurisdiction: Jurisdiction
    period: Period
    vocabulary: tuple[str, ...]
    source_sha256: str | None = None
    targets: tuple[Target, ...] = ()
    definitions: tuple[Definition, ...] = ()
    rules: tuple[Rule, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    uncodified: tuple[Uncodified, ...] = ()
