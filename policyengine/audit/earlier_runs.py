"""What runs before a new one have kept, that it may keep only in what it differs from them."""

from dataclasses import dataclass, field, replace
from typing import Self, TypeVar

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import read_canonical
from policyengine.audit.errors import ForgedError
from policyengine.audit.ledger import Ledger
from policyengine.audit.named import RUN, run_of
from policyengine.audit.record import FactsManifest, PlanRecord, Recorded, TableManifest, VerdictBlock, VerdictsManifest
from policyengine.audit.sealing import Sealer

Manifest = TypeVar("Manifest", bound=Recorded)

MOST_RUNS = 16
"""So many runs are looked back, for runs of several kinds may take turns."""


@dataclass(frozen=True, slots=True)
class EarlierRuns:
    """The policies of the last runs, newest first. What has been changed of their files, or is gone, is passed over.

    `read` are the manifests that have been looked into.
    """

    archive: Archive
    plans: tuple[PlanRecord, ...] = ()
    read: dict[str, Recorded | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, ledger: Ledger, archive: Archive) -> Self:
        """The last runs of a ledger."""
        found: list[PlanRecord] = []
        for entry in ledger.latest(RUN, MOST_RUNS):
            try:
                found += run_of(entry.body).plans
            except ForgedError:
                continue
        return cls(archive, tuple(found))

    def of_policy(self, policy: str, jurisdiction: str) -> Self:
        """Only those of a policy, applied to the same place."""
        of_it = (plan for plan in self.plans if (plan.policy, plan.jurisdiction) == (policy, jurisdiction))
        return replace(self, plans=tuple(of_it))

    def table(self, entity: str, columns: tuple[str, ...]) -> TableManifest | None:
        """The last table of an entity with these columns."""
        for named in dict.fromkeys(plan.facts for plan in self.plans):
            facts = self._manifest(named, FactsManifest)
            table = None if facts is None else facts.tables.get(entity)
            if table is not None and table.columns == columns:
                return table
        return None

    def block(self, kind: str, rules: tuple[str, ...]) -> VerdictBlock | None:
        """The last verdicts of these rules on a kind of subject."""
        for named in dict.fromkeys(plan.verdicts for plan in self.plans):
            verdicts = self._manifest(named, VerdictsManifest)
            for block in () if verdicts is None else verdicts.blocks:
                if (block.subject_kind, block.rules) == (kind, rules):
                    return block
        return None

    def _manifest(self, named: str, kind: type[Manifest]) -> Manifest | None:
        if named not in self.read:
            try:
                self.read[named] = read_canonical(self.archive.get(named), kind, named)
            except ForgedError:
                self.read[named] = None
        found = self.read[named]
        return found if isinstance(found, kind) else None


@dataclass(frozen=True, slots=True)
class Keeper:
    """What a run's files are kept with: the archive, its key, and the runs that they may be laid over."""

    archive: Archive
    sealer: Sealer
    earlier: EarlierRuns
