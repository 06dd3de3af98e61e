"""Deriving runs again, explaining their verdicts, and comparing runs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import policyengine as pe
from policyengine.audit import recording
from policyengine.audit import replay as replaying
from policyengine.audit.causes import ENGINE, ChangedRow
from policyengine.audit.changes import changes
from policyengine.audit.errors import ForgedError
from policyengine.audit.forgetting import forget_run
from policyengine.audit.lookup import Asked, look_up
from policyengine.audit.mixed import Input
from policyengine.audit.recall import Recall
from policyengine.audit.replay import Replay, replay
from policyengine.audit.replayed_consequences import ReplayedConsequences
from policyengine.audit.verify import verify_ledger
from policyengine.audit.why import why_on_record
from policyengine.explain.find import UnknownSubjectError
from policyengine.reading.errors import UnreadableInputError, WrongUsageError
from policyengine.verdicts.verdicts import Verdicts
from tests.audit.town import AS_OF, POLICY, TABLES, Town, changed


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town with an empty ledger."""
    return Town(tmp_path)


def recall_of(town: Town) -> Recall:
    """Its ledger, to be read."""
    return Recall(town.home.open("ro"))


# --- replay -----------------------------------------------------------------------------------------------------------


def test_everything_comes_out_as_recorded(town: Town) -> None:
    town.record(waivers=True)
    recall = recall_of(town)
    found = replay(recall, recall.run(1))
    assert found == Replay(15, 0, (), (), ReplayedConsequences(1, 0, (), ()))


@pytest.mark.parametrize("backend", ["duckdb", "walker"])
def test_what_another_engine_computed_comes_out_alike(town: Town, backend: str) -> None:
    town.record(backend=backend)
    recall = recall_of(town)
    assert replay(recall, recall.run(1)).differing == 0


