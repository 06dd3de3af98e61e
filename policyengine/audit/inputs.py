"""What a run of the ledger was made from, taken out of the archive: enough to evaluate it again, whole or in part."""

from dataclasses import dataclass
from typing import Self

from policyengine.audit.archive import Archive
from policyengine.audit.home import Opened
from policyengine.audit.kept_facts import KeptFacts, kept_facts
from policyengine.audit.kept_waivers import kept_waivers
from policyengine.audit.ledger import unknown_record
from policyengine.audit.named import RUN, run_of
from policyengine.audit.record import KeptFile, PlanRecord, RunRecord
from policyengine.language.load import read_policy
from policyengine.language.models import Policy
from policyengine.language.waivers import Waiver
from policyengine.plan.check import make_plan
from policyengine.plan.planned import Plan
from policyengine.plan.resolve import Jurisdiction
from policyengine.reading.errors import PolicyError, WrongUsageError
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text
from policyengine.vocabulary.load import vocabulary_from
from policyengine.vocabulary.models import Vocabulary


@dataclass(frozen=True, slots=True)
class RunOnRecord:
    """A run of a ledger, with the archive that its files are in."""

    number: int
    run: RunRecord
    home: Opened

    @classmethod
    def of(cls, home: Opened, number: int) -> Self:
        """The run of a number. Raises `UnknownRecordError` where it is no run, `ForgedError` where it was changed."""
        entry = home.ledger.entry(number)
        if entry.kind != RUN:
            raise unknown_record(number, home.ledger.size())
        return cls(number, run_of(entry.body), home)

    def plan(self, policy: str) -> PlanRecord:
        """One of its policies. Raises `WrongUsageError` where it has no such one."""
        found = next((plan for plan in self.run.plans if plan.policy == policy), None)
        if found is None:
            names = [plan.policy for plan in self.run.plans]
            problem = Text(f"运行 {self.number} 没有方案 `{policy}`", f"run {self.number} has no policy `{policy}`")
            raise WrongUsageError(problem, suggestion(policy, names))
        return found

    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers that were given; without the run's key, those that are granted to no person."""
        if self.run.waivers is None:
            return ()
        return kept_waivers(self.run.waivers, self.home.archive, self.home.secrets)


@dataclass(frozen=True, slots=True)
class PolicyOnRecord:
    """A policy as it was, with its vocabulary and its plan."""

    policy: Policy
    vocabulary: Vocabulary
    plan: Plan


def policy_of(record: PlanRecord, archive: Archive) -> PolicyOnRecord:
    """The policy of a run. Raises `ForgedError` for changed files, `PolicyError` for what this version refuses."""
    policy, tree, findings = read_policy(archive.get(record.file.digest), record.file.name)
    if policy is None:
        raise PolicyError(findings)
    vocabulary = vocabulary_of(record.vocabulary, archive)
    return PolicyOnRecord(policy, vocabulary, make_plan(policy, vocabulary, tree, jurisdiction=jurisdiction_of(record)))


def vocabulary_of(files: tuple[KeptFile, ...], archive: Archive) -> Vocabulary:
    """The vocabulary of a run."""
    return vocabulary_from([(file.name, archive.get(file.digest)) for file in files])


def facts_of(record: PlanRecord, vocabulary: Vocabulary, home: Opened) -> KeptFacts:
    """The facts of a run, and what of them cannot be read any more."""
    return kept_facts(record.facts, vocabulary, home.archive, home.secrets)


def jurisdiction_of(record: PlanRecord) -> Jurisdiction | None:
    """Where the policy was applied, if not where it says."""
    if record.jurisdiction == "own":
        return None
    if record.jurisdiction == "national":
        return "national"
    kind, _, identity = record.jurisdiction.partition(":")
    return kind, identity
