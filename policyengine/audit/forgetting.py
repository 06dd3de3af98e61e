"""Destroying the key of a run's personal data: what is sealed stays, and nobody can open it any more."""

from policyengine.audit.canonical import read_canonical
from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.kept_consequences import consequences_of
from policyengine.audit.record import FactsManifest, VerdictsManifest, WaiversManifest


def forget_run(run: RunOnRecord) -> bool:
    """Destroy the run's key; whether there was one to destroy."""
    archive, secrets = run.home.archive, run.home.secrets
    keys: set[str] = set()
    for plan in run.run.plans:
        facts = read_canonical(archive.get(plan.facts), FactsManifest, plan.facts)
        keys |= {table.sealed.key for table in facts.tables.values() if table.sealed is not None}
        verdicts = read_canonical(archive.get(plan.verdicts), VerdictsManifest, plan.verdicts)
        keys |= {block.key for block in verdicts.blocks if block.key is not None}
        keys |= {kept.key for kept in consequences_of(plan, archive) if kept.key is not None}
    if run.run.quarantine is not None and run.run.quarantine.sealed is not None:
        keys.add(run.run.quarantine.sealed.key)
    if run.run.waivers is not None:
        waivers = read_canonical(archive.get(run.run.waivers), WaiversManifest, run.run.waivers)
        keys |= {waivers.sealed.key} if waivers.sealed is not None else set()
    if secrets is None:
        return False
    destroyed = [secrets.destroy(key) for key in sorted(keys)]
    return any(destroyed)
