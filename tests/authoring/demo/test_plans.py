"""Each plan has something to say of the registry of its own place."""

from datetime import date

import polars as pl
import pytest

from policyengine.authoring.demo import make_demo
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.pipeline import evaluate
from policyengine.vocabulary.load import load_vocabulary
from tests.policies.registry import POLICIES

VOCABULARY = load_vocabulary(["social_organizations"], None)
SETTLED = ("compliant", "noncompliant", "shortfall", "pending")


@pytest.fixture(scope="module", params=sorted(POLICIES.glob("*.yaml")), ids=lambda path: path.stem)
def verdicts(request, tmp_path_factory):
    policy = load_policy(request.param)
    folder = tmp_path_factory.mktemp("plans") / policy.name
    make_demo(folder, policy.jurisdiction.id, organizations=600, policies=[policy])
    facts = read_facts(folder, VOCABULARY)
    found = evaluate(policy, facts, as_of=policy.period.end or facts.snapshot_on or date.max).to_polars()
    recorded = [rule.id for rule in policy.rules if rule.evidence is not None]
    return found.with_columns(recorded=pl.col("rule").is_in(recorded))


def test_every_condition_and_number_is_settled_for_some_subject_or_waits_for_a_target(verdicts):
    rules = verdicts.filter(~pl.col("recorded"))
    settled = rules.filter(pl.col("status").is_in(SETTLED))
    waiting = rules.filter(pl.col("reasons").list.eval(pl.element().str.starts_with("target_unspecified")).list.any())
    assert sorted(set(rules["rule"]) - set(settled["rule"]) - set(waiting["rule"])) == []


def test_work_on_record_is_done_undone_and_doubtful(verdicts):
    statuses = set(verdicts.filter("recorded")["status"].cast(pl.String))
    assert {"compliant", "unknown"} <= statuses
    assert statuses & {"noncompliant", "shortfall", "pending"}
