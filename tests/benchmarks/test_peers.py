"""The peers' rules say what the policies say, and their report hides nothing."""

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from benchmarks import tasks
from benchmarks.peers import data, rows
from benchmarks.peers.catalogue import PEERS
from benchmarks.peers.engines import polars_by_hand, policyengine
from benchmarks.peers.environment import Environment
from benchmarks.peers.guards import truth
from benchmarks.peers.phrasing import Dialect, Phrasing
from benchmarks.peers.report import Setting, markdown
from benchmarks.peers.rules import FAILURES, PENDING, Rule, rules
from benchmarks.peers.runs import Run
from benchmarks.peers.share import Counts, Share, Told

PYTHON = Dialect(
    field="row[{!r}]",
    word=repr,
    both=" and ",
    either=" or ",
    negation="(not {})",
    within="({field} in [{words}])",
    null="({field} is None)",
    present="({field} is not None)",
    true="({field} is True)",
    false="({field} is False)",
    choice="({then} if {test} else {other})",
)


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Share:
    folder = tmp_path_factory.mktemp("peers")
    tasks.demo(folder, "500")
    data.prepare(folder / "tables", folder)
    return Share(folder, 0, 1, 60)


def in_python(texts: list[str]):
    # The texts are made here, of the rules in this repository.
    code = compile(f"[{', '.join(texts)}]", "rules", "eval")
    return lambda row: eval(code, {"row": row})  # noqa: S307  # see above


def judging() -> rows.Judge:
    phrasing = Phrasing(PYTHON, rules().definitions)
    judge = in_python([phrasing.status(rule) for rule in rules().organizations])
    return lambda subjects: list(map(judge, subjects))


def counting() -> tuple[rows.Count, rows.Judge]:
    phrasing = Phrasing(PYTHON, rules().definitions)
    answers = in_python([phrasing.guard(rule.counted[name]) for rule, name in rows.numbers()])
    fields = PYTHON.field.format
    judge = in_python(
        [
            phrasing.status_of_members(
                rule,
                {name: fields(field) for name, field in rows.own(rule).items()},
                {name: fields(field) for name, field in rows.loose(rule).items()},
            )
            for rule in rules().communities
        ]
    )

    def count(members: list[rows.Row]) -> list[int]:
        columns = list(zip(*map(answers, members), strict=True)) or [()] * len(rows.numbers())
        return list(map(sum, columns))

    return lambda lists: list(map(count, lists)), lambda subjects: list(map(judge, subjects))


def test_rules_over_organizations_count_what_polars_and_policyengine_count(share: Share):
    wanted = polars_by_hand.organizations(share)
    assert rows.organizations(share, judging).counts == wanted.counts
    assert policyengine.organizations(share).counts == wanted.counts
    assert len(wanted.counts) == 40
    assert sum("unknown" in counts for counts in wanted.counts.values()) >= 20


def test_rules_over_communities_count_what_polars_and_policyengine_count(share: Share):
    wanted = polars_by_hand.communities(share)
    assert rows.communities(share, counting).counts == wanted.counts
    assert policyengine.communities(share).counts == wanted.counts
    assert len(wanted.counts) == 10
    assert sum("unknown" in counts for counts in wanted.counts.values()) >= 8


def test_shares_are_all_of_the_data_and_overlap_nowhere(share: Share):
    halves = [rows.organizations(Share(share.folder, index, 2, 60), judging) for index in range(2)]
    assert min(half.done for half in halves) > 100
    assert sum(half.done for half in halves) == pq.read_metadata(share.folder / "organizations.parquet").num_rows


def test_a_budget_that_is_spent_ends_a_share_early(share: Share):
    told = rows.organizations(Share(share.folder, 0, 1, 1e-9), judging)
    assert told.done == rows.STEP
    assert told.share > told.done


def test_failures_are_pending_only_where_a_rule_has_its_own_due_date():
    with_due_dates = [rule for rule in rules().organizations if rule.overdue]
    assert [rule.id for rule in with_due_dates] == ["party-survey", "party-information"]
    assert all(f" {PENDING})" in Phrasing(PYTHON, rules().definitions).status(rule) for rule in with_due_dates)


def test_the_sides_of_a_marked_field_tell_none_from_unknown():
    said = truth("day <= 3", {"day": "marked"}, {})
    phrasing = Phrasing(PYTHON, {})
    yes, no = (in_python([phrasing.guard(guard)]) for guard in (said.yes, said.no))
    rows_ = [{"day": 3, "day__unknown": False}, {"day": 4, "day__unknown": False}]
    rows_ += [{"day": None, "day__unknown": False}, {"day": None, "day__unknown": True}]
    assert [(yes(row)[0], no(row)[0]) for row in rows_] == [(True, False), (False, True), (False, True), (False, False)]


@pytest.mark.parametrize("text", ["day * 2 <= 3", "sum(day)", "3", "day in other", "present(day) if day else flag"])
def test_what_no_peer_would_be_given_is_refused(text: str):
    with pytest.raises(ValueError, match="not a"):
        truth(text, {"day": "optional", "flag": "ordinary", "other": "ordinary"}, {})


def run(engine: str, size: int = 1_000, counts: Counts | None = None, **more: object) -> Run:
    done = {
        "seconds": 2.0,
        "prepared": 0.5,
        "done": 1_000,
        "subjects": 1_000,
        "peak": 2**20,
        "counts": counts or {"a": {"unknown": 1}},
    }
    return Run(engine, "organizations", size, **{**done, **more})


def reported(*runs: Run, refused: dict[str, str] | None = None) -> str:
    setting = Setting("a machine", "this tree", 0.5, 20, 2, (1_000, 10_000))
    return markdown(runs, Environment(Path("python"), {}, refused or {}), setting, "peers.svg")


def test_a_report_says_how_far_a_slow_peer_came():
    slow = run("rego", 10_000, seconds=20.4, done=3_000, subjects=10_000)
    text = reported(run("polars_by_hand"), run("polars_by_hand", 10_000), run("rego"), slow)
    assert "| regopy | 2 | null tests | 2.000 (2.500) | 3,000 of 10,000 in 20.4 s | 147 |" in text
    assert "equal up to 1,000 |" in text


def test_a_report_shows_counts_that_differ():
    text = reported(run("polars_by_hand"), run("zen_engine", counts={"a": {"unknown": 2}}))
    assert "| differ at 1 size |" in text
    assert "- zen-engine, 1,000: `a`: {'unknown': 2}; {'unknown': 1}" in text


def test_a_report_says_why_a_peer_has_no_figures():
    failed = run("cel_rust", failure="ended with -11: a | b", done=0)
    text = reported(run("polars_by_hand"), failed, refused={"regopy": "no wheel for this platform"})
    assert "| common-expression-language | 2 | null tests | failed: ended with -11: a \\| b | — |" in text
    assert "| regopy |  |  | does not install: no wheel for this platform |" in text
    assert "| durable_rules alone |  |  | cannot aggregate related rows |" in text


def test_statuses_are_added_up_by_name():
    told = Told()
    told.tally(["a", "b"], [(1, 2), (1, 16)])
    told.add("a", Counter({32: 1}))
    assert told.counts == {"a": {"not_applicable": 2, "shortfall": 1}, "b": {"compliant": 1, "noncompliant": 1}}
    assert told.done == 2


def test_every_peer_has_a_module_and_every_rule_a_failure():
    modules = Path(polars_by_hand.__file__).parent
    assert all((modules / f"{peer.engine}.py").exists() for peer in PEERS)
    assert {rule.fails for rule in rules().organizations if isinstance(rule, Rule)} == set(FAILURES.values())
