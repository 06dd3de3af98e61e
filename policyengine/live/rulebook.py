"""All rules of a session under one numbering, with what each needs to be walked and judged again and again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policyengine.engine.outcome import Outcome
from policyengine.engine.walker.walk import concerns, walk
from policyengine.live.facts import LiveFacts
from policyengine.live.likeness import Likeness, likeness_of
from policyengine.live.reads import Parents, reads_of, reads_of_requirement
from policyengine.live.results import Results
from policyengine.live.trails import Trails
from policyengine.plan.consequences import Follows, Literal, Meets, PlannedConsequence, VerdictIs, conditions_met
from policyengine.plan.nodes import Condition
from policyengine.plan.planned import Plan, PlannedRule, rule_requiring
from policyengine.vocabulary.models import Vocabulary


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule of one of the plans; `condition` is what it stands for where a consequence asks it of its subjects."""

    number: int
    plan: int
    rule: PlannedRule
    condition: Condition | None = None


@dataclass(frozen=True)
class Asking:
    """The consequences of one plan for one kind of subject, with the numbers of the rules that they look at."""

    plan: int
    kind: str
    consequences: tuple[PlannedConsequence, ...]
    verdicts: dict[str, int]
    conditions: dict[Condition, int]

    @cached_property
    def literals(self) -> tuple[tuple[Literal, int], ...]:
        """What is said of verdicts and conditions, with the number of the rule that answers it."""
        found: list[tuple[Literal, int]] = []
        for literal in dict.fromkeys(literal for each in self.consequences for literal in each.literals):
            match literal:
                case VerdictIs(rule=rule):
                    found.append((literal, self.verdicts[rule]))
                case Meets(condition=condition):
                    found.append((literal, self.conditions[condition]))
                case Follows():
                    continue
        return tuple(found)

    @cached_property
    def looked_at(self) -> frozenset[int]:
        """The numbers of all rules that answer for something."""
        return frozenset(number for _, number in self.literals)


class Rulebook:
    """The rules of all plans, and the trails that lead to them.

    `far` are the rules that look at children: what decides them is spread over many rows.
    """

    def __init__(self, plans: tuple[Plan, ...], vocabulary: Vocabulary) -> None:
        self.plans = plans
        self._vocabulary = vocabulary
        self._likenesses: dict[int, Likeness | None] = {}
        self.entries: list[Entry] = []
        self.asking: list[Asking] = []
        for n, plan in enumerate(plans):
            numbers = {rule.id: self._entry(n, rule).number for rule in plan.rules}
            for kind in dict.fromkeys(each.subject for each in plan.consequences):
                asked = tuple(each for each in plan.consequences if each.subject == kind)
                met = {
                    condition: self._entry(n, rule_requiring(condition, kind), condition).number
                    for condition in conditions_met(asked)
                }
                self.asking.append(Asking(n, kind, asked, numbers, met))
        self.trails = Trails(vocabulary)
        self.far: set[int] = set()
        chains = set()
        for entry in self.entries:
            plan = plans[entry.plan]
            reads = reads_of(plan, entry.rule, vocabulary)
            self.trails.add(entry.number, reads)
            if any(isinstance(move, Parents) for read in reads for move in read.trail):
                self.far.add(entry.number)
            if plan.jurisdiction and plan.paths[entry.rule.subject]:
                chains.add((entry.rule.subject, plan.paths[entry.rule.subject]))
        self.chains = chains | self.trails.chains()
        self._required = [
            frozenset((read.entity, read.field) for read in reads_of_requirement(entry.rule, vocabulary))
            for entry in self.entries
        ]

    def likenesses(self) -> Iterator[Likeness]:
        """All that is known of what tells subjects apart."""
        return (likeness for likeness in self._likenesses.values() if likeness is not None)

    def likeness(self, number: int) -> Likeness | None:
        """What a rule reads of its subjects; `None` where it looks at their ids."""
        if number not in self._likenesses:
            entry = self.entries[number]
            plan, kind = self.plans[entry.plan], entry.rule.subject
            by_id = plan.jurisdiction is not None and plan.jurisdiction[0] == kind
            reads = reads_of(plan, entry.rule, self._vocabulary)
            self._likenesses[number] = None if by_id else likeness_of(reads)
        return self._likenesses[number]

    def _entry(self, plan: int, rule: PlannedRule, condition: Condition | None = None) -> Entry:
        entry = Entry(len(self.entries), plan, rule, condition)
        self.entries.append(entry)
        return entry

    def outcome(
        self, number: int, subject: str, facts: LiveFacts, as_of: date, results: Results | None = None
    ) -> Outcome | None:
        """What a rule finds for a subject; nothing where it does not concern it.

        `results` are of the change before or after which it is asked.
        """
        entry = self.entries[number]
        plan = self.plans[entry.plan]
        if not concerns(plan, entry.rule.subject, subject, facts):
            return None
        if results is None or results.touches(self._required[number]):
            return walk(plan, entry.rule, facts, subject, as_of)
        return walk(plan, entry.rule, facts, subject, as_of, result_of=results.of)
