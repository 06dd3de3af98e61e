"""Small registries in memory, and what one rule of a policy says of them."""

from datetime import date
from functools import cache
from itertools import count as count_from
from pathlib import Path

from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.pipeline import judge
from policyengine.plan.check import make_plan
from policyengine.plan.planned import Plan
from policyengine.verdicts.verdict import Verdict
from policyengine.vocabulary.load import load_vocabulary
from policyengine.vocabulary.models import Vocabulary

POLICIES = Path(__file__).parents[2] / "policies"
UNKNOWN = "不详"

_numbers = count_from(1)

Row = dict[str, object]


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(["social_organizations"], None)


@cache
def plan(policy: str) -> Plan:
    return make_plan(load_policy(POLICIES / f"{policy}.yaml"), vocabulary())


def row(entity: str, row_id: str, **given: object) -> Row:
    """A row whose optional fields are none, unless given; required fields that are not given stay unknown."""
    fields = vocabulary().entities[entity].fields.values()
    return {"id": row_id, **{field.name: None for field in fields if field.optional}, **given}


def rows(entity: str, count: int, **given: object) -> list[Row]:
    """So many rows that differ in their ids alone, which no other row of the test run has."""
    return [row(entity, f"{entity}-{next(_numbers)}", **given) for _ in range(count)]


def verdict(
    policy: str, rule: str, subject: str, as_of: date, tables: dict[str, list[Row]], *, reading: str | None = None
) -> Verdict:
    """The verdict of a rule, or of one of its other readings, on a subject."""
    ready = plan(policy)
    rules = ready.rules if reading is None else ready.readings
    chosen = tuple(found for found in rules if found.id == rule and found.alternative == reading)
    found = judge(ready, chosen, read_facts(tables, vocabulary()), as_of=as_of).get(rule, subject)
    assert found is not None
    return found
