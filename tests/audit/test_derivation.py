"""A certificate's derivation, followed by the checker alone, gives the walker's verdict.

Drawn worlds have everything that can be unknown; POLICYENGINE_AGREEMENT=N tries more of them.
"""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import policyengine as pe
from policyengine import pipeline
from policyengine.audit.certificates.material import material_of
from policyengine.audit.checker.derive import derive
from policyengine.audit.checker.material import Group, Material
from policyengine.authoring.strategies import World, worlds
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import subjects, walk
from policyengine.plan.nodes import HOLDS, Count, Presence
from policyengine.plan.planned import FixedDue
from policyengine.semantics.interval import Comparator
from policyengine.verdicts.assemble import Case, verdict_of
from policyengine.verdicts.waivers import in_force
from tests.agreement.test_engines import waivers_for
from tests.engine.village import AS_OF, CITY_CLUBS, Village, at_least, compare, path, plan, population, require, rule
from tests.interfaces.calling import ROOT

EXAMPLES = int(os.environ.get("POLICYENGINE_AGREEMENT", "100"))


def reread(material: Material) -> Material:
    """The material as it is read from a file."""
    return Material.model_validate(json.loads(material.model_dump_json()))


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_checker_and_the_walker_give_the_same_verdict(world: World) -> None:
    facts = Facts(world.facts)
    chosen = {rule.id: subjects(world.plan, rule.subject, facts) for rule in world.plan.rules}
    waived = in_force(waivers_for(world, chosen), world.plan.policy, world.as_of)
    case = Case(world.plan, world.facts, world.as_of, waived)
    for asked in world.plan.rules:
        for subject in chosen[asked.id]:
            outcome = walk(world.plan, asked, facts, subject, world.as_of)
            derivation, verdict = derive(reread(material_of(case, asked, subject)))
            assert verdict.model_dump(mode="json") == verdict_of(case, asked, subject, outcome).model_dump(mode="json")
            assert derivation.missing == outcome.missing
            assert list(derivation.causes.items()) == [(cause.value, one.name.lower()) for cause, one in outcome.causes]


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "policies").glob("*.yaml")))
def test_the_checker_follows_the_verdicts_of_the_plans(name: str, tmp_path: Path) -> None:
    policy = pe.load_policy(ROOT / "policies" / f"{name}.yaml")
    assert policy.jurisdiction.id
    pe.make_demo(tmp_path, policy.jurisdiction.id, 150, policies=[policy])
    facts = pe.read_facts(tmp_path)
    as_of = (policy.period.end or date(2023, 12, 31)) + timedelta(days=31)
    ready = pipeline.plan(policy, facts)
    verdicts = pipeline.judge(ready, ready.rules[::7], facts, as_of=as_of)
    seen = {}
    for verdict in verdicts:
        seen.setdefault((verdict.rule, verdict.status), verdict)
    rules = {rule.id: rule for rule in verdicts.rules}
    for verdict in seen.values():
        material = material_of(verdicts.case, rules[verdict.rule], verdict.subject, unmask=True)
        assert derive(reread(material))[1].model_dump(mode="json") == verdict.model_dump(mode="json")


# --- groups -----------------------------------------------------------------------------------------------------------


def clubs(founded: list[date | None]) -> Village:
    rows = [{"street": "1", "founded_on": day, "ended_on": None, "members": n} for n, day in enumerate(founded)]
    return Village({"city": [{}], "street": [{"city": "1", "kind": "urban"}], "club": rows, "visit": []})


def material(village: Village, *, due: date = AS_OF) -> Material:
    where = compare(path("club", "members"), Comparator.MORE_THAN, 2)
    asked = rule(require(Count(population(CITY_CLUBS, where)), at_least(3)), due=FixedDue(due))
    return material_of(Case(plan(asked), village.facts().base, AS_OF, {}), asked, "1")


def test_rows_that_the_rule_does_not_tell_apart_are_one_group() -> None:
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(500)]
    found = material(clubs(days))
    assert [
        group.model_dump(mode="json", exclude={"ids_sha256", "first"}) for group in found.subject.children["clubs"]
    ] == [
        {
            "count": 3,
            "cells": {
                "members": {"from": "0", "until": "2"},
                "founded_on": {"from": "2000-01-01", "until": "2000-01-03"},
                "ended_on": {"lack": "none"},
            },
            "children": {},
        },
        {
            "count": 497,
            "cells": {
                "members": {"from": "3", "until": "499"},
                "founded_on": {"from": "2000-01-04", "until": "2001-05-14"},
                "ended_on": {"lack": "none"},
            },
            "children": {},
        },
    ]
    first = found.subject.children["clubs"][0].first
    assert [(row.id, row.file, row.row) for row in first] == [
        ("1", "facts.csv", 2),
        ("2", "facts.csv", 3),
        ("3", "facts.csv", 4),
    ]
    assert derive(found)[1].lo == "497"


def test_a_range_in_which_a_test_tells_rows_apart_is_refused() -> None:
    found = material(clubs([date(2000, 1, 1), date(2001, 1, 1), date(2002, 1, 1)]))
    (group,) = found.subject.children["clubs"]
    mixed = group.model_dump() | {"cells": {**group.model_dump()["cells"], "members": {"from": "1", "until": "5"}}}
    subject = found.subject.model_copy(update={"children": {"clubs": (Group.model_validate(mixed),)}})
    with pytest.raises(pe.PolicyEngineError, match="the rows of a group are not alike"):
        derive(found.model_copy(update={"subject": subject}))


def test_what_is_read_of_words_only_as_present_may_differ_within_a_group() -> None:
    village = Village(
        {
            "city": [{}],
            "street": [{"city": "1"}],
            "club": [
                {"street": "1", "parent": str(n % 7 + 1), "founded_on": None, "ended_on": None} for n in range(50)
            ],
            "visit": [],
        }
    )
    asked = rule(require(Count(population(CITY_CLUBS, Presence(path("club", "parent"), wanted=True))), at_least(50)))
    found = material_of(Case(plan(asked), village.facts().base, AS_OF, {}), asked, "1")
    (group,) = found.subject.children["clubs"]
    assert (group.count, group.cells["parent"].model_dump()) == (50, {"from": "1", "until": "7"})
    assert derive(found)[1].status == "compliant"


def test_rows_that_are_there_for_others_are_nobodys_children() -> None:
    """A club of another city, read because one of this city names it as its parent, does not count as unplaced."""
    village = Village(
        {
            "city": [{}, {}],
            "street": [{"city": "1"}, {"city": "2"}],
            "club": [
                {"street": "1", "parent": "2", "grade": "one", "founded_on": None, "ended_on": None},
                {"street": "2", "parent": None, "grade": "one", "founded_on": None, "ended_on": None},
            ],
            "visit": [],
        }
    )
    where = Presence(path("club", "parent", "grade"), wanted=True)
    asked = rule(require(Count(population(CITY_CLUBS, where)), at_least(1)), when=HOLDS)
    found = material_of(Case(plan(asked), village.facts().base, AS_OF, {}), asked, "1")
    assert found.unplaced == {"clubs": ()}
    assert (derive(found)[1].lo, derive(found)[1].hi) == ("1", "1")
