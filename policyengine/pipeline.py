"""The main path on one page: policy text, checked rules, a plan, outcomes, verdicts.

`check_policy` and `read_facts` read; `plan` resolves; `evaluate` gives verdicts, `other_readings` those under the other
readings of the text; `explain` says why one was given.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from policyengine.explain.explain import explain as explain_verdict
from policyengine.explain.find import alternatives_of, rule_named
from policyengine.explain.why import Why
from policyengine.facts.judgements import with_judgements
from policyengine.facts.read import DEFAULT_VOCABULARY
from policyengine.facts.tables import FactBase
from policyengine.language.load import read_policy
from policyengine.language.models import Policy
from policyengine.language.waivers import Waiver
from policyengine.plan.check import check, make_plan
from policyengine.plan.nodes import Judged, Plan, PlannedRule
from policyengine.plan.resolve import Jurisdiction
from policyengine.plan.walk import parts_of
from policyengine.reading.errors import PolicyError
from policyengine.reading.findings import Finding, Severity, in_order
from policyengine.sources.check import check_sources
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.waivers import in_force
from policyengine.verdicts.walked import WalkedVerdicts
from policyengine.vocabulary.load import load_vocabulary
from policyengine.vocabulary.models import Vocabulary

Backend = Literal["polars", "walker"]
BACKENDS: dict[Backend, type[Verdicts]] = {"polars": Verdicts, "walker": WalkedVerdicts}


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a policy's file yields.

    `readable` is false where no text could be read at all; there is no vocabulary where the policy or its vocabulary
    cannot be used, and no plan where any finding is an error.
    """

    readable: bool
    findings: tuple[Finding, ...]
    vocabulary: Vocabulary | None = None
    plan: Plan | None = None


def check_policy(path: str | Path, *, jurisdiction: Jurisdiction | None = None, sources: Path | None = None) -> Checked:
    """Everything that is wrong with a policy's file, its names and its rules, and the plan if it is fit to run.

    `sources` is a folder with the plans' texts: quotes are sought in `<policy>.txt`, and every sentence of it is to be
    accounted for; a fault in that does not keep a plan from running. Raises `UnreadableInputError` for a vocabulary
    that there is not.
    """
    policy, tree, findings = read_policy(path)
    if policy is None:
        return Checked(tree.source is not None, findings)
    if sources is not None:
        findings = (*findings, *check_sources(policy, tree, sources)[1])
    try:
        vocabulary = vocabulary_of(policy)
    except PolicyError as error:
        return Checked(True, in_order((*findings, *error.findings)))
    ready, more = check(policy, vocabulary, tree, jurisdiction=jurisdiction)
    return Checked(True, in_order((*findings, *more)), vocabulary, ready)


def plan_of(checked: Checked) -> tuple[Plan, Vocabulary]:
    """The plan and its vocabulary. Raises `PolicyError` with the findings that stand in their way."""
    if checked.plan is None or checked.vocabulary is None:
        raise PolicyError(finding for finding in checked.findings if finding.severity is Severity.ERROR)
    return checked.plan, checked.vocabulary


def vocabulary_of(policy: Policy) -> Vocabulary:
    """The vocabulary that a policy names; paths start from the folder of the policy's file."""
    return load_vocabulary(policy.vocabulary or (DEFAULT_VOCABULARY,), Path(policy.file).parent)


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
    backend: Backend = "polars",
) -> Verdicts:
    """The verdicts of all rules of a policy over facts, as of a day.

    `backend` is `polars`, or `walker`: the reference engine, which takes one subject after the other. Raises
    `PolicyError` with all findings, `FactsError` for determinations that cannot be read, and `EngineRefusedError` for
    what a backend cannot compute exactly.
    """
    ready = plan(policy, facts, jurisdiction=jurisdiction)
    return judge(ready, ready.rules, facts, as_of=as_of, waivers=waivers, backend=backend)


def judge(
    ready: Plan,
    rules: tuple[PlannedRule, ...],
    facts: FactBase,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    backend: Backend = "polars",
) -> Verdicts:
    """The verdicts of some of a plan's rules or readings."""
    return BACKENDS[backend](_case(ready, rules, facts, as_of, waivers), rules)


def explain(
    policy: Policy,
    facts: FactBase,
    rule: str,
    subject: str,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    jurisdiction: Jurisdiction | None = None,
) -> Why:
    """Why a rule says what it says of a subject as of a day, and what it would say under its other readings.

    Raises `UnknownRuleError` and `UnknownSubjectError` with the nearest known.
    """
    return explain_planned(
        plan(policy, facts, jurisdiction=jurisdiction), facts, rule, subject, as_of=as_of, waivers=waivers
    )


def explain_planned(
    ready: Plan, facts: FactBase, rule: str, subject: str, *, as_of: date, waivers: Iterable[Waiver] = ()
) -> Why:
    """`explain` for a plan that is made already."""
    planned = rule_named(ready, rule)
    alternatives = alternatives_of(ready, planned)
    case = _case(ready, (planned, *alternatives), facts, as_of, waivers)
    return explain_verdict(case, planned, subject, alternatives=alternatives)


def other_readings(verdicts: Verdicts) -> Verdicts:
    """The verdicts that the other readings of the rules would give, all else being the same."""
    case = verdicts.case
    chosen = {rule.id for rule in verdicts.rules}
    alternatives = tuple(rule for rule in case.plan.readings if rule.id in chosen)
    return type(verdicts)(replace(case, facts=_determined(case.facts, alternatives)), alternatives)


def _case(ready: Plan, rules: tuple[PlannedRule, ...], facts: FactBase, as_of: date, waivers: Iterable[Waiver]) -> Case:
    return Case(ready, _determined(facts, rules), as_of, in_force(waivers, ready.policy, as_of))


def _determined(facts: FactBase, rules: tuple[PlannedRule, ...]) -> FactBase:
    """The facts with the determinations that the rules name, as yes or no."""
    named = {(node.entity, node.name) for node in parts_of(*rules) if isinstance(node, Judged)}
    return with_judgements(facts, named)
