"""What a derivation starts from, as data: the subject and the rows that the rule reads, each with its place.

Rows stand where the rule reads them: below the subject, its children by the plural of their relation, and so on down.
Each carries just the cells that the rule reads there, named by their path from the row. Rows that are alike in all that
the rule asks of them form a group, with how many there are (below each row of the group above), the first of them with
their places, and a digest of all their ids; a number or day that differs within a group is given as a range, in which
no test of the rule tells values apart.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from policyengine.audit.checker.errors import refused
from policyengine.audit.checker.rule import Clause, Rule
from policyengine.audit.checker.scalars import Cell, Data, Day, Digest, Exact, Flag, Whole, Words

FieldKind = Literal["text", "boolean", "integer", "decimal", "date", "enum", "code", "reference"]


class Domain(Data):
    """The type of a field and the values it can hold: bounds of numbers and days, choices of words."""

    type: FieldKind
    optional: Flag = False
    digits: Annotated[Whole, Field(le=18)] = 0
    lo: Exact | None = None
    hi: Exact | None = None
    earliest: Day | None = None
    latest: Day | None = None
    choices: tuple[Words, ...] | None = None

    @model_validator(mode="after")
    def _of_its_type(self) -> Self:
        numeric, dated = self.type in ("integer", "decimal"), self.type == "date"
        foreign = {
            "digits": self.digits and self.type != "decimal",
            "lo": not numeric and (self.lo, self.hi) != (None, None),
            "earliest": not dated and (self.earliest, self.latest) != (None, None),
            "choices": self.choices is not None and (numeric or dated),
        }
        for name, wrong in foreign.items():
            if wrong:
                raise ValueError(f"{self.type} has no {name}")
        return self


class Entity(Data):
    """A kind of row: which fields the rule reads from it, what says that it exists, and how much of it is known.

    `fields` are by path. `starts`, `ends` and `happens` name the days of the lifetime and of the event.
    """

    fields: dict[Words, Domain]
    starts: Words | None = None
    ends: Words | None = None
    happens: Words | None = None
    supplied: Flag
    complete: Flag


class Origin(Data):
    """A row's id, and the file and row where it was read."""

    id: Words
    file: Words | None = None
    row: Whole | None = None


class Group(Data):
    """Rows that are alike in all that the rule asks of them; `count` is how many each row above has.

    `ids_sha256` is of the ids in order, each followed by a newline. Persons are not named: nor is there a digest of
    their ids, which could be guessed.
    """

    count: Annotated[Whole, Field(ge=1)]
    ids_sha256: Digest | None
    first: tuple[Origin, ...] = ()
    cells: dict[Words, Cell]
    children: dict[Words, tuple["Group", ...]]


class Subject(Data):
    """Whom the verdict is about.

    `known_as` is what outputs and rulings call it: its id, or a person's pseudonym. `listed` says whether the facts
    have a row for it; `place` is where it belongs to.
    """

    origin: Origin
    known_as: Words
    listed: Flag
    place: Cell | None = None
    cells: dict[Words, Cell]
    children: dict[Words, tuple[Group, ...]]


class Jurisdiction(Data):
    """The place that the plan binds, and the references that lead there from the subject."""

    kind: Words
    id: Words
    steps: tuple[Words, ...]


class Waiver(Data):
    """The exemption in force."""

    owner: Words
    reason: Words
    start: Day = Field(alias="from")
    end: Day = Field(alias="until")


class Plan(Data):
    """The plan that the rule is of."""

    policy: Words
    policy_sha256: Words
    title: Words
    document_number: Words | None = None
    jurisdiction: Jurisdiction | None = None
    period_from: Day
    period_until: Day | None = None


class Material(Data):
    """All that a verdict is derived from.

    `unplaced` are rows of which it is not known whose children they are, by the plurals that lead there from the
    subject (`streets/clubs`): each may be anybody's. `records` are those of work that are or may be about the rule.
    """

    plan: Plan
    rule: Rule
    as_of: Day
    snapshot_on: Day | None = None
    entities: dict[Words, Entity]
    subject: Subject
    unplaced: dict[Words, tuple[Group, ...]]
    records: tuple[Group, ...] = ()
    waiver: Waiver | None = None

    def entity(self, name: str) -> Entity:
        """What is known of a kind of row. Raises `RefusedCertificateError` where nothing is said of it."""
        known = self.entities.get(name)
        if known is None:
            raise refused(f"证书缺少实体 `{name}`", f"the certificate lacks the entity `{name}`")
        return known

    def domain(self, entity: str, path: str) -> Domain:
        """What a field of a kind of row can hold. Raises `RefusedCertificateError` where that is not said."""
        domain = self.entity(entity).fields.get(path)
        if domain is None:
            raise refused(f"证书缺少字段 `{entity}.{path}`", f"the certificate lacks the field `{entity}.{path}`")
        return domain


class StatedGap(Data):
    """What is lacking: the least change that satisfies the requirement, or else the conditions that failed."""

    amount: Words | None = None
    conditions: tuple[Words, ...] = ()


class StatedVerdict(Data):
    """A verdict as language.md §4 lists its fields; numbers are exact text."""

    policy: Words
    policy_sha256: Words
    rule: Words
    modality: Words
    actor: Words | None
    subject_kind: Words
    subject: Words
    status: Words
    possible: tuple[Words, ...]
    reasons: tuple[Words, ...]
    lo: Words | None
    hi: Words | None
    comparator: Words | None
    target: Words | None
    unit: Words | None
    gap: StatedGap | None
    missing: tuple[Words, ...]
    measured_on: Day | None
    due: Day | None
    as_of: Day
    waiver: Words | None
    reading: Words | None
    citations: tuple[Clause, ...]
