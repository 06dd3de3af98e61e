"""A policy made ready: its rules, each with what it requires and by when, its indicators and its consequences."""

from dataclasses import dataclass, field
from datetime import date

from policyengine.language.models import Citation, Modality
from policyengine.plan.consequences import PlannedConsequence
from policyengine.plan.nodes import HOLDS, NOWHERE, Comparison, Condition, Constant, Measure, Operand, TargetValue
from policyengine.reading.place import Place

# --- requirements and due dates ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeasureRequirement:
    """The measure satisfies all comparisons; `unit` is for people."""

    measure: Measure
    comparisons: tuple[Comparison, ...]
    unit: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ConditionRequirement:
    """The subject satisfies the condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class EvidenceRequirement:
    """Each item has a record of work done; an empty item is the rule itself."""

    policy: str
    rule: str
    subject_kind: str
    items: tuple[str, ...]
    document: str | None = field(default=None, compare=False)


Requirement = MeasureRequirement | ConditionRequirement | EvidenceRequirement


@dataclass(frozen=True, slots=True)
class FixedDue:
    """The same day for every subject."""

    on: date


@dataclass(frozen=True, slots=True)
class RelativeDue:
    """A day that depends on the subject's own fields."""

    operand: Operand


@dataclass(frozen=True, slots=True)
class YearEnd:
    """31 December of the year of as_of, not past the period's end."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Always due: measured on as_of, never pending."""


Due = FixedDue | RelativeDue | YearEnd | Standing


# --- the plan ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """A rule, or one of its other readings (`alternative`), ready to run.

    `reading` is the note on how the text is read. `undated` says that a field which is not a date decides it, so that
    a snapshot later than the due date matters.
    """

    id: str
    title: str
    modality: Modality
    actor: str | None
    subject: str
    when: Condition
    requirement: Requirement
    due: Due
    citations: tuple[Citation, ...]
    reading: str | None
    alternative: str | None = None
    undated: bool = False
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A component of an indicator; a weight without value is unspecified."""

    name: str
    measure: Measure
    weight: Constant | TargetValue


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    """An index to be reported."""

    name: str
    title: str | None
    subject: str
    parts: tuple[PlannedPart, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One policy, ready to run.

    `jurisdiction` is (kind, id), or `None` for the nation. `paths` leads from each subject kind to the jurisdiction:
    the references to follow, empty where the subject is of that kind itself. `readings` are the alternatives of rules.
    Of `consequences`, each comes after those that it names.
    """

    policy: str
    policy_sha256: str
    title: str
    jurisdiction: tuple[str, str] | None
    paths: dict[str, tuple[str, ...]]
    period_from: date
    period_until: date | None
    rules: tuple[PlannedRule, ...]
    readings: tuple[PlannedRule, ...]
    indicators: tuple[PlannedIndicator, ...]
    consequences: tuple[PlannedConsequence, ...] = ()
    document_number: str | None = None


def rule_requiring(condition: Condition, subject: str) -> PlannedRule:
    """A rule that requires the condition of every subject at all times: whether it is satisfied is whether it holds."""
    return PlannedRule(
        id="",
        title="",
        modality=Modality.MUST,
        actor=None,
        subject=subject,
        when=HOLDS,
        requirement=ConditionRequirement(condition),
        due=Standing(),
        citations=(),
        reading=None,
    )
