"""What tells subjects apart; of those that are alike one is walked, and the others are told the same."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import policyengine as pe
from policyengine.engine.outcome import Outcome
from policyengine.engine.walker.requirements import result
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import ResultOf, walk
from policyengine.live import rulebook
from policyengine.live.changes import VerdictChange
from policyengine.live.rulebook import Rulebook
from policyengine.pipeline import plan
from policyengine.plan.planned import Plan, PlannedRule
from policyengine.reading.place import Place
from tests.live.town import AS_OF, PLAN, moved, organization, tables

COMMUNITIES = 60


@pytest.fixture
def policy(tmp_path: Path) -> pe.Policy:
    path = tmp_path / "town.yaml"
    path.write_text(PLAN, "utf-8")
    return pe.load_policy(path)


def facts(parents: dict[int, object]) -> pe.FactBase:
    """Sixty communities, and organizations by number with the communities that they are said to be of."""
    organizations = [organization(n, community=parent) for n, parent in parents.items()]
    communities = [{"id": f"c{n}", "street": "s"} for n in range(COMMUNITIES)]
    return pe.read_facts({**tables(organizations), "community": communities})


def test_a_rule_tells_its_subjects_apart_by_what_it_reads_of_them(policy: pe.Policy) -> None:
    base = facts({1: "c1"})
    ready = plan(policy, base)
    book = Rulebook((ready,), base.vocabulary)
    found = {entry.rule.id: book.likeness(entry.number) for entry in book.entries[: len(ready.rules)]}
    told = {rule: alike and (alike.cells, len(alike.nodes)) for rule, alike in found.items()}
    lifetime = ("dissolved_on", "established_on")
    own = tuple(((), name) for name in sorted((*lifetime, "full_time_party_members", "party_organization_form")))
    assert told == {
        "half-inspected": ((((), "city"),), 1),
        "two-in-each": (((("street", "county"), "city"),), 1),
        "branch": ((*own, (("county",), "city")), 0),
        "records-kept": None,
    }


def test_of_many_that_are_alike_one_is_walked(policy: pe.Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    base = facts({1: "c1", 2: "c1", 3: "c2", 4: "不详", 5: "c3"})
    walked: Counter[str] = Counter()

    def counted(
        ready: Plan, rule: PlannedRule, known: Facts, subject: str, as_of: date, *, result_of: ResultOf = result
    ) -> Outcome:
        walked[rule.id] += 1
        return walk(ready, rule, known, subject, as_of, result_of=result_of)

    with pe.live([policy], base, as_of=AS_OF) as session:
        monkeypatch.setattr(rulebook, "walk", counted)
        changes = session.upsert("organization", {"id": "o5", "community": "不详"})
        now = pe.evaluate(policy, session.facts(), as_of=AS_OF)
        two = [change for change in changes if isinstance(change, VerdictChange) and change.rule == "two-in-each"]
        assert {change.subject: change.after for change in two} == {
            f"c{n}": now.get("two-in-each", f"c{n}") for n in range(COMMUNITIES)
        }
        assert walked["two-in-each"] == 3 + 3  # before: of none, one and two of their own; afterwards likewise
        assert {after for *_, after in moved(changes)} == {"unknown", "compliant"}


def test_a_waiver_is_told_of_its_subject_alone(policy: pe.Policy) -> None:
    exempt = pe.Waiver(
        policy="town",
        rule="two-in-each",
        subject="c7",
        start=date(2018, 1, 1),
        end=date(2018, 12, 31),
        owner="民政局",
        reason="新设社区",
        place=Place("w.yaml"),
    )
    base = facts({1: "不详", 2: "不详"})
    with pe.live([policy], base, as_of=AS_OF, waivers=[exempt]) as session:
        changes = moved(session.upsert("organization", {"id": "o1", "community": "c0"}))
    others = {("two-in-each", f"c{n}", "unknown", "shortfall") for n in range(1, COMMUNITIES) if n != 7}
    assert changes == {*others, ("two-in-each", "c7", "unknown", "waived"), ("two-in-each", "c0", "unknown", "unknown")}
