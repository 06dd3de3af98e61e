"""Runs that are kept as what differs from an earlier one: they are told as if each were whole."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import policyengine as pe
from policyengine.audit import differences, kept_facts
from policyengine.audit.changes import changes
from policyengine.audit.forgetting import forget_run
from policyengine.audit.home import Opened
from policyengine.audit.inputs import facts_of, policy_of
from policyengine.audit.lookup import Asked, look_up
from policyengine.audit.recall import Recall
from policyengine.audit.record import FactsManifest, TableManifest, VerdictBlock
from policyengine.audit.replay import replay
from policyengine.audit.verify import verify_ledger
from policyengine.audit.why import why_on_record
from tests.audit.town import AS_OF, TABLES, Tables, Town, changed

NEW = {"id": "k0", "name": "新", "street": "s1", "founded_on": "2024-06-01", "grade": "a", "staff": 4, "sound": "是"}

CLUBS = [*TABLES["club"], *(TABLES["club"][1] | {"id": f"m{n}"} for n in range(12))]
MANY: Tables = {**TABLES, "club": CLUBS}
FEWER: Tables = {**TABLES, "club": [row for row in CLUBS if row["id"] != "k2"]}

DAYS: tuple[Tables, ...] = (
    MANY,
    changed(MANY, "club", "k1", staff=9),
    {**TABLES, "club": [NEW, *CLUBS]},
    {**TABLES, "club": [*FEWER["club"], NEW]},
    changed(FEWER, "club", "k4", closed_on="2023-02-01"),
)
"""Cells change; a row comes before all others; one leaves, and another comes last; one leaves."""


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town in which even small tables are kept as differences."""
    monkeypatch.setattr(differences, "FEWEST_ROWS", 1)
    monkeypatch.setattr(kept_facts, "FEWEST_TOGETHER", 1)
    return Town(tmp_path)


def clubs(opened: Opened, number: int) -> tuple[TableManifest, VerdictBlock]:
    """What a run has kept of the clubs, and of the verdicts on them."""
    recall = Recall(opened)
    plan = recall.run(number).run.plans[0]
    facts = FactsManifest.model_validate_json(opened.archive.get(plan.facts))
    block = next(block for block in recall.verdicts(plan).blocks if block.subject_kind == "club")
    return facts.tables["club"], block


def path_of(town: Town, digest: str) -> Path:
    """Where a file of the archive lies."""
    algorithm, _, digits = digest.partition(":")
    return town.folder / "audit" / "archive" / algorithm / digits[:2] / digits


def evaluated(town: Town, tables: Tables, as_of: date) -> pl.DataFrame:
    """The verdicts without any record, as look-ups tell them."""
    policy = pe.load_policy(town.folder / "town_2024.yaml")
    return pe.evaluate(policy, town.facts(tables), as_of=as_of).to_polars()


def test_every_run_is_told_as_if_it_were_whole(town: Town) -> None:
    days = [date(2024, 6, 26 + n) for n in range(len(DAYS))]
    for tables, day in zip(DAYS, days, strict=True):
        town.record(tables, as_of=day)
    opened = town.home.open()
    kept = [clubs(opened, n + 1) for n in range(len(DAYS))]
    assert [len(table.changes) for table, _ in kept] == [0, 1, 2, 3, 4]
    assert len({table.parts for table, _ in kept}) == len({block.parts for _, block in kept}) == 1
    recall = Recall(opened)
    for number, (tables, day) in enumerate(zip(DAYS, days, strict=True), 1):
        run = recall.run(number)
        expected = evaluated(town, tables, day)
        given = look_up(recall, run, Asked(), limit=1000, unmask=True)
        assert given.total == expected.height
        assert given.verdicts.sort("rule", "subject").equals(expected.sort("rule", "subject"))
        for asked, which in (
            (Asked(rule="staffed"), pl.col("rule") == "staffed"),
            (Asked(subject="k0"), pl.col("subject") == "k0"),
            (Asked(rule="staffed", subject="k1"), (pl.col("rule") == "staffed") & (pl.col("subject") == "k1")),
            (Asked(status="noncompliant"), pl.col("status") == "noncompliant"),
        ):
            found = look_up(recall, run, asked, limit=1000, unmask=True).verdicts
            rows = expected.filter(which)
            assert found.height == rows.height
            if rows.height:
                assert found.sort("rule", "subject").equals(rows.sort("rule", "subject"))
        assert replay(recall, run).differing == 0
        places = ("id", "__row")
        facts = facts_of(run.run.plans[0], policy_of(run.run.plans[0], opened.archive).vocabulary, opened).facts
        was = town.facts(tables).table("club").frame
        assert facts.table("club").frame.select(places).collect().equals(was.select(places).sort("id").collect())
    assert why_on_record(recall, recall.run(4), "staffed", "k0").to_text("zh")
    assert [(flip.rule, flip.subject) for flip in changes(recall, recall.run(1), recall.run(2)).flips][:1] == [
        ("staffed", "k1")
    ]
    assert verify_ledger(opened.ledger, opened.archive).faults == ()


