"""What a run keeps, and that the same verdicts come of it."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import policyengine as pe
from policyengine.audit.canonical import canonical
from policyengine.audit.errors import AuditError, ForgedError
from policyengine.audit.home import Home, Opened
from policyengine.audit.inputs import RunOnRecord, facts_of, policy_of
from policyengine.audit.kept_rows import EVERY, Sought, kept_rows, whole_rows, words_of
from policyengine.audit.recall import Recall
from policyengine.audit.record import FactsManifest, VerdictsManifest
from policyengine.audit.replay import replay
from policyengine.audit.verify import verify_ledger
from policyengine.pipeline import Backend, evaluate, judge
from policyengine.reading.errors import UnreadableInputError
from tests.audit.town import AS_OF, TABLES, Tables, Town, changed


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town with an empty ledger."""
    return Town(tmp_path)


def fresh(town: Town, tables: Tables = TABLES, as_of: date = AS_OF, *, waivers: bool = False) -> pl.DataFrame:
    """The verdicts as they are given without any record."""
    granted = pe.load_waivers(town.folder / "waivers.yaml") if waivers else ()
    policy = pe.load_policy(town.folder / "town_2024.yaml")
    return in_order(evaluate(policy, town.facts(tables), as_of=as_of, waivers=granted).to_polars())


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """By rule and subject."""
    return frame.sort("rule", "subject")


def manifest_of(town: Town, number: int = 1) -> VerdictsManifest:
    """The manifest of a run's verdicts."""
    opened = town.home.open()
    plan = RunOnRecord.of(opened, number).run.plans[0]
    return VerdictsManifest.model_validate_json(opened.archive.get(plan.verdicts))


def kept(opened: Opened, town: Town, number: int = 1, sought: Sought = EVERY) -> pl.DataFrame:
    """The verdicts of a run, from the archive."""
    run = RunOnRecord.of(opened, number)
    manifest = manifest_of(town, number)
    words = words_of(manifest, opened.archive)
    frames = [
        whole_rows(rows, block.subject_kind, words, run.run.plans[0], run.run.as_of).collect()
        for block in manifest.blocks
        for rows in kept_rows(block, opened.archive, opened.secrets, sought)
    ]
    return in_order(pl.concat(frames)) if frames else pl.DataFrame()


def derived(opened: Opened, number: int = 1) -> pl.DataFrame:
    """The verdicts of a run, derived again from the archive."""
    run = RunOnRecord.of(opened, number)
    plan = run.run.plans[0]
    policy = policy_of(plan, opened.archive)
    facts = facts_of(plan, policy.vocabulary, opened).facts
    rules = policy.plan.rules
    return in_order(judge(policy.plan, rules, facts, as_of=run.run.as_of, waivers=run.waivers()).to_polars())


def test_what_is_kept_and_what_is_derived_again_is_what_was_evaluated(town: Town) -> None:
    recording = town.record(waivers=True, recorded_by="王科长", note="季度检查", sources=town.folder)
    opened = town.home.open()
    expected = fresh(town, waivers=True)
    assert expected["status"].n_unique() > 4
    assert kept(opened, town).equals(expected)
    assert derived(opened).equals(expected)
    run = RunOnRecord.of(opened, 1).run
    assert run == recording.run
    assert (run.recorded_by, run.note, run.as_of, run.engine.backend) == ("王科长", "季度检查", AS_OF, "polars")
    plan = run.plans[0]
    assert opened.archive.get(plan.file.digest) == (town.folder / "town_2024.yaml").read_bytes()
    assert [opened.archive.get(file.digest) for file in plan.vocabulary] == [(town.folder / "town.yaml").read_bytes()]
    assert plan.source is not None
    assert opened.archive.get(plan.source.digest).decode() == "小镇社团办法\n"
    assert sum(plan.statuses.values()) == expected.height
    report = verify_ledger(opened.ledger, opened.archive, held=[recording.checkpoint or ""])
    assert (report.faults, report.unnamed, report.unsigned) == ((), (), 0)


def test_only_what_rules_read_is_kept_and_what_is_personal_is_sealed(town: Town) -> None:
    town.record()
    opened = town.home.open()
    plan = RunOnRecord.of(opened, 1).run.plans[0]
    manifest = FactsManifest.model_validate_json(opened.archive.get(plan.facts))
    assert {entity: table.columns for entity, table in manifest.tables.items()} == {
        "city": ("id", "name"),
        "club": (
            *("closed_on", "founded_on", "grade", "id", "name", "sound", "staff", "street"),
            *("founded_on__unknown", "grade__unknown"),
        ),
        "member": ("adult", "club", "id"),
        "street": ("city", "id", "kind", "name"),
        "visit": ("club", "held_on", "id", "name"),
        "work_record": (),
    }
    assert [entity for entity, table in manifest.tables.items() if table.sealed] == ["member"]
    everything = b"".join(
        path.read_bytes() for path in (town.folder / "audit" / "archive").rglob("*") if path.is_file()
    )
    for personal in ("330800198001011234", "张三", "13800000000"):
        assert personal.encode() not in everything


