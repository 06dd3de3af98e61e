"""The main path on one page: policy text, checked rules, a plan, outcomes, verdicts.

`plan/ready.py` and `read_facts` read; `plan` resolves; `evaluate` gives verdicts, `other_readings` those under the
other readings of the text; `explain` says why one was given.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from policyengine.backends.opening import in_process
from policyengine.backends.polars import POLARS
from policyengine.engine.errors import stored_elsewhere
from policyengine.engine.reads import cells_read, columns_for
from policyengine.explain.explain import explain as explain_verdict
from policyengine.explain.find import UnknownSubjectError, alternatives_of, rule_named
from policyengine.explain.following import explained_with, rules_beside
from policyengine.explain.why import Why
from policyengine.facts.judgements import with_judgements
from policyengine.facts.refusals import FactsError
from policyengine.facts.stored.fetched import fetched
from policyengine.facts.stored.moved import moved
from policyengine.facts.tables import FactBase
from policyengine.language.models import Policy
from policyengine.language.waivers import Waiver
from policyengine.plan.check import make_plan
from policyengine.plan.consequences import PlannedConsequence
from policyengine.plan.nodes import Judged
from policyengine.plan.planned import Plan, PlannedIndicator, PlannedRule
from policyengine.plan.ready import vocabulary_of
from policyengine.plan.resolve import Jurisdiction
from policyengine.plan.walk import parts_of
from policyengine.reading.dates import only_day
from policyengine.reading.errors import PolicyEngineError, WrongUsageError
from policyengine.reading.text import Text, listed
from policyengine.verdicts.assemble import Case, mask_for
from policyengine.verdicts.together import queries, status_blocks
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.waivers import in_force
from policyengine.verdicts.walked import WalkedVerdicts
from policyengine.vocabulary.models import Vocabulary

if TYPE_CHECKING:
    from policyengine.live.session import LiveSession

Backend = Literal["polars", "duckdb", "postgres", "spark", "walker"]
BACKENDS: dict[Backend, type[Verdicts]] = {"polars": Verdicts, "walker": WalkedVerdicts}


Part = PlannedRule | PlannedIndicator | PlannedConsequence


class OtherVocabularyError(PolicyEngineError):
    """Facts that were read for another vocabulary than the policy's: the same name might not mean the same."""

    def __init__(self, policy: str, wanted: tuple[str, ...], given: tuple[str, ...]) -> None:
        super().__init__(
            Text(
                f"方案 `{policy}` 所用词汇表为 {listed(wanted).zh}，事实却按 {listed(given).zh} 读取",
                f"the policy `{policy}` uses the vocabulary {listed(wanted).en}, but the facts were read for"
                f" {listed(given).en}",
            ),
            Text(
                "请用 `pe.read_facts(…, vocabulary=pe.vocabulary_of(policy))` 读取事实",
                "read the facts with `pe.read_facts(…, vocabulary=pe.vocabulary_of(policy))`",
            ),
        )


def plan(policy: Policy, facts: FactBase, *, jurisdiction: Jurisdiction | None = None) -> Plan:
    """The policy's rules made ready for the facts.

    Raises `PolicyError` with all findings, and `OtherVocabularyError` where the facts were read for another vocabulary.
    """
    if vocabulary_of(policy).sha256 != facts.vocabulary.sha256:
        raise OtherVocabularyError(policy.name, policy.vocabulary, facts.vocabulary.names)
    return make_plan(policy, facts.vocabulary, jurisdiction=jurisdiction)


def evaluate(
    policy: Policy,
    facts: FactBase,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    jurisdiction: Jurisdiction | None = None,
    backend: Backend | None = None,
) -> Verdicts:
    """The verdicts of all rules of a policy over facts, as of a day.

    `backend` is where the facts are, unless it says otherwise: facts in memory or in files are brought to `duckdb` or
    to a local `spark`; `walker` is the reference engine, which takes one subject after the other. Raises
    `WrongUsageError` where `as_of` is a time and no day, `PolicyError` with all findings, `FactsError` for
    determinations that cannot be read, `EngineRefusedError` for what a backend cannot compute exactly, and
    `BackendError` where it fails.
    """
    ready = plan(policy, facts, jurisdiction=jurisdiction)
    return judge(ready, ready.rules, facts, as_of=as_of, waivers=waivers, backend=backend)


