"""Sessions by hand: what each change does, what is refused, and that a refused change leaves everything as it was."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import policyengine as pe
from policyengine.live.changes import ConsequenceChange, VerdictChange
from policyengine.live.judging import Judging
from policyengine.reading.text import Text
from policyengine.verdicts.rete import ChainingRefusedError
from policyengine.verdicts.verdict import Verdict
from tests.live.town import AS_OF, moved, organization, session


@pytest.fixture
def town(tmp_path: Path) -> Iterator[pe.LiveSession]:
    with session(tmp_path, [organization(1), organization(2), organization(3, community="c2")]) as opened:
        yield opened


def test_a_new_row_reaches_its_subjects_and_no_others(town: pe.LiveSession) -> None:
    changes = town.upsert("organization", organization(4, community="c2"))
    assert moved(changes) == {
        ("branch", "o4", None, "not_applicable"),
        ("two-in-each", "c2", "shortfall", "compliant"),
    }
    changes = town.upsert("organization", organization(5))
    [ratio] = [change for change in changes if isinstance(change, VerdictChange) and change.rule == "half-inspected"]
    assert (gap(ratio.before), gap(ratio.after), ratio.status_changed) == ("2", "3", False)
    assert ratio.because == ("organization:o5",)


def test_ids_are_read_as_files_have_them(town: pe.LiveSession) -> None:
    assert town.upsert("organization", {**organization(1), "id": " o1\u3000"}) == ()
    town.upsert("organization", {**organization(9), "id": 9})
    assert town.facts().table("organization").frame.collect()["id"].sort().to_list() == ["9", "o1", "o2", "o3"]
    for nothing in ("", " ", "不详", None, True, 1.5):
        with pytest.raises(pe.FactsError, match="the id is empty"):
            town.upsert("organization", {**organization(1), "id": nothing})


def gap(verdict: Verdict | None) -> str | None:
    """How much is lacking."""
    return verdict.gap.amount if verdict is not None and verdict.gap is not None else None


def test_a_ratio_is_kept_by_increments(town: pe.LiveSession) -> None:
    for n in (1, 2):
        town.upsert("inspection", {"id": f"i{n}", "organization": f"o{n}", "on_site": True, "inspected_on": AS_OF})
    verdict = town.verdict("town", "half-inspected", "330802")
    assert verdict is not None
    assert (verdict.status.value, verdict.lo, verdict.hi) == ("compliant", "2/3", "2/3")
    town.remove("inspection", "i1")
    verdict = town.verdict("town", "half-inspected", "330802")
    assert verdict is not None
    assert (verdict.status.value, verdict.lo, verdict.hi) == ("pending", "1/3", "1/3")


def test_a_chain_of_consequences_comes_and_goes(town: pe.LiveSession) -> None:
    came = town.upsert("organization", {"id": "o1", "full_time_party_members": 3})
    assert moved(came) == {
        ("branch", "o1", "not_applicable", "noncompliant"),
        ("listed", "o1", None, "yes"),
        ("excluded", "o1", None, "yes"),
    }
    assert [str(step) for step in town.conclusions("town", "organization", "o1")[1].chain] == [
        "listed: branch=noncompliant",
        "excluded: listed",
    ]
    assert moved(town.upsert("organization", {"id": "o1", "party_organization_form": "不详"})) == {
        ("branch", "o1", "noncompliant", "unknown"),
        ("listed", "o1", "yes", "unknown"),
        ("excluded", "o1", "yes", "unknown"),
    }
    assert moved(town.upsert("organization", {"id": "o1", "party_organization_form": "standalone"})) == {
        ("branch", "o1", "unknown", "compliant"),
        ("listed", "o1", "unknown", None),
        ("excluded", "o1", "unknown", None),
    }
    assert town.conclusions("town", "organization", "o1") == ()


def test_what_fired_is_told(town: pe.LiveSession) -> None:
    [change, *_] = town.upsert("organization", {"id": "o2", "full_time_party_members": 4})
    assert isinstance(change, VerdictChange)
    assert [firing.production for firing in change.fired] == ["5 noncompliant"]
    assert change.because == ("organization:o2.full_time_party_members",)


def test_days_pass_and_deadlines_with_them(town: pe.LiveSession) -> None:
    assert moved(town.advance(date(2018, 12, 31))) == set()
    assert moved(town.advance(date(2019, 1, 1))) == {
        ("half-inspected", "330802", "pending", "noncompliant"),
        ("records-kept", "330800", "pending", "noncompliant"),
    }
    late = {"id": "i", "organization": "o1", "on_site": True, "inspected_on": date(2019, 1, 1)}
    assert town.upsert("inspection", late) == ()  # the deadline has frozen the measurement


def test_lifetimes_end_as_days_pass(town: pe.LiveSession) -> None:
    assert town.upsert("organization", {"id": "o2", "dissolved_on": date(2018, 6, 2)}) == ()
    assert town.advance(date(2018, 6, 2)) == ()
    assert ("two-in-each", "c1", "compliant", "shortfall") in moved(town.advance(date(2018, 6, 3)))


def test_records_of_work_reach_the_rule_that_they_prove(town: pe.LiveSession) -> None:
    about = {"policy": "town", "rule": "records-kept", "item": "台账", "subject_kind": "city", "subject_id": "330800"}
    done = {"id": "w", **about, "outcome": "done", "done_on": date(2018, 5, 1)}
    assert moved(town.upsert("work_record", done)) == {("records-kept", "330800", "pending", "compliant")}
    assert moved(town.remove("work_record", "w")) == {("records-kept", "330800", "compliant", "pending")}


def test_a_child_of_unknown_parent_may_be_everybodys(town: pe.LiveSession) -> None:
    changes = town.upsert("organization", {"id": "o2", "community": "不详"})
    assert moved(changes) == {
        ("two-in-each", "c1", "compliant", "unknown"),
        ("two-in-each", "c2", "shortfall", "unknown"),
    }


def test_the_same_change_twice_changes_nothing(town: pe.LiveSession) -> None:
    row = {"id": "o1", "full_time_party_members": 3}
    assert town.upsert("organization", row)
    assert town.upsert("organization", row) == ()
    assert town.upsert("organization", {"id": "o1", "full_time_party_members": "3"}) == ()


@pytest.mark.parametrize(
    ("entity", "row", "words"),
    [
        ("organization", {"id": "o1", "colour": "red"}, "colour"),
        ("organisation", {"id": "o1"}, "organization"),
        ("organization", {"id": " "}, "id"),
        ("organization", {"id": "o1", "community": "nowhere"}, "community"),
        ("organization", {"id": "o1", "full_time_party_members": -1}, "0"),
        ("organization", {"id": "o1", "dissolved_on": date(2014, 1, 1)}, "comes before"),
        ("organization", {"id": "o1", "registration": "maybe"}, "registration"),
        ("work_record", {"id": "w", "policy": "town"}, "must not be empty"),
        ("training", {"id": "t"}, "no table of training"),
    ],
)
def test_what_is_refused_leaves_everything_as_it_was(
    entity: str, row: dict[str, object], words: str, town: pe.LiveSession
) -> None:
    before = town.facts().sha256
    with pytest.raises(pe.PolicyEngineError, match=words):
        town.upsert(entity, row)
    assert town.facts().sha256 == before


def test_a_row_that_others_refer_to_stays(town: pe.LiveSession) -> None:
    with pytest.raises(pe.LiveError, match="still referred to by `community` of organization `o3`"):
        town.remove("community", "c2")
    town.remove("organization", "o3")
    assert moved(town.remove("community", "c2")) == {("two-in-each", "c2", "shortfall", None)}


def test_who_is_not_there_cannot_be_asked_about(town: pe.LiveSession) -> None:
    town.remove("organization", "o3")
    with pytest.raises(pe.LiveError, match="there is no organization `o3`"):
        town.verdict("town", "branch", "o3")
    with pytest.raises(pe.LiveError, match="there is no organization `o3`"):
        town.remove("organization", "o3")
    with pytest.raises(pe.LiveError, match="there is no rule town/brunch"):
        town.verdict("town", "brunch", "o1")


def test_days_do_not_go_back(town: pe.LiveSession) -> None:
    with pytest.raises(pe.LiveError, match="2018-05-31 is past"):
        town.advance(date(2018, 5, 31))
    assert town.as_of == AS_OF


def test_a_failing_engine_is_no_verdict_and_no_change(town: pe.LiveSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ChainingRefusedError(Text("失败", "failed"))

    before = town.facts().sha256
    with monkeypatch.context() as patch:
        patch.setattr(Judging, "judged", fail)
        with pytest.raises(ChainingRefusedError):
            town.upsert("organization", {"id": "o1", "full_time_party_members": 3})
    assert town.facts().sha256 == before
    assert ("branch", "o1", "not_applicable", "noncompliant") in moved(
        town.upsert("organization", {"id": "o1", "full_time_party_members": 3})
    )


def test_a_registry_of_no_organizations(tmp_path: Path) -> None:
    with session(tmp_path) as empty:
        assert moved(empty.upsert("organization", organization(1))) == {
            ("branch", "o1", None, "not_applicable"),
            ("two-in-each", "c1", "shortfall", "shortfall"),
            ("half-inspected", "330802", "not_applicable", "pending"),
        }


def test_a_closed_session_takes_nothing_more(town: pe.LiveSession) -> None:
    town.close()
    with pytest.raises(pe.LiveError, match="closed"):
        town.upsert("organization", {"id": "o1"})
    town.close()


def test_sessions_do_not_know_of_one_another(tmp_path: Path) -> None:
    with session(tmp_path, [organization(1)]) as one, session(tmp_path, [organization(1)]) as other:
        assert one.upsert("organization", {"id": "o1", "full_time_party_members": 3})
        found = other.verdict("town", "branch", "o1")
        assert found is not None
        assert found.status.value == "not_applicable"


def test_threads_share_a_session(tmp_path: Path) -> None:
    with session(tmp_path, [organization(n, community="c1") for n in range(1, 41)]) as shared:
        rows = [{"id": f"o{n}", "community": "c2" if n % 2 else "c1"} for n in range(1, 41)]
        with ThreadPoolExecutor(8) as pool:
            found = pool.map(lambda row: shared.upsert("organization", row), rows)
            changes = [change for each in found for change in each]
        assert moved(changes) >= {("two-in-each", "c2", "shortfall", "compliant")}
        counts = [shared.verdict("town", "two-in-each", place) for place in ("c1", "c2")]
        assert [verdict and verdict.lo for verdict in counts] == ["20", "20"]


def test_facts_are_those_of_all_changes(town: pe.LiveSession, tmp_path: Path) -> None:
    town.upsert("organization", organization(9, full_time_party_members="12", dissolved_on="2018-05-01"))
    again = pe.evaluate(pe.load_policy(tmp_path / "town.yaml"), town.facts(), as_of=AS_OF)
    assert {each.subject: each.status.value for each in again if each.rule == "branch"} == {
        "o1": "not_applicable",
        "o2": "not_applicable",
        "o3": "not_applicable",
        "o9": "not_applicable",
    }


def test_waivers_come_into_force_and_end_as_days_pass(tmp_path: Path) -> None:
    path = tmp_path / "town.waivers.yaml"
    path.write_text(
        "waivers:\n"
        "  - {policy: town, rule: branch, subject: o1,\n"
        "     from: 2018-06-02, until: 2018-06-03, owner: 民政局, reason: 试点}\n",
        "utf-8",
    )
    with session(tmp_path, [organization(1, full_time_party_members=3)], waivers=pe.load_waivers(path)) as exempting:
        assert moved(exempting.advance(date(2018, 6, 2))) == {
            ("branch", "o1", "noncompliant", "waived"),
            ("listed", "o1", "yes", None),
            ("excluded", "o1", "yes", None),
        }
        assert exempting.advance(date(2018, 6, 3)) == ()
        ended = exempting.advance(date(2018, 6, 4))
        assert ("branch", "o1", "waived", "noncompliant") in moved(ended)
        [listed] = [
            change for change in ended if isinstance(change, ConsequenceChange) and change.consequence == "listed"
        ]
        assert listed.after is not None
        assert listed.after.as_of == date(2018, 6, 4)
