"""Small ledgers for the commands that read them."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import policyengine as pe
from policyengine.audit.keys import Secrets
from policyengine.audit.ledger import Ledger
from policyengine.audit.signatures import SigningKey
from policyengine.plan.ready import vocabulary_of
from tests.interfaces.calling import ROOT

EXAMPLE = ROOT / "examples" / "inspections"
DAYS = (date(2018, 9, 30), date(2019, 1, 31))


def ledger_of(folder: Path, policy: Path, facts: Path, days: Iterable[date]) -> tuple[str, str]:
    """A ledger in the folder with a run a day, and its public key."""
    key = SigningKey("quzhou/7f3a", Secrets(folder / "secrets").make())
    Ledger.make(str(folder / "ledger.sqlite"), key)
    loaded = pe.load_policy(policy)
    known = pe.read_facts(facts, vocabulary=vocabulary_of(loaded))
    for day in days:
        pe.record(folder, [loaded], known, as_of=day, recorded_by="审计科", note="季度核查")
    return str(folder), str(key.verifier)
