"""A small registry on record, and the certificates of its verdicts."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from policyengine.audit.archive import open_archive
from policyengine.audit.canonical import canonical
from policyengine.audit.certificates.make import Asked, certificate
from policyengine.audit.home import Opened
from policyengine.audit.keys import Secrets
from policyengine.audit.ledger import Ledger, NewEntry
from policyengine.audit.record import Engine, FactsManifest, KeptFile, PlanRecord, RunRecord, TableManifest
from policyengine.audit.rulings import Ruling
from policyengine.audit.signatures import SigningKey
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import walk
from policyengine.plan.nodes import Ratio
from policyengine.plan.planned import FixedDue, Plan, PlannedRule
from policyengine.semantics.interval import Comparator
from policyengine.verdicts.assemble import Case, verdict_of
from policyengine.verdicts.verdict import Verdict
from tests.engine.village import (
    AS_OF,
    CITY_CLUBS,
    UNKNOWN,
    Village,
    at_least,
    compare,
    is_,
    path,
    plan,
    population,
    require,
    rule,
)

NOTHING = "sha256:" + "0" * 64
STRANGER = SigningKey("quzhou/7f3a", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))

CLUBS = [
    {"street": "1", "open": True, "members": 8, "founded_on": date(2010, 3, 1), "ended_on": None},
    {"street": "1", "open": True, "members": 9, "founded_on": date(2011, 3, 1), "ended_on": None},
    {"street": "1", "open": None, "members": 5, "founded_on": date(2012, 3, 1), "ended_on": None},
    {"street": None, "open": False, "members": 4, "founded_on": date(2013, 3, 1), "ended_on": None},
    {"street": "1", "open": False, "members": 2, "founded_on": UNKNOWN, "ended_on": date(2016, 1, 1)},
    {"street": "1", "open": False, "members": 7, "founded_on": date(2014, 3, 1), "ended_on": None},
]
VILLAGE = Village({"city": [{}], "street": [{"city": "1", "kind": "urban"}], "club": CLUBS, "visit": []})

WHERE = population(CITY_CLUBS, compare(path("club", "members"), Comparator.MORE_THAN, 2))


def asked_rule(share: int = 1) -> PlannedRule:
    """Of the clubs with more than two members, a share is open."""
    return rule(require(Ratio(WHERE, is_(path("club", "open"), "true")), at_least(share)), due=FixedDue(AS_OF))


def case_of(asked: PlannedRule) -> Case:
    return Case(plan(asked), VILLAGE.facts().base, AS_OF, {})


def verdict(case: Case, subject: str = "1") -> Verdict:
    (asked,) = case.plan.rules
    return verdict_of(case, asked, subject, walk(case.plan, asked, Facts(case.facts), subject, case.as_of))


def home_of(folder: Path) -> Opened:
    """A ledger with its archive and its key."""
    secrets = Secrets(folder / "secrets")
    key = SigningKey("quzhou/7f3a", secrets.make())
    ledger = Ledger.make(str(folder / "ledger.sqlite"), key)
    return Opened(ledger, open_archive(str(folder / "archive")), secrets)


def record_of(case: Case, home: Opened) -> RunRecord:
    """The record of a run that gave the case's verdict, whose files are not at hand but for the manifest of facts."""
    manifest = FactsManifest(
        snapshot_on=case.facts.snapshot_on,
        files=case.facts.files,
        tables={name: _table(table.supplied, table.complete) for name, table in case.facts.tables.items()},
    )
    kept = KeptFile(name="p.yaml", digest=NOTHING)
    of: Plan = case.plan
    return RunRecord(
        recorded_at="2019-01-31T08:00:00Z",
        recorded_by="审计科",
        note=None,
        as_of=case.as_of,
        engine=Engine(version="0", polars="1", python="3", backend="walker"),
        waivers=None,
        quarantine=None,
        plans=(
            PlanRecord(
                policy=of.policy,
                title=of.title,
                policy_sha256=of.policy_sha256,
                file=kept,
                vocabulary=(),
                source=None,
                jurisdiction="own",
                facts=home.archive.put(canonical(manifest)),
                verdicts=NOTHING,
                statuses={verdict(case).status.value: 1},
                consequences=None,
                concluded={},
            ),
        ),
    )


def _table(supplied: bool, complete: bool) -> TableManifest:
    return TableManifest(
        supplied=supplied,
        complete=complete,
        file="facts.csv",
        rows=0,
        columns=(),
        parts=(),
        changes=(),
        places=(),
        sealed=None,
    )


def certified(
    home: Opened,
    asked: PlannedRule,
    *rulings: Ruling,
    run: int | None = None,
    alternatives: Sequence[PlannedRule] = (),
) -> bytes:
    """The certificate of the rule's verdict on the first city, among other records."""
    case = case_of(asked)
    if run is None:
        other = NewEntry("note", b'{"kind":"note"}')
        run = home.ledger.append([other, NewEntry("run", canonical(record_of(case, home))), other])[1].number
    return certificate(home, Asked(run, case, asked, verdict(case), rulings, alternatives))
