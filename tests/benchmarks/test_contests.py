"""What the benchmarks compare is the same on both sides, and a report says so when it is not."""

from pathlib import Path

import pytest

from benchmarks import evaluation, tasks
from benchmarks.measure import Measurement
from benchmarks.report import Row, markdown


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    tasks.demo(folder, "3000")
    return folder / "tables"


CONTESTS = (
    evaluation.ORGANIZATIONS,
    evaluation.COMMUNITIES,
    evaluation.ORGANIZATIONS_IN_SQL,
    evaluation.COMMUNITIES_IN_SQL,
)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("contest", CONTESTS, ids=lambda one: one.title)
def test_both_sides_count_the_same_statuses(contest: evaluation.Contest, tables: Path):
    _, ours = tasks.TASKS[contest.task](tables, contest.policy)
    _, by_hand = tasks.TASKS[contest.by_hand](tables)
    assert ours == by_hand


def test_the_rules_meet_several_statuses_and_unknowns(tables: Path):
    _, found = tasks.verdicts(tables, evaluation.ORGANIZATIONS.policy)
    assert len(found) == 40
    assert all(len(counts) > 1 for counts in found.values())
    assert sum("unknown" in counts for counts in found.values()) >= 25


def test_sides_that_disagree_fail():
    ours, by_hand = Measurement(1, 1, {"a": {"1": 3}}), Measurement(1, 1, {"a": {"1": 2, "unknown": 1}})
    with pytest.raises(RuntimeError, match="disagree: a: "):
        evaluation.must_agree(evaluation.ORGANIZATIONS, ours, by_hand)


def test_a_rule_that_one_side_lacks_fails():
    ours, by_hand = Measurement(1, 1, {}), Measurement(1, 1, {"a": {"1": 2}})
    with pytest.raises(RuntimeError, match="disagree"):
        evaluation.must_agree(evaluation.ORGANIZATIONS, ours, by_hand)


@pytest.mark.parametrize(
    ("seconds", "peak", "met"),
    [(1.3, 20, True), (1.31, 20, False), (1.3, 21, False)],
)
def test_a_target_is_met_in_time_and_in_memory(seconds: float, peak: int, met: bool):
    row = Row("rules", 10, Measurement(seconds, peak), Measurement(1.0, 10), target=1.3, memory_target=2.0)
    assert row.met is met


def test_a_report_says_where_a_target_is_missed():
    rows = [
        Row("reading", 1_000, Measurement(0.5, 2**20)),
        Row("planning", None, Measurement(0.4, 2**20), target=0.3),
        Row("rules", 1_000_000, Measurement(2.0, 2**21), Measurement(1.0, 2**20), target=1.3),
    ]
    lines = markdown(rows, 3).splitlines()
    assert "| reading | 1,000 | 0.500 s |  |  |  | 1 MiB |  |  |  |  |" in lines
    assert "| planning |  | 0.400 s |  |  | ≤ 0.3 s | 1 MiB |  |  |  | no |" in lines
    assert "| rules | 1,000,000 | 2.000 s | 1.000 s | 2.00 × | ≤ 1.3 × | 2 MiB | 1 MiB | 2.00 × |  | no |" in lines