def evaluate_all(
    policies: Iterable[Policy],
    facts: FactBase,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    jurisdiction: Jurisdiction | None = None,
    backend: Backend | None = None,
) -> tuple[Verdicts, ...]:
    """`evaluate` for several policies in one run, which reads what their rules share once."""
    plans = [plan(policy, facts, jurisdiction=jurisdiction) for policy in policies]
    return judge_all(plans, facts, as_of=as_of, waivers=waivers, backend=backend)


def judge(
    ready: Plan,
    rules: tuple[PlannedRule, ...],
    facts: FactBase,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    backend: Backend | None = None,
) -> Verdicts:
    """The verdicts of some of a plan's rules or readings."""
    case = _case(ready, rules, _brought(facts, backend), as_of, waivers)
    with case.facts.backend.failures():
        return BACKENDS.get(backend or "polars", Verdicts)(case, rules)


def judge_all(
    plans: Iterable[Plan],
    facts: FactBase,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    backend: Backend | None = None,
) -> tuple[Verdicts, ...]:
    """The verdicts of all rules of several plans, in one run."""
    cases = _cases(tuple(plans), _brought(facts, backend), as_of, waivers)
    if backend == "walker" or not cases:
        return tuple(WalkedVerdicts(case, case.plan.rules) for case in cases)
    asked = [(case, case.plan.rules) for case in cases]
    with cases[0].facts.backend.failures():
        found = status_blocks(asked)
    return tuple(Verdicts(case, rules, blocks) for (case, rules), blocks in zip(asked, found, strict=True))


def queries_of(
    plans: Iterable[Plan],
    facts: FactBase,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    backend: Backend | None = None,
    unmask: bool = False,
) -> tuple[str, ...]:
    """What would run to evaluate the rules of plans, in the backend's words; exempt persons by their pseudonyms."""
    cases = _cases(tuple(plans), _brought(facts, backend), as_of, waivers)
    return queries([(case, case.plan.rules) for case in cases], unmask=unmask)


