"""Consequences made ready: what follows from verdicts, from one another, and from what a subject is.

What a consequence follows from is in disjunctive normal form: it holds where some way does, and a way where all of its
literals do. Kleene's conjunction and disjunction are distributive, so that this is what the policy says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policyengine.language.models import Citation
from policyengine.language.statuses import DEFINITE, Status
from policyengine.plan.nodes import NOWHERE, Condition, Negation, condition_key
from policyengine.reading.place import Place


@dataclass(frozen=True, slots=True)
class VerdictIs:
    """The rule's verdict is one of the statuses, or (not `wanted`) none of them."""

    rule: str
    statuses: frozenset[Status]
    wanted: bool = True

    def __str__(self) -> str:
        words = "|".join(status.value for status in DEFINITE if status in self.statuses)
        return f"{self.rule}{'=' if self.wanted else '!='}{words}"


@dataclass(frozen=True, slots=True)
class Follows:
    """Another consequence follows for the same subject."""

    consequence: str

    def __str__(self) -> str:
        return self.consequence


@dataclass(frozen=True, slots=True)
class Meets:
    """The subject meets a condition, measured on as_of."""

    condition: Condition

    def __str__(self) -> str:
        if isinstance(self.condition, Negation):
            return f"not {condition_key(self.condition.part)}"
        return condition_key(self.condition)


Literal = VerdictIs | Follows | Meets
Way = tuple[Literal, ...]

MOST_WAYS = 64
MOST_LITERALS = 12


@dataclass(frozen=True, slots=True)
class PlannedConsequence:
    """A consequence, ready to be derived: `then` follows for subjects of the kind `subject` in any of the `ways`.

    There are at most `MOST_WAYS` ways of at most `MOST_LITERALS` literals each.
    """

    id: str
    title: str | None
    subject: str
    ways: tuple[Way, ...]
    then: str
    citations: tuple[Citation, ...]
    reading: str | None
    place: Place = field(default=NOWHERE, compare=False, repr=False)

    @property
    def literals(self) -> tuple[Literal, ...]:
        """All literals, each once, in the order of the ways."""
        return tuple(dict.fromkeys(literal for way in self.ways for literal in way))


def leading_to(consequences: Iterable[PlannedConsequence], wanted: Iterable[str]) -> tuple[PlannedConsequence, ...]:
    """The wanted consequences and those that they follow from, in the plan's order: what is named comes first."""
    known: Mapping[str, PlannedConsequence] = {each.id: each for each in consequences}
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [literal.consequence for literal in known[name].literals if isinstance(literal, Follows)]
    return tuple(each for each in known.values() if each.id in found)


def following_from(consequences: Iterable[PlannedConsequence], rule: str) -> tuple[PlannedConsequence, ...]:
    """The consequences that, by way of others too, the rule's verdict may lead to."""
    found: dict[str, PlannedConsequence] = {}
    for each in consequences:
        named = {literal.consequence for literal in each.literals if isinstance(literal, Follows)}
        if rule in rules_named([each]) or named & found.keys():
            found[each.id] = each
    return tuple(found.values())


def concluded_from(consequences: Iterable[PlannedConsequence], rules: Iterable[str]) -> tuple[PlannedConsequence, ...]:
    """The consequences that, by way of others too, rest on the verdicts of no other rules than these."""
    verdicts, found = frozenset(rules), dict[str, PlannedConsequence]()
    for each in consequences:
        named = {literal.consequence for literal in each.literals if isinstance(literal, Follows)}
        if rules_named([each]) <= verdicts and named <= found.keys():
            found[each.id] = each
    return tuple(found.values())


def rules_named(consequences: Iterable[PlannedConsequence]) -> frozenset[str]:
    """The rules whose verdicts the consequences themselves name."""
    return frozenset(
        literal.rule for each in consequences for literal in each.literals if isinstance(literal, VerdictIs)
    )


def conditions_met(consequences: Iterable[PlannedConsequence]) -> tuple[Condition, ...]:
    """The conditions that the consequences ask of their subjects, each once."""
    found = (literal.condition for each in consequences for literal in each.literals if isinstance(literal, Meets))
    return tuple(dict.fromkeys(found))
