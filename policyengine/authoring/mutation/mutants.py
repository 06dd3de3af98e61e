"""All changed forms of a rule, each once."""

from dataclasses import dataclass
from functools import partial

from policyengine.authoring.mutation.changes import changes
from policyengine.authoring.mutation.rewrite import rewritten
from policyengine.plan.planned import PlannedRule
from policyengine.reading.place import Place
from policyengine.vocabulary.models import Vocabulary


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one change, and where in the policy the changed part stands."""

    rule: PlannedRule
    change: str
    place: Place


def mutants(rule: PlannedRule, vocabulary: Vocabulary) -> tuple[Mutant, ...]:
    """Every rule that differs from this one by one change; changes that come to the same rule count once."""
    seen = {rule}
    found: list[Mutant] = []
    for changed in rewritten(rule, partial(changes, vocabulary), rule.place):
        if changed.node not in seen:
            seen.add(changed.node)
            found.append(Mutant(changed.node, changed.change, changed.place))
    return tuple(found)
