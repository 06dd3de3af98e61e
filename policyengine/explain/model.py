"""What an explanation is made of: plain data, before any words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policyengine.engine.outcome import Outcome
from policyengine.engine.walker.rows import Lack, Row
from policyengine.engine.walker.traced import Seen
from policyengine.plan.nodes import Condition
from policyengine.plan.planned import PlannedRule
from policyengine.semantics.interval import Interval
from policyengine.semantics.truth import Truth
from policyengine.verdicts.consequences import Conclusion
from policyengine.verdicts.verdict import Verdict


class NoVerdict(StrEnum):
    """Why a subject gets no verdict at all."""

    OUTSIDE_JURISDICTION = "outside_jurisdiction"
    NOT_A_ROW = "not_a_row"
    NO_TABLE = "no_table"


class RowKind(StrEnum):
    """What a row is to a measure, or to a condition over rows."""

    COUNTED = "counted"
    SATISFIES = "satisfies"
    FAILS = "fails"
    UNKNOWN = "unknown"
    NOT_COUNTED = "not_counted"


@dataclass(frozen=True, slots=True)
class Located:
    """A cell that was looked at, and the row being tested that it was looked at from."""

    row: Row
    seen: Seen

    @property
    def unknown(self) -> bool:
        """Whether nothing is known of the cell."""
        return self.seen.value is Lack.UNKNOWN


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with what it adds to a measure of values, the cells that keep it out, and those that are unknown.

    `of` is the entity and field that the value was read from.
    """

    row: Row
    value: Interval | None
    against: tuple[Located, ...]
    unknown: tuple[Located, ...]
    of: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RowGroup:
    """All rows of one kind: how many there are, and the first of them by id."""

    kind: RowKind
    total: int
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a measure or a condition ranges over, and what each is asked, if anything.

    `inner` are the rows below them, where an average is of totals.
    """

    entity: str
    asked: Condition | None
    supplied: bool
    complete: bool
    groups: tuple[RowGroup, ...]
    inner: "Rows | None" = None


@dataclass(frozen=True, slots=True)
class Tested:
    """A condition on the subject with its truth, the cells that it read, its parts, and the rows that it is over."""

    condition: Condition
    truth: Truth
    seen: tuple[Located, ...] = ()
    parts: tuple["Tested", ...] = ()
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """An item of evidence (empty: the rule itself), whether it is proved, and the records that are about it."""

    item: str
    truth: Truth
    records: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that would settle the verdict, by its name in the verdict, and the cells known to lack it."""

    name: str
    cells: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the text, and the verdict that it would give."""

    rule: PlannedRule
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Document:
    """The plan that the rule is of."""

    policy: str
    title: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """All that stands behind one verdict.

    `when` is the rule's condition of applicability. Of `requirement`, `rows` and `proofs` that one is given which the
    rule's requirement is. `cells` are the subject's own that its value, lifetime, due date and place rest on.
    `conclusions` are the consequences that the verdict led to.
    """

    verdict: Verdict
    outcome: Outcome
    when: Tested
    requirement: Tested | None
    rows: Rows | None
    proofs: tuple[Proof, ...]
    cells: tuple[Located, ...]
    missing: tuple[MissingFact, ...]
    readings: tuple[Alternative, ...]
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: which rule, of which subject, as of when."""

    document: Document
    rule: PlannedRule
    subject: Row
    as_of: date
    shown: int
