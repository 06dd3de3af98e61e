"""Runs of a ledger, with what they were made from read once and kept at hand: plans, and facts of the last runs."""

from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from policyengine.audit.canonical import read_canonical
from policyengine.audit.home import Opened
from policyengine.audit.inputs import PolicyOnRecord, RunOnRecord, facts_of, policy_of
from policyengine.audit.kept_facts import KeptFacts
from policyengine.audit.kept_rows import words_of
from policyengine.audit.named import RUN, run_of
from policyengine.audit.record import PlanRecord, RuleWords, VerdictsManifest

Made = TypeVar("Made")

MOST_PLANS, MOST_FACTS, MOST_MANIFESTS = 32, 2, 64


class Recall:
    """What has been read of a ledger's archive; not to be shared by threads."""

    def __init__(self, home: Opened) -> None:
        self.home = home
        self._policies: dict[Hashable, PolicyOnRecord] = {}
        self._facts: dict[Hashable, KeptFacts] = {}
        self._manifests: dict[Hashable, VerdictsManifest] = {}
        self._words: dict[Hashable, tuple[RuleWords, ...]] = {}

    def runs(self) -> Iterator[RunOnRecord]:
        """All runs in order."""
        for entry in self.home.ledger.entries(RUN):
            yield RunOnRecord(entry.number, run_of(entry.body), self.home)

    def run(self, number: int) -> RunOnRecord:
        """One run. Raises what `RunOnRecord.of` raises."""
        return RunOnRecord.of(self.home, number)

    def policy(self, plan: PlanRecord) -> PolicyOnRecord:
        """A policy of a run, with its plan."""
        key = (plan.file, plan.vocabulary, plan.jurisdiction)
        return _kept(self._policies, key, lambda: policy_of(plan, self.home.archive), MOST_PLANS)

    def facts(self, plan: PlanRecord) -> KeptFacts:
        """The facts of a policy of a run."""
        vocabulary = self.policy(plan).vocabulary
        key = (plan.facts, vocabulary.sha256)
        return _kept(self._facts, key, lambda: facts_of(plan, vocabulary, self.home), MOST_FACTS)

    def verdicts(self, plan: PlanRecord) -> VerdictsManifest:
        """Where the verdicts of a policy of a run are."""
        named = plan.verdicts
        return _kept(
            self._manifests,
            named,
            lambda: read_canonical(self.home.archive.get(named), VerdictsManifest, named),
            MOST_MANIFESTS,
        )

    def words(self, plan: PlanRecord) -> tuple[RuleWords, ...]:
        """What the verdicts of each rule of a policy of a run have in common."""
        manifest = self.verdicts(plan)
        return _kept(self._words, manifest.words, lambda: words_of(manifest, self.home.archive), MOST_PLANS)


def _kept(known: dict[Hashable, Made], key: Hashable, make: Callable[[], Made], most: int) -> Made:
    """What is known already, or made now; of more than `most` the one that was asked for longest ago is forgotten."""
    found = known.pop(key) if key in known else make()
    known[key] = found
    while len(known) > most:
        del known[next(iter(known))]
    return found