def test_places_stay_as_they_were(town: Town) -> None:
    town.record()
    opened = town.home.open()
    plan = RunOnRecord.of(opened, 1).run.plans[0]
    facts = facts_of(plan, policy_of(plan, opened.archive).vocabulary, opened).facts
    rows = facts.table("club").frame.select("id", "__row").collect().rows()
    given = town.facts().table("club").frame.select("id", "__row").collect().rows()
    assert sorted(rows) == sorted(given)
    assert facts.snapshot_on == date(2024, 6, 1)
    assert (facts.table("visit").complete, facts.table("work_record").supplied) == (False, False)


def test_verdicts_are_found_by_rule_subject_and_status(town: Town) -> None:
    town.record()
    opened = town.home.open()
    everything = fresh(town)
    for sought, expected in (
        (Sought(rule="staffed"), everything.filter(rule="staffed")),
        (Sought(rule="staffed", subject="k1"), everything.filter(rule="staffed", subject="k1")),
        (Sought(subject="k3"), everything.filter(subject="k3")),
        (Sought(status="unknown"), everything.filter(pl.col("status") == "unknown")),
        (Sought(subjects=frozenset(["k1", "c"])), everything.filter(pl.col("subject").is_in(["k1", "c"]))),
    ):
        assert expected.height
        assert kept(opened, town, sought=sought).equals(expected)
    assert kept(opened, town, sought=Sought(rule="none")).is_empty()
    assert kept(opened, town, sought=Sought(subject="zz")).is_empty()


def test_what_does_not_change_is_kept_once(town: Town) -> None:
    town.record()
    archive = town.folder / "audit" / "archive"
    before = {path.name for path in archive.rglob("*") if path.is_file()}
    town.record(as_of=date(2024, 7, 1))
    after = {path.name for path in archive.rglob("*") if path.is_file()}
    # Manifests and what is sealed are new; the verdicts of the clubs, the facts and the policy are not.
    assert before <= after
    assert len(after - before) <= 7
    assert derived(town.home.open(), 2).equals(fresh(town, as_of=date(2024, 7, 1)))


def test_facts_of_other_kinds(town: Town) -> None:
    town.record(changed(TABLES, "club", "k1", staff=9))
    empty: Tables = {"city": TABLES["city"], "street": [], "club": [], "visit": [], "member": []}
    town.record(empty)
    opened = town.home.open()
    assert derived(opened, 1).equals(fresh(town, changed(TABLES, "club", "k1", staff=9)))
    assert derived(opened, 2).equals(kept(opened, town, 2))


