"""Cases with their facts read, ready to be held against any form of their rule."""

from collections.abc import Iterable
from dataclasses import dataclass

from policyengine.authoring.cases import messages
from policyengine.authoring.cases.model import Case, Suite
from policyengine.authoring.cases.read import CasesError
from policyengine.engine.rows import Facts
from policyengine.engine.walker import subjects, walk
from policyengine.facts.judgements import with_judgements
from policyengine.facts.read import read_facts
from policyengine.facts.refusals import FactsError
from policyengine.plan.nodes import Judged, PlannedRule
from policyengine.plan.walk import parts_of
from policyengine.reading.findings import Finding
from policyengine.reading.text import Text
from policyengine.verdicts.assemble import Case as Occasion
from policyengine.verdicts.assemble import verdict_of
from policyengine.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case, the occasion that verdicts are given on, and its rows as the reference engine reads them."""

    case: Case
    occasion: Occasion
    facts: Facts

    def verdict(self, rule: PlannedRule) -> Verdict | None:
        """What a form of the case's rule says of its subject; `None` where it does not concern it."""
        plan = self.occasion.plan
        if self.case.subject not in subjects(plan, rule.subject, self.facts):
            return None
        outcome = walk(plan, rule, self.facts, self.case.subject, self.case.as_of)
        return verdict_of(self.occasion, rule, self.case.subject, outcome)


def prepare(suite: Suite) -> tuple[Prepared, ...]:
    """All cases of a suite with their facts. Raises `CasesError` with every case whose facts are refused."""
    findings: list[Finding] = []
    prepared: list[Prepared] = []
    for case in suite.cases:
        try:
            prepared.append(_prepared(suite, case))
        except FactsError as error:
            refusals = Text(error.render("zh").strip(), error.render("en").strip())
            findings.append(Finding.of(messages.REFUSED_FACTS, case.place, refusals=refusals))
    if findings:
        raise CasesError(findings)
    return tuple(prepared)


def _prepared(suite: Suite, case: Case) -> Prepared:
    tables = {entity: list(rows) for entity, rows in case.tables.items()}
    complete = {entity: entity not in case.incomplete for entity in tables}
    facts = read_facts(tables, suite.vocabulary, snapshot_on=case.snapshot_on, complete=complete)
    occasion = Occasion(suite.plan, with_judgements(facts, _judged(case.rule)), case.as_of, {})
    return Prepared(case, occasion, Facts(occasion.facts))


def _judged(rule: PlannedRule) -> Iterable[tuple[str, str]]:
    return ((node.entity, node.name) for node in parts_of(rule) if isinstance(node, Judged))