def test_verdicts_come_by_rule_and_subject(town: Town) -> None:
    for tables in DAYS[:3]:
        town.record(tables)
    recall = Recall(town.home.open())
    found = look_up(recall, recall.run(3), Asked(), limit=1000).verdicts.filter(subject_kind="club")
    subjects = sorted(["k0", *(row["id"] for row in CLUBS)])
    assert found.select("rule", "subject").rows() == [
        (rule, subject) for rule in ("staffed", "visited") for subject in subjects
    ]


def test_nothing_new_is_nothing_more(town: Town) -> None:
    town.record()
    town.record()
    opened = town.home.open()
    assert clubs(opened, 2) == clubs(opened, 1)


def test_a_long_way_back_a_run_is_whole_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "MOST_CHANGES", 2)
    for staff in range(6):
        town.record(changed(TABLES, "club", "k1", staff=staff * 2))
    opened = town.home.open()
    assert [len(clubs(opened, n)[0].changes) for n in range(1, 7)] == [0, 1, 2, 0, 1, 2]


def test_what_has_changed_altogether_is_whole_again(town: Town) -> None:
    town.record()
    town.record({**TABLES, "club": [row | {"staff": 7} for row in TABLES["club"]]})
    town.record({**TABLES, "club": [row | {"staff": 8} for row in TABLES["club"]]})
    opened = town.home.open()
    assert [len(clubs(opened, n)[0].changes) for n in (1, 2, 3)] == [0, 0, 0]
    recall = Recall(opened)
    assert [replay(recall, run).differing for run in recall.runs()] == [0, 0, 0]


def test_runs_of_another_kind_in_between(town: Town) -> None:
    town.record(MANY)
    other = pe.load_policy(town.write("other.yaml", (town.folder / "town_2024.yaml").read_text("utf-8")))
    pe.record(town.home, [other], town.facts(MANY), as_of=AS_OF, jurisdiction=("city", "c"))
    town.record(DAYS[1])
    opened = town.home.open()
    first, second, third = (clubs(opened, n)[1] for n in (1, 2, 3))
    assert (first.changes, second.changes, third.parts) == ((), (), first.parts)
    assert len(third.changes) == 1


@pytest.mark.parametrize("which", ["table", "verdicts"])
def test_a_flipped_byte_of_a_difference_is_named_by_all_runs_that_rest_on_it(town: Town, which: str) -> None:
    for tables in DAYS[:3]:
        town.record(tables)
    opened = town.home.open()
    table, block = clubs(opened, 2)
    path = path_of(town, (table if which == "table" else block).changes[-1].digest)
    data = path.read_bytes()
    path.write_bytes(data[:50] + bytes([data[50] ^ 1]) + data[51:])
    (found,) = (fault.en for fault in verify_ledger(opened.ledger, opened.archive).faults)
    assert found.startswith("record 2: ")
    assert found.endswith("has been changed")
    recall = Recall(opened)
    with pytest.raises(pe.PolicyEngineError, match="has been changed"):
        replay(recall, recall.run(3))


@pytest.mark.parametrize("which", ["table", "verdicts", "manifests"])
def test_nothing_is_laid_over_what_has_been_changed(town: Town, which: str) -> None:
    town.record(MANY)
    opened = town.home.open()
    table, block = clubs(opened, 1)
    plan = Recall(opened).run(1).run.plans[0]
    names = {"table": [table.parts[0].digest], "verdicts": [block.parts[0].digest]}
    for digest in names.get(which, [plan.facts, plan.verdicts]):
        path_of(town, digest).unlink()
    town.record(DAYS[1])
    recall = Recall(town.home.open())
    assert replay(recall, recall.run(2)).differing == 0
    assert {fault.en.partition(":")[0] for fault in verify_ledger(opened.ledger, opened.archive).faults} == {"record 1"}


def test_a_forgotten_run_takes_nothing_from_later_ones(town: Town) -> None:
    town.record(MANY)
    town.record(DAYS[1])
    recall = Recall(town.home.open())
    assert forget_run(recall.run(1))
    again = replay(recall, recall.run(2))
    assert (again.differing, again.underivable) == (0, ())
    assert [each.rule for each in replay(recall, recall.run(1)).underivable] == ["grown-up"]
