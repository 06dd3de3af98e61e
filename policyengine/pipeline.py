"""The main path on one page: policy text, checked rules, a plan, outcomes, verdicts.

`load_policy` and `read_facts` read; `plan` resolves; `evaluate` gives verdicts; `explain` says why one was given.
"""

from collections.abc import Iterable
from datetime import date

from policyengine.facts.judgements import with_judgements
from policyengine.facts.tables import FactBase
from policyengine.language.models import Policy
from policyengine.language.waivers import Waiver
from policyengine.plan.check import make_plan
from policyengine.plan.nodes import Judged, Plan, PlannedRule
from policyengine.plan.resolve import Jurisdiction
from policyengine.plan.walk import parts_of
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.waivers import in_force


def plan(policy: Policy, facts: FactBase, *, jurisdiction: Jurisdiction | None = None) -> Plan:
    """The policy's rules made ready for the vocabulary of the facts. Raises `PolicyError` with all findings."""
    return make_plan(policy, facts.vocabulary, jurisdiction=jurisdiction)


def evaluate(
    policy: Policy,
    facts: FactBase,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    jurisdiction: Jurisdiction | None = None,
) -> Verdicts:
    """The verdicts of all rules of a policy over facts, as of a day."""
    ready = plan(policy, facts, jurisdiction=jurisdiction)
    return judge(ready, ready.rules, facts, as_of=as_of, waivers=waivers)


def judge(
    ready: Plan, rules: tuple[PlannedRule, ...], facts: FactBase, *, as_of: date, waivers: Iterable[Waiver] = ()
) -> Verdicts:
    """The verdicts of some of a plan's rules or readings."""
    named = {(node.entity, node.name) for node in parts_of(*rules) if isinstance(node, Judged)}
    known = with_judgements(facts, named)
    return Verdicts(Case(ready, known, as_of, in_force(waivers, ready.policy, as_of)), rules)