def falsified(monkeypatch: pytest.MonkeyPatch, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Verdicts are recorded otherwise than they were found."""
    frames = Verdicts.frames
    monkeypatch.setattr(Verdicts, "frames", lambda self: (change(frame) for frame in frames(self)))


def acquit(frame: pl.DataFrame) -> pl.DataFrame:
    """Everything noncompliant is called compliant."""
    status = pl.col("status")
    return frame.with_columns(
        pl.when(status == "noncompliant")
        .then(pl.lit("compliant", frame.schema["status"]))
        .otherwise(status)
        .alias("status")
    )


def test_a_verdict_that_was_recorded_falsely_is_named(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        falsified(patched, acquit)
        town.record()
    recall = recall_of(town)
    found = replay(recall, recall.run(1))
    assert [(each.rule, each.subject, each.was, each.now, each.fields) for each in found.differences] == [
        ("enough-clubs", "c", "compliant", "noncompliant", ("status",)),
        ("staffed", "k1", "compliant", "noncompliant", ("status",)),
        ("staffed", "k2", "compliant", "noncompliant", ("status",)),
        ("grown-up", "330800201501011234", "compliant", "noncompliant", ("status",)),
    ]
    assert {each.cause.en for each in found.differences} == {
        "the same engine: the verdict on record does not follow from the facts and the text on record"
    }


def test_verdicts_left_out_or_made_up_are_named(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        falsified(
            patched,
            lambda frame: frame.filter(pl.col("subject") != "k1").with_columns(pl.col("subject").replace({"k3": "k9"})),
        )
        town.record()
    recall = recall_of(town)
    found = replay(recall, recall.run(1))
    assert {(each.rule, each.subject, each.was, each.now) for each in found.differences} == {
        ("staffed", "k1", None, "noncompliant"),
        ("staffed", "k3", None, "compliant"),
        ("staffed", "k9", "compliant", None),
        ("visited", "k1", None, "not_applicable"),
        ("visited", "k3", None, "compliant"),
        ("visited", "k9", "compliant", None),
    }
    assert found.differing == 6


def test_another_version_of_the_engine_is_the_cause(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        falsified(patched, acquit)
        patched.setattr(recording, "version", lambda _name: "0.0.9")
        town.record()
    recall = recall_of(town)
    (cause,) = {each.cause.en for each in replay(recall, recall.run(1)).differences}
    assert cause.startswith("another engine: `policyengine 0.0.9 → ")
    assert replaying.cause_of(recall.run(1).run.engine).zh.startswith("引擎不同")


def test_what_cannot_be_derived_again_is_said_exactly(town: Town) -> None:
    town.record()
    assert forget_run(recall_of(town).run(1))
    assert not forget_run(recall_of(town).run(1))
    recall = recall_of(town)
    found = replay(recall, recall.run(1))
    assert (found.compared, found.differing) == (12, 0)
    assert [(each.rule, each.columns) for each in found.underivable] == [("grown-up", ("member.adult", "member.id"))]


def test_a_waiver_of_a_person_is_sealed(town: Town) -> None:
    identity = str(TABLES["member"][0]["id"])
    own = (town.folder / "waivers.yaml").read_text("utf-8")
    more = own.partition("\n")[2].replace("staffed", "grown-up").replace("k2", f'"{identity}"')
    (town.folder / "waivers.yaml").write_text(own + more, "utf-8")
    town.record(waivers=True)
    recall = recall_of(town)
    run = recall.run(1)
    assert {waiver.subject for waiver in run.waivers()} == {"k2", identity}
    assert replay(recall, run).differing == 0
    files = [each for each in town.folder.rglob("*") if each.is_file() and each.suffix != ".yaml"]
    assert not [each for each in files if identity.encode() in each.read_bytes()]
    forget_run(run)
    assert {waiver.subject for waiver in recall_of(town).run(1).waivers()} == {"k2"}
    opened = town.home.open()
    assert not verify_ledger(opened.ledger, opened.archive).faults


# --- looking up and explaining ----------------------------------------------------------------------------------------


def test_pages(town: Town) -> None:
    town.record()
    recall = recall_of(town)
    run = recall.run(1)
    pages = [look_up(recall, run, Asked(), offset=start, limit=4, unmask=True) for start in range(0, 20, 4)]
    assert [page.verdicts.height for page in pages] == [4, 4, 4, 3, 0]
    assert {page.total for page in pages} == {15}
    assert pl.concat(page.verdicts for page in pages if page.verdicts.height).unique(["rule", "subject"]).height == 15


def test_persons_go_by_their_pseudonyms(town: Town) -> None:
    town.record()
    recall = recall_of(town)
    run = recall.run(1)
    masked = look_up(recall, run, Asked(rule="grown-up"))
    assert set(masked.verdicts["subject"]) == {"member-0001", "member-0002", "member-0003"}
    one = look_up(recall, run, Asked(subject="member-0002"), unmask=True)
    assert one.total == 1
    assert one.verdicts["subject"][0].startswith("3308")
    assert "member-0002" in why_on_record(recall, run, "grown-up", "member-0002").to_text("en")
    forget_run(run)
    recall = recall_of(town)
    gone = look_up(recall, recall.run(1), Asked(rule="grown-up"))
    assert (gone.total, gone.sealed) == (0, ("member",))
    with pytest.raises(UnreadableInputError, match="cannot be read any more"):
        why_on_record(recall, recall.run(1), "grown-up", "member-0002")


def test_verdicts_of_a_place(town: Town) -> None:
    town.record()
    recall = recall_of(town)
    found = look_up(recall, recall.run(1), Asked(place=("street", "s1")))
    assert sorted(set(found.verdicts["subject"])) == ["k3"]
    assert look_up(recall, recall.run(1), Asked(rule="visited", place=("city", "c"))).total == 5
    with pytest.raises(WrongUsageError, match="stret"):
        look_up(recall, recall.run(1), Asked(place=("stret", "s1")))


def test_an_explanation_is_that_of_the_day(town: Town) -> None:
    town.record(waivers=True)
    policy = pe.load_policy(town.folder / "town_2024.yaml")
    granted = pe.load_waivers(town.folder / "waivers.yaml")
    expected = pe.explain(policy, town.facts(), "staffed", "k2", as_of=AS_OF, waivers=granted)
    for name in ("town_2024.yaml", "town.yaml", "waivers.yaml"):
        (town.folder / name).unlink()
    recall = recall_of(town)
    for lang in ("zh", "en"):
        assert why_on_record(recall, recall.run(1), "staffed", "k2").to_text(lang) == expected.to_text(lang)
    with pytest.raises(UnknownSubjectError):
        why_on_record(recall, recall.run(1), "staffed", "zz")
    with pytest.raises(WrongUsageError, match="staffed"):
        why_on_record(recall, recall.run(1), "stafed", "k2")


def test_a_changed_facts_file_is_not_explained(town: Town) -> None:
    town.record()
    for path in (town.folder / "audit" / "archive").rglob("*"):
        if path.is_file() and path.read_bytes()[:4] == b"PAR1":
            path.write_bytes(path.read_bytes() + b"x")
    recall = recall_of(town)
    with pytest.raises(ForgedError, match="has been changed"):
        why_on_record(recall, recall.run(1), "staffed", "k2")


# --- changes ----------------------------------------------------------------------------------------------------------


def compared(town: Town) -> list[tuple[str, str, str | None, str | None, tuple[str, ...], bool]]:
    """The flips between the first two runs, in short."""
    recall = recall_of(town)
    found = changes(recall, recall.run(1), recall.run(2))
    assert found.flipped == len(found.flips)
    return [(each.rule, each.subject, each.was, each.now, each.causes, each.together) for each in found.flips]


def test_the_same_again_changes_nothing(town: Town) -> None:
    town.record()
    town.record()
    recall = recall_of(town)
    found = changes(recall, recall.run(1), recall.run(2))
    assert (found.flips, found.flipped, found.unread, found.only_old, found.only_new) == ((), 0, (), (), ())


def test_a_changed_fact_and_the_row_it_stands_in(town: Town) -> None:
    town.record()
    town.record(changed(TABLES, "club", "k1", staff=9, colour="绿"))
    assert compared(town) == [("staffed", "k1", "noncompliant", "compliant", ("facts",), False)]
    recall = recall_of(town)
    (flip,) = changes(recall, recall.run(1), recall.run(2)).flips
    assert flip.rows == (ChangedRow("club", "k1", "staff", "1", "9"),)


def test_a_row_that_came_and_one_far_from_the_subject(town: Town) -> None:
    town.record()
    tables = changed(TABLES, "street", "s3", kind="urban")
    visits = [*TABLES["visit"], {"id": "v3", "name": "三", "club": "k2", "held_on": "2024-06-25"}]
    town.record({**tables, "visit": visits})
    recall = recall_of(town)
    flips = {each.rule: each for each in changes(recall, recall.run(1), recall.run(2)).flips}
    assert set(flips) == {"visited"}
    assert flips["visited"].rows == (ChangedRow("visit", "v3", "*", "gone", "here"),)


def test_a_changed_target(town: Town) -> None:
    town.record()
    town.write("town_2024.yaml", POLICY.replace("staff: {value: 3}", "staff: {value: 1}"))
    town.record()
    recall = recall_of(town)
    found = changes(recall, recall.run(1), recall.run(2))
    assert found.inputs == {"town_2024": frozenset({Input.POLICY})}
    assert [(each.subject, each.causes, each.parts) for each in found.flips] == [
        ("k1", ("policy",), ("$staff: 3 → 1",)),
        ("k2", ("policy",), ("$staff: 3 → 1",)),
    ]


def test_a_rule_that_came_and_one_that_went(town: Town) -> None:
    town.record()
    town.write("town_2024.yaml", POLICY.replace("  reported:", "  told:"))
    town.record()
    recall = recall_of(town)
    flips = changes(recall, recall.run(1), recall.run(2)).flips
    assert {(each.rule, each.was, each.now, each.causes, each.parts) for each in flips} == {
        ("reported", "unknown", None, ("policy",), ("removed",)),
        ("told", None, "unknown", ("policy",), ("added",)),
    }


def test_the_passage_of_time(town: Town) -> None:
    town.record()
    town.record(as_of=date(2024, 8, 1))
    assert compared(town) == [("visited", "k2", "unknown", "unknown", ("as_of",), False)]


def test_waivers(town: Town) -> None:
    town.record()
    town.record(waivers=True)
    assert compared(town) == [("staffed", "k2", "noncompliant", "waived", ("waivers",), False)]


def test_inputs_that_bring_it_about_together(town: Town) -> None:
    town.record()
    town.write("town_2024.yaml", POLICY.replace("staff: {value: 3}", "staff: {value: 2}"))
    town.record(changed(TABLES, "club", "k1", staff=2))
    flips = {flip[1]: flip for flip in compared(town)}
    assert flips["k1"] == ("staffed", "k1", "noncompliant", "compliant", ("facts", "policy"), True)
    assert flips["k2"] == ("staffed", "k2", "noncompliant", "compliant", ("policy",), False)


def test_inputs_each_of_which_would_do(town: Town) -> None:
    town.record()
    town.write("town_2024.yaml", POLICY.replace("staff: {value: 3}", "staff: {value: 1}"))
    town.record(changed(TABLES, "club", "k1", staff=9))
    flips = {flip[1]: flip for flip in compared(town)}
    assert flips["k1"] == ("staffed", "k1", "noncompliant", "compliant", ("facts", "policy"), False)


def test_a_rule_that_reads_what_was_not_kept_before(town: Town) -> None:
    town.record()
    town.write("town_2024.yaml", POLICY.replace("when: {grade: {present: true}}", "when: {colour: 红}"))
    town.record()
    flips = {flip[1]: flip[4:] for flip in compared(town)}
    assert set(flips.values()) == {(("policy",), False)}


def test_the_engine(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        frames = Verdicts.frames
        patched.setattr(
            Verdicts,
            "frames",
            lambda self: (
                acquit(frame).with_columns(
                    pl.col("status").cast(pl.String).reshape((-1, 1)).arr.to_list().alias("possible")
                )
                for frame in frames(self)
            ),
        )
        town.record()
    town.record()
    assert {flip[4] for flip in compared(town) if flip[2] == "compliant"} == {(ENGINE,)}


def test_what_cannot_be_read_is_left_out_and_named(town: Town) -> None:
    town.record()
    town.record(changed(TABLES, "club", "k1", staff=9))
    forget_run(recall_of(town).run(1))
    recall = recall_of(town)
    found = changes(recall, recall.run(1), recall.run(2))
    assert found.unread == ("town_2024/grown-up",)
    assert [each.subject for each in found.flips] == ["k1"]


def test_policies_of_one_run_alone(town: Town) -> None:
    town.record()
    town.write("other.yaml", POLICY.replace("policy: town_2024", "policy: other"))
    policy = pe.load_policy(town.folder / "other.yaml")
    pe.record(town.home, [policy], town.facts(), as_of=AS_OF)
    recall = recall_of(town)
    found = changes(recall, recall.run(1), recall.run(2))
    assert (found.only_old, found.only_new, found.flipped) == (("town_2024",), ("other",), 0)