def test_many_parts_are_one_run(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, rows in (("kept_facts.PART_ROWS", 2), ("kept_verdicts.PART_ROWS", 1)):
        monkeypatch.setattr(f"policyengine.audit.{name}", rows)
    town.record()
    opened = town.home.open()
    plan = RunOnRecord.of(opened, 1).run.plans[0]
    tables = FactsManifest.model_validate_json(opened.archive.get(plan.facts)).tables
    assert len(tables["club"].parts) > 1
    assert len(tables["club"].places) == 3
    blocks = manifest_of(town).blocks
    assert [len(block.parts) for block in blocks] == [len(block.rules) for block in blocks]
    assert kept(opened, town).equals(fresh(town))
    assert derived(opened).equals(fresh(town))
    recall = Recall(opened)
    assert (replay(recall, recall.run(1)).compared, replay(recall, recall.run(1)).differing) == (15, 0)


@pytest.mark.parametrize("backend", ["duckdb", "walker"])
def test_another_backend_is_kept_alike(town: Town, backend: Backend) -> None:
    town.record(backend=backend)
    opened = town.home.open()
    assert RunOnRecord.of(opened, 1).run.engine.backend == backend
    # Of numbers each engine has its own way to write fractions: 0/2 and 0/1 are the same.
    numbers = pl.selectors.matches("^(lo|hi)_(numerator|denominator)$")
    assert kept(opened, town).drop(numbers).equals(fresh(town).drop(numbers))
    assert derived(opened).equals(fresh(town))


def test_without_its_key_what_is_personal_is_lost_and_the_proof_is_not(town: Town) -> None:
    recording = town.record()
    opened = town.home.open()
    plan = RunOnRecord.of(opened, 1).run.plans[0]
    manifest = FactsManifest.model_validate_json(opened.archive.get(plan.facts))
    sealed = manifest.tables["member"].sealed
    assert sealed is not None
    assert opened.secrets is not None
    assert opened.secrets.destroy(sealed.key)
    found = facts_of(plan, policy_of(plan, opened.archive).vocabulary, opened)
    assert found.lost == {"member": frozenset({"id", "adult"})}
    assert not found.facts.table("member").supplied
    others = pl.col("rule") != "grown-up"
    assert derived(opened).filter(others).equals(fresh(town).filter(others))
    assert "grown-up" not in kept(opened, town)["rule"]
    assert verify_ledger(opened.ledger, opened.archive, held=[recording.checkpoint or ""]).faults == ()


def test_a_policy_that_changed_in_the_meantime_is_not_recorded(town: Town) -> None:
    policy, facts = pe.load_policy(town.folder / "town_2024.yaml"), town.facts()
    town.write("town_2024.yaml", (town.folder / "town_2024.yaml").read_text("utf-8") + "\n")
    with pytest.raises(AuditError, match="changed after it was evaluated"):
        pe.record(town.home, [policy], facts, as_of=AS_OF)
    assert town.home.open().ledger.size() == 0


def test_there_must_be_a_ledger(town: Town, tmp_path: Path) -> None:
    policy = pe.load_policy(town.folder / "town_2024.yaml")
    with pytest.raises(UnreadableInputError, match="there is no ledger"):
        pe.record(tmp_path / "elsewhere", [policy], town.facts(), as_of=AS_OF)


def test_a_place_that_cannot_be_written_to_leaves_no_record(town: Town) -> None:
    (town.folder / "audit" / "archive").write_text("a file where a folder should be", "utf-8")
    with pytest.raises(AuditError, match="cannot write to the archive"):
        town.record()
    assert town.home.open().ledger.size() == 0


def test_an_archive_behind_a_url(town: Town) -> None:
    home = Home.at(str(town.folder / "audit"), f"memory://{town.folder}")
    pe.record(home, [pe.load_policy(town.folder / "town_2024.yaml")], town.facts(), as_of=AS_OF)
    opened = home.open()
    assert derived(opened).equals(fresh(town))
    assert verify_ledger(opened.ledger, opened.archive).faults == ()


def test_the_record_is_canonical_json_that_names_its_files(town: Town) -> None:
    recording = town.record()
    body = town.home.open().ledger.entry(1).body
    assert body == canonical(recording.run)
    said = json.loads(body)
    assert said["plans"][0]["file"]["digest"].startswith("sha256:")
    assert list(said) == sorted(said)


@pytest.mark.parametrize("which", ["verdicts", "facts"])
def test_a_flipped_byte_of_any_file_is_named(town: Town, which: str) -> None:
    town.record()
    opened = town.home.open()
    files = sorted(path for path in (town.folder / "audit" / "archive" / "sha256").rglob("*") if path.is_file())
    named = {"verdicts": manifest_of(town).blocks[0].parts[0].digest}
    plan = RunOnRecord.of(opened, 1).run.plans[0]
    facts = FactsManifest.model_validate_json(opened.archive.get(plan.facts))
    named["facts"] = facts.tables["club"].parts[0].digest
    (path,) = [path for path in files if path.name == named[which].partition(":")[2]]
    data = path.read_bytes()
    path.write_bytes(data[:50] + bytes([data[50] ^ 1]) + data[51:])
    found = [fault.en for fault in verify_ledger(opened.ledger, opened.archive).faults]
    assert len(found) == 1
    assert found[0].startswith(f"record 1: {which} of ")
    assert found[0].endswith("has been changed")
    with pytest.raises(ForgedError):
        derived(opened) if which == "facts" else kept(opened, town)


def test_two_runs_files_in_each_others_place(town: Town) -> None:
    town.record()
    town.record(changed(TABLES, "club", "k1", staff=9))
    opened = town.home.open()
    parts = [manifest_of(town, n).blocks for n in (1, 2)]
    first, second = (
        next(block.parts[0].digest.partition(":")[2] for block in blocks if block.subject_kind == "club")
        for blocks in parts
    )
    assert first != second
    one, other = (town.folder / "audit" / "archive" / "sha256" / name[:2] / name for name in (first, second))
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)
    found = [fault.en for fault in verify_ledger(opened.ledger, opened.archive).faults]
    assert [fault.partition(":")[0] for fault in found] == ["record 1", "record 2"]
