"""Consequences on record: what is kept of them, found again, derived again, and compared between runs."""

from pathlib import Path

import polars as pl
import pytest

import policyengine as pe
from policyengine.audit.causes import ChangedRow
from policyengine.audit.changed_consequences import Turn
from policyengine.audit.changes import changes
from policyengine.audit.conclusions import AskedConsequences, look_up_consequences, recorded_conclusions
from policyengine.audit.forgetting import forget_run
from policyengine.audit.kept_consequences import consequences_of
from policyengine.audit.recall import Recall
from policyengine.audit.record import Concluded
from policyengine.audit.replay import replay
from policyengine.audit.verify import verify_ledger
from policyengine.reading.errors import WrongUsageError
from policyengine.verdicts.consequence_frame import Consequences
from tests.audit.test_replay import recall_of
from tests.audit.town import AS_OF, POLICY, TABLES, Town, changed

MORE = """\
  unlisted:
    subject: club
    when: {not: {verdicts: {staffed: [noncompliant, waived]}}}
    then: 给予扶持
    cite: {section: 二, quote: 给予扶持}
  told:
    subject: member
    when: {verdicts: {grown-up: noncompliant}}
    then: 通知监护人
    cite: {section: 四, quote: 通知监护人}
"""
CHILD = str(TABLES["member"][1]["id"])
UNSURE = str(TABLES["member"][2]["id"])


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town whose policy has three consequences, one of them for persons."""
    made = Town(tmp_path)
    made.write("town_2024.yaml", POLICY + MORE)
    return made


def found(recall: Recall, **asked: str | tuple[str, str]) -> list[tuple[str, str, str, list[str]]]:
    page = look_up_consequences(recall, recall.run(1), AskedConsequences(**asked), unmask=True)  # type: ignore[arg-type]  # some of its fields
    assert page.total == page.conclusions.height
    return page.conclusions.select("consequence", "subject", "truth", "chain").rows()


def test_each_is_kept_with_its_chain(town: Town) -> None:
    (plan,) = town.record(changed(TABLES, "club", "k3", staff=None), waivers=True).run.plans
    assert plan.concluded == {
        "listed": Concluded(yes=1, unknown=1),
        "unlisted": Concluded(yes=2, unknown=1),
        "told": Concluded(yes=1, unknown=1),
    }
    recall = recall_of(town)
    listed, unlisted = ["listed: staffed=noncompliant"], ["unlisted: staffed!=waived|noncompliant"]
    assert found(recall, consequence="listed") == [
        ("listed", "k1", "yes", listed),
        ("listed", "k3", "unknown", listed),
    ]
    assert found(recall, truth="unknown") == [
        ("listed", "k3", "unknown", listed),
        ("unlisted", "k3", "unknown", unlisted),
        ("told", UNSURE, "unknown", ["told: grown-up=noncompliant"]),
    ]
    assert found(recall, subject="k4", policy="town_2024") == [("unlisted", "k4", "yes", unlisted)]
    assert found(recall, place=("street", "s3")) == [("unlisted", "k5", "yes", unlisted)]


def test_they_are_those_of_the_evaluation(town: Town) -> None:
    town.record()
    recall = recall_of(town)
    policy = pe.load_policy(town.folder / "town_2024.yaml")
    evaluated = pe.evaluate(policy, town.facts(), as_of=AS_OF).consequences().to_polars()
    assert pl.concat(recorded_conclusions(recall, recall.run(1), unmask=True)).equals(evaluated)


def test_a_policy_without_consequences_keeps_none(town: Town) -> None:
    town.write("town_2024.yaml", POLICY.partition("consequences:")[0])
    (plan,) = town.record().run.plans
    assert (plan.consequences, plan.concluded) == (None, {})
    recall = recall_of(town)
    assert found(recall) == []
    assert replay(recall, recall.run(1)).consequences.compared == 0


def test_pages(town: Town) -> None:
    town.record(waivers=True)
    recall = recall_of(town)
    run, asked = recall.run(1), AskedConsequences()
    pages = [look_up_consequences(recall, run, asked, offset=n, limit=2, unmask=True) for n in (0, 2, 4, 6)]
    assert [page.conclusions.height for page in pages] == [2, 2, 2, 0]
    assert {page.total for page in pages} == {6}


def test_an_unknown_consequence_names_the_nearest(town: Town) -> None:
    town.record()
    with pytest.raises(WrongUsageError) as raised:
        found(recall_of(town), consequence="listd")
    assert (raised.value.problem.en, "`listed`" in raised.value.way_out.en) == (
        "run 1 has no consequence `listd`",
        True,
    )


def test_persons_are_sealed_and_go_by_pseudonyms(town: Town) -> None:
    town.record()
    files = [each for each in (town.folder / "audit" / "archive").rglob("*") if each.is_file()]
    assert not [each for each in files if CHILD.encode() in each.read_bytes()]
    recall = recall_of(town)
    masked = look_up_consequences(recall, recall.run(1), AskedConsequences(consequence="told"), unmask=False)
    names = masked.conclusions["subject"].to_list()
    assert all(name.startswith("member-000") for name in names)
    asked = AskedConsequences(consequence="told", subject=names[0])
    assert look_up_consequences(recall, recall.run(1), asked, unmask=False).total == 1


def test_what_was_forgotten_is_named_and_the_rest_derived(town: Town) -> None:
    town.record()
    assert forget_run(recall_of(town).run(1))
    recall = recall_of(town)
    page = look_up_consequences(recall, recall.run(1), AskedConsequences(), unmask=True)
    assert (page.sealed, page.total) == (("told",), 5)
    again = replay(recall, recall.run(1)).consequences
    assert (again.compared, again.differing, again.underivable) == (5, 0, ("town_2024/told",))
    opened = town.home.open()
    assert not verify_ledger(opened.ledger, opened.archive).faults


def test_a_consequence_that_was_recorded_falsely_is_named(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = Consequences.frames
    with monkeypatch.context() as patched:
        patched.setattr(
            Consequences,
            "frames",
            lambda self: (
                frame.filter(pl.col("subject") != "k1").with_columns(pl.col("subject").replace({"k3": "k9"}))
                for frame in frames(self)
            ),
        )
        town.record()
    recall = recall_of(town)
    again = replay(recall, recall.run(1)).consequences
    assert [(each.consequence, each.subject, each.was, each.now, each.fields) for each in again.differences] == [
        ("listed", "k1", None, "yes", ("truth", "chain")),
        ("unlisted", "k3", None, "yes", ("truth", "chain")),
        ("unlisted", "k9", "yes", None, ("truth", "chain")),
    ]
    assert {each.cause.en for each in again.differences} == {
        "the same engine: the verdict on record does not follow from the facts and the text on record"
    }


def test_a_flipped_byte_is_found(town: Town) -> None:
    (plan,) = town.record().run.plans
    recall = recall_of(town)
    for named in (
        plan.consequences,
        *(part for kept in consequences_of(plan, recall.home.archive) for part in kept.parts),
    ):
        file = town.folder / "audit" / "archive" / "sha256" / str(named)[7:9] / str(named)[7:]
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        opened = town.home.open()
        (fault,) = verify_ledger(opened.ledger, opened.archive).faults
        assert "consequence" in fault.en
        file.write_bytes(whole)


# --- between two runs -------------------------------------------------------------------------------------------------


def turned(town: Town) -> dict[tuple[str, str], Turn]:
    recall = recall_of(town)
    differing = changes(recall, recall.run(1), recall.run(2))
    assert differing.turned == len(differing.turns)
    return {(each.consequence, each.subject): each for each in differing.turns}


def test_nothing_follows_otherwise_from_the_same(town: Town) -> None:
    town.record()
    town.record()
    assert turned(town) == {}


def test_a_changed_fact_and_what_it_led_to(town: Town) -> None:
    town.record()
    town.record(changed(TABLES, "club", "k1", staff=9))
    row = (ChangedRow("club", "k1", "staff", "1", "9"),)
    common = ("facts",), False, (), row
    assert turned(town) == {
        ("listed", "k1"): Turn("town_2024", "club", "listed", "k1", "yes", None, *common),
        ("unlisted", "k1"): Turn("town_2024", "club", "unlisted", "k1", None, "yes", *common),
    }


def test_a_waiver_lifts_what_followed(town: Town) -> None:
    town.record()
    town.record(waivers=True)
    (turn,) = turned(town).values()
    assert (turn.consequence, turn.subject, turn.was, turn.now, turn.causes) == (
        "listed",
        "k2",
        "yes",
        None,
        ("waivers",),
    )


def test_what_changed_in_the_policy(town: Town) -> None:
    town.record()
    text = (town.folder / "town_2024.yaml").read_text("utf-8")
    loose = text.replace("staff: {value: 3}", "staff: {value: 2}")
    other = loose.replace("staffed: noncompliant", "staffed: [noncompliant, compliant]")
    town.write("town_2024.yaml", other)
    town.record()
    found = turned(town)
    assert {key: (each.was, each.now, each.parts) for key, each in found.items()} == {
        ("listed", "k3"): (None, "yes", ("consequence", "staffed: $staff: 3 → 2")),
        ("unlisted", "k2"): (None, "yes", ("staffed: $staff: 3 → 2",)),
    }
    assert {each.causes for each in found.values()} == {("policy",)}


def test_a_consequence_that_came_and_one_that_went(town: Town) -> None:
    town.record()
    text = (town.folder / "town_2024.yaml").read_text("utf-8")
    town.write("town_2024.yaml", text.replace("  listed:", "  named:"))
    town.record()
    assert {(each.consequence, each.subject, each.was, each.now) for each in turned(town).values()} == {
        ("listed", "k1", "yes", None),
        ("listed", "k2", "yes", None),
        ("named", "k1", None, "yes"),
        ("named", "k2", None, "yes"),
    }


def test_consequences_of_forgotten_persons_are_left_out_and_named(town: Town) -> None:
    town.record()
    town.record()
    forget_run(recall_of(town).run(1))
    recall = recall_of(town)
    assert changes(recall, recall.run(1), recall.run(2)).unread == ("town_2024/grown-up", "town_2024/told")
