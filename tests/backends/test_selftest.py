"""`policyengine selftest` as users call it."""

import sys
from dataclasses import replace

import pytest

import policyengine as pe
from policyengine.authoring.selftest import compare
from policyengine.authoring.selftest.compare import AS_OF, VILLAGE
from policyengine.backends.backend import Backend
from policyengine.facts.stored.moved import moved
from policyengine.facts.tables import FactBase
from policyengine.interfaces.cli import exits
from policyengine.language.statuses import Status
from policyengine.plan.ready import vocabulary_of
from tests.interfaces.calling import call

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::FutureWarning")

RULES = 20
CONSEQUENCES = 2


def test_the_packaged_plan_has_verdicts_of_most_kinds() -> None:
    policy = pe.load_policy(VILLAGE / "policy.yaml")
    verdicts = pe.evaluate(policy, pe.read_facts(VILLAGE / "facts", vocabulary_of(policy)), as_of=AS_OF)
    met = {status for status in Status if verdicts.summary()[status.value].sum()}
    assert met == {*Status} - {Status.PENDING, Status.WAIVED}
    truths = verdicts.consequences().summary()
    assert all(truths[name].sum() for name in ("yes", "unknown"))


def test_duckdb_in_this_process(capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "selftest", "--backend", "duckdb")
    assert called.code == exits.FINE
    assert called.out.endswith(f"duckdb: all {RULES + CONSEQUENCES} are fine.\n")


def test_postgresql_by_a_role_that_may_only_read(reader: str, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "selftest", "--backend", reader, lang="zh")
    assert called.code == exits.FINE
    assert called.out.count("一致") == RULES + CONSEQUENCES + 1
    assert called.out.endswith(f"postgres：{RULES + CONSEQUENCES} 条全部一致。\n")


def test_what_differs_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def with_all_visits(facts: FactBase, backend: Backend) -> FactBase:
        there = moved(facts, backend)
        visits = replace(there.table("visit"), complete=True)
        return replace(there, tables={**there.tables, "visit": visits})

    monkeypatch.setattr(compare, "moved", with_all_visits)
    called = call(capsys, "selftest", "--backend", "duckdb")
    assert called.code == exits.FINDINGS
    assert "visited · 6: noncompliant on duckdb, compliant/noncompliant on Polars\n" in called.out
    assert called.out.endswith(
        f"duckdb: 1 of {RULES + CONSEQUENCES} differ; give no verdicts by it, and report the lines above.\n"
    )


@pytest.mark.parametrize(
    ("backend", "code", "words"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", exits.REFUSED, "PostgreSQL did not finish"),
        ("absent.duckdb", exits.REFUSED, "there is no database file"),
        ("polars", exits.USAGE, "there is no backend `polars` to be tested"),
        ("mysql://localhost/registry", exits.USAGE, "no backend has addresses such as `mysql://`"),
    ],
)
def test_a_backend_that_is_not_there(backend: str, code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    called = call(capsys, "selftest", "--backend", backend)
    assert (called.code, called.out) == (code, "")
    assert words in called.err


def test_a_missing_extra_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "policyengine.backends.duckdb", None)
    called = call(capsys, "selftest", "--backend", "duckdb")
    assert called.code == exits.USAGE
    assert 'pip install "policyengine-rules[duckdb]"' in called.err
