"""Cases with their facts read, ready to be held against any form of their rule."""

from dataclasses import dataclass

from policyengine.authoring.cases import messages
from policyengine.authoring.cases.model import Case, Suite, Told
from policyengine.authoring.cases.read import CasesError
from policyengine.authoring.cases.targets import filled
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import concerns, walk
from policyengine.facts.judgements import with_judgements
from policyengine.facts.refusals import FactsError
from policyengine.facts.shelf import Shelf
from policyengine.plan.consequences import leading_to, rules_named
from policyengine.plan.nodes import Judged
from policyengine.plan.planned import PlannedRule
from policyengine.plan.walk import parts_of
from policyengine.reading.findings import Finding
from policyengine.reading.text import Text
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Case as Occasion
from policyengine.verdicts.assemble import verdict_of
from policyengine.verdicts.consequences import grounds_of, truth_of
from policyengine.verdicts.verdict import Verdict
from policyengine.verdicts.walked_consequences import walked_truths


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case, the occasion that verdicts are given on, and its rows as the reference engine reads them."""

    case: Case
    occasion: Occasion
    facts: Facts

    def as_told(self, rule: PlannedRule) -> PlannedRule:
        """A form of the case's rule with the open targets that the case fills in."""
        return filled(rule, self.case.targets) if self.case.targets else rule

    def verdict(self, form: PlannedRule) -> Verdict | None:
        """What a form of the case's rule says of its subject; `None` where it does not concern it."""
        plan, rule = self.occasion.plan, self.as_told(form)
        if not concerns(plan, rule.subject, self.case.subject, self.facts):
            return None
        outcome = walk(plan, rule, self.facts, self.case.subject, self.case.as_of)
        return verdict_of(self.occasion, rule, self.case.subject, outcome)

    def following(self) -> dict[str, Truth]:
        """Of the consequences that the case speaks of, whether they follow for its subject."""
        known = {each.id for each in self.occasion.plan.consequences}
        asked = known & self.case.expected.consequences.keys()
        leading = filled(leading_to(self.occasion.plan.consequences, asked), self.case.targets)
        verdicts = {rule: self.verdict(rule) for rule in self.occasion.plan.rules if rule.id in rules_named(leading)}
        subject, kind = self.case.subject, self.case.rule.subject
        if not concerns(self.occasion.plan, kind, subject, self.facts):
            return dict.fromkeys(asked, Truth.NO)
        possible = {rule.id: {subject: one.possible} for rule, one in verdicts.items() if one is not None}
        truths = walked_truths(self.occasion, leading, subject, possible, self.facts)
        return {name: truth_of(ground) for name, ground in grounds_of(leading, truths).items() if name in asked}


def prepare(suite: Suite) -> tuple[Prepared, ...]:
    """All cases of a suite with their facts. Raises `CasesError` with every case whose facts are refused."""
    judged = {
        (node.entity, node.name)
        for node in parts_of(*suite.plan.rules, *suite.plan.readings, *suite.plan.consequences)
        if isinstance(node, Judged)
    }
    findings: list[Finding] = []
    prepared: list[Prepared] = []
    shelf = Shelf(suite.vocabulary)
    read: dict[Told, Facts] = {}
    for case in suite.cases:
        told = case.told
        try:
            if told not in read:
                base = shelf.facts(told.tables, told.snapshot_on, told.incomplete)
                read[told] = Facts(with_judgements(base, judged))
        except FactsError as error:
            refusals = Text(error.render("zh").strip(), error.render("en").strip())
            findings.append(Finding.of(messages.REFUSED_FACTS, case.place, refusals=refusals))
            continue
        facts = read[told]
        prepared.append(Prepared(case, Occasion(suite.plan, facts.base, case.as_of, {}), facts))
    if findings:
        raise CasesError(findings)
    return tuple(prepared)
