"""Cases as they were written: facts in, verdict out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from policyengine.language.statuses import Status
from policyengine.plan.consequences import concluded_from
from policyengine.plan.planned import Plan, PlannedRule
from policyengine.reading.numbers import Number
from policyengine.reading.place import Place
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.models import Vocabulary

Cells = Mapping[str, str | None]
"""A row's cells as their text; `None` is an empty cell: none in an optional field, unknown in any other."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a verdict must say; `status` is `None` where there must be none, anything else `None` is not asked.

    `consequences` are those that must follow for the subject, must not, or must be left open.
    """

    status: Status | None
    lo: str | None = None
    hi: str | None = None
    gap: str | None = None
    reasons: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    consequences: Mapping[str, Truth] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The facts that a case tells; cases that share them share the object, so that they are read once."""

    tables: Mapping[str, tuple[Cells, ...]]
    incomplete: frozenset[str]
    snapshot_on: date | None


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `rule` is the rule itself or, where a reading is named, that reading of it, as the policy has it.

    `targets` are what open targets are taken to be.
    """

    title: str
    place: Place
    rule: PlannedRule
    subject: str
    as_of: date
    told: Told
    expected: Expected
    targets: Mapping[str, Number | date]


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change of a rule that no case can notice, and why; `change` is a pattern in which `*` is anything."""

    rule: str
    reading: str | None
    change: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of one file, and the plan that they are about."""

    file: str
    plan: Plan
    vocabulary: Vocabulary
    cases: tuple[Case, ...]
    survivors: tuple[Survivor, ...]

    def only(self, rules: Collection[str]) -> "Suite":
        """The same suite about some of the plan's rules alone."""
        return replace(
            self,
            plan=replace(
                self.plan,
                rules=tuple(rule for rule in self.plan.rules if rule.id in rules),
                consequences=concluded_from(self.plan.consequences, rules),
            ),
            cases=tuple(case for case in self.cases if case.rule.id in rules),
            survivors=tuple(one for one in self.survivors if one.rule in rules),
        )
