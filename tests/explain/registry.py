"""A small plan in which each kind of requirement occurs, and a registry in memory to hold it against."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from policyengine.explain.explain import explain
from policyengine.explain.find import alternatives_of, rule_named
from policyengine.explain.why import Why
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.language.waivers import Waiver
from policyengine.pipeline import judge
from policyengine.plan.check import make_plan
from policyengine.plan.planned import Plan
from policyengine.verdicts.assemble import Case
from policyengine.vocabulary.load import load_vocabulary
from policyengine.vocabulary.models import Vocabulary

CITY = "330800"
AUTHORITY = "MZ330802"
AFTER = date(2019, 1, 31)

Row = dict[str, object]
Tables = Mapping[str, list[Row]]


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(["social_organizations"], None)


@cache
def plan() -> Plan:
    return make_plan(load_policy(Path(__file__).with_name("plan.yaml")), vocabulary())


def row(entity: str, row_id: str, **given: object) -> Row:
    """A row whose optional fields are none, unless given; required fields that are not given stay unknown."""
    fields = vocabulary().entities[entity].fields.values()
    return {"id": row_id, **{field.name: None for field in fields if field.optional}, **given}


def organization(row_id: str, **given: object) -> Row:
    usual = {"county": "330802", "category": "community_service", "registration": "registered", "name": f"{row_id}协会"}
    return row("organization", row_id, **{**usual, **given})


def places(*, urban: int = 0, rural: int = 0) -> dict[str, list[Row]]:
    """The city with its county, a street, and so many communities."""
    kinds = [("urban", urban), ("rural", rural)]
    return {
        "city": [row("city", CITY, name="衢州市")],
        "county": [row("county", "330802", city=CITY, kind="district", name="柯城区")],
        "street": [row("street", "S1", county="330802", kind="street", name="府山街道")],
        "community": [
            row("community", f"{kind}-{number}", street="S1", kind=kind)
            for kind, count in kinds
            for number in range(count)
        ],
    }


def case(
    tables: Tables, *, as_of: date = AFTER, waivers: Iterable[Waiver] = (), incomplete: Iterable[str] = ()
) -> Case:
    complete = dict.fromkeys(incomplete, False)
    facts = read_facts({name: rows for name, rows in tables.items() if rows}, vocabulary(), complete=complete)
    return judge(plan(), plan().rules, facts, as_of=as_of, waivers=waivers).case


def why(of: Case, rule: str, subject: str, *, shown: int = 20) -> Why:
    planned = rule_named(of.plan, rule)
    return explain(of, planned, subject, alternatives=alternatives_of(of.plan, planned), shown=shown)