def _brought(facts: FactBase, backend: Backend | None) -> FactBase:
    """The facts where the backend has them; what is in a database stays there."""
    if backend is None or backend == facts.backend.name:
        return facts
    if facts.backend is not POLARS:
        raise stored_elsewhere(facts.backend.name)
    return facts if backend == "walker" else moved(facts, in_process(backend))


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

    A person is asked for by id, or by the pseudonym that verdicts have. Raises `UnknownRuleError` and
    `UnknownSubjectError` with the nearest known.
    """
    return explain_planned(
        plan(policy, facts, jurisdiction=jurisdiction), facts, rule, subject, as_of=as_of, waivers=waivers
    )


def explain_planned(
    ready: Plan, facts: FactBase, rule: str, subject: str, *, as_of: date, waivers: Iterable[Waiver] = ()
) -> Why:
    """`explain` for a plan that is made already.

    Of facts that stay in a database the columns on which the answer rests are read out of it. They are refused where
    their backend hands out no rows.
    """
    planned = rule_named(ready, rule)
    if facts.backend is not POLARS:
        facts = _fetched(ready, planned, facts)
    alternatives = alternatives_of(ready, planned)
    concerned = (planned, *alternatives, *rules_beside(ready, planned))
    case = _case(ready, concerned, facts, as_of, waivers)
    meant = mask_for(case).meant(planned.subject, subject)
    return explain_verdict(case, planned, meant, alternatives=alternatives)


def _fetched(ready: Plan, rule: PlannedRule, facts: FactBase) -> FactBase:
    """The facts that an explanation of the rule reads, determinations as yes or no."""
    if not facts.backend.hands_out:
        raise stored_elsewhere(facts.backend.name)
    asked = explained_with(ready, rule)
    with facts.backend.failures():
        determined = _determined(facts, asked)
    return fetched(determined, columns_for(ready, asked, facts.vocabulary))


def explain_read(
    ready: Plan,
    vocabulary: Vocabulary,
    read: Callable[[frozenset[str] | None], FactBase],
    rule: str,
    subject: str,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
) -> Why:
    """`explain_planned` over facts of which only those tables are read on which the explanation rests.

    `read` reads the tables of some entities, or with `None` all: where those are refused, or do not have the subject,
    for all is to be told that is wrong, or where else the subject is.
    """
    granted = tuple(waivers)
    asked = explained_with(ready, rule_named(ready, rule))
    entities = frozenset(entity for entity, _ in cells_read(ready, asked, vocabulary))
    try:
        return explain_planned(ready, read(entities), rule, subject, as_of=as_of, waivers=granted)
    except (FactsError, UnknownSubjectError):
        return explain_planned(ready, read(None), rule, subject, as_of=as_of, waivers=granted)


def other_readings(verdicts: Verdicts) -> Verdicts:
    """The verdicts that the other readings of the rules would give, all else being the same."""
    case = verdicts.case
    chosen = {rule.id for rule in verdicts.rules}
    alternatives = tuple(rule for rule in case.plan.readings if rule.id in chosen)
    return type(verdicts)(replace(case, facts=_determined(case.facts, alternatives)), alternatives)


def live(
    policies: Iterable[Policy],
    facts: FactBase,
    *,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    jurisdiction: Jurisdiction | None = None,
) -> "LiveSession":
    """A session over facts that change: what each change does to verdicts and consequences is told at once.

    The facts themselves stay as they are. Raises what `evaluate` raises, `ChainingRefusedError` for consequences
    beyond what durable-rules holds, and `ChainingUnavailableError` without it.
    """
    from policyengine.live.session import LiveSession  # noqa: PLC0415 - evaluations need none of it

    if facts.backend is not POLARS:
        raise stored_elsewhere(facts.backend.name)
    plans = tuple(plan(policy, facts, jurisdiction=jurisdiction) for policy in policies)
    if not plans:
        raise WrongUsageError(Text("没有给出方案", "there is no policy"))
    known, day = tuple(waivers), only_day(as_of)
    judged = frozenset[tuple[str, str]]().union(
        *(determinations(each.rules) | determinations(each.consequences) for each in plans)
    )
    determined = with_judgements(facts, judged)
    cases = [Case(each, determined, day, in_force(known, each.policy, day)) for each in plans]
    return LiveSession(cases, determined, judged, waivers=known)


def _case(ready: Plan, rules: tuple[PlannedRule, ...], facts: FactBase, as_of: date, waivers: Iterable[Waiver]) -> Case:
    day = only_day(as_of)
    return Case(ready, _determined(facts, _parts(ready, rules)), day, in_force(waivers, ready.policy, day))


def _parts(ready: Plan, rules: tuple[PlannedRule, ...]) -> tuple[Part, ...]:
    """What determinations are read for."""
    return *rules, *ready.indicators, *ready.consequences


def _cases(plans: tuple[Plan, ...], facts: FactBase, as_of: date, waivers: Iterable[Waiver]) -> list[Case]:
    """A case for each plan, all over one fact base."""
    known, day = tuple(waivers), only_day(as_of)
    judged = frozenset[tuple[str, str]]().union(*(determinations(_parts(ready, ready.rules)) for ready in plans))
    determined = with_judgements(facts, judged)
    return [Case(ready, determined, day, in_force(known, ready.policy, day)) for ready in plans]


def _determined(facts: FactBase, parts: Iterable[Part]) -> FactBase:
    """The facts with the determinations that the parts of a plan name, as yes or no."""
    return with_judgements(facts, determinations(parts))


def determinations(parts: Iterable[Part]) -> frozenset[tuple[str, str]]:
    """The offices' determinations that parts of a plan name, as (entity, column)."""
    return frozenset((node.entity, node.name) for node in parts_of(*parts) if isinstance(node, Judged))
