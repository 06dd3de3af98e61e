"""Consequences: the rules and consequences that they name, and the ways in which they follow."""

from collections.abc import Iterator

from policyengine.language import models
from policyengine.plan import messages
from policyengine.plan.consequences import (
    MOST_LITERALS,
    MOST_WAYS,
    Follows,
    Meets,
    PlannedConsequence,
    VerdictIs,
    Way,
)
from policyengine.plan.cycles import in_order, without_cycles
from policyengine.plan.paths import resolve_entity
from policyengine.plan.resolve_condition import resolve_condition
from policyengine.plan.scope import Scope
from policyengine.reading.nearest import suggestion
from policyengine.reading.place import KeyPath
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Entity

Ways = tuple[Way, ...]

ALWAYS: Ways = ((),)


def resolve_consequences(scope: Scope) -> tuple[PlannedConsequence, ...]:
    """The consequences, each after those that it names, else as in the file; one at fault or in a cycle is left out."""
    said = {each.id: each for each in scope.policy.consequences}
    names = {each.id: {name for name, _ in _named(each.when) if name in said} for each in said.values()}
    sound = without_cycles(names, lambda cycle: _report_cycle(scope, said[cycle[0]], cycle))
    planned: dict[str, PlannedConsequence] = {}
    for name in in_order(sound):
        faults = scope.faults
        consequence = _planned(scope, said[name])
        # A consequence that names one which was left out has lost a ground of its own.
        if consequence is not None and scope.faults == faults and _is_whole(consequence, planned):
            planned[name] = consequence
    return tuple(planned.values())


def _report_cycle(scope: Scope, consequence: models.Consequence, cycle: list[str]) -> None:
    scope.report(messages.CONSEQUENCE_CYCLE, consequence.at, key=True, cycle=" → ".join(cycle))


def _is_whole(consequence: PlannedConsequence, planned: dict[str, PlannedConsequence]) -> bool:
    return all(literal.consequence in planned for literal in consequence.literals if isinstance(literal, Follows))


def _named(grounds: models.Grounds) -> Iterator[tuple[str, models.AllFollow]]:
    """The consequences that grounds name, and where."""
    for entry in grounds.entries:
        match entry:
            case models.AllFollow(consequences=names):
                yield from ((name, entry) for name in names)
            case models.Grounds():
                yield from _named(entry)


def _planned(scope: Scope, said: models.Consequence) -> PlannedConsequence | None:
    entity = resolve_entity(scope, said.subject, (*said.at, "subject"))
    if entity is None:
        return None
    ways = _ways(scope, said.when, entity)
    if ways is None:
        at = said.when.at
        scope.report(messages.TOO_MANY_WAYS, at, key=True, name=said.id, ways=MOST_WAYS, literals=MOST_LITERALS)
        return None
    place = scope.place(said.at, key=True)
    return PlannedConsequence(said.id, said.title, entity.name, ways, said.then, said.cite, said.reading, place)


# --- disjunctive normal form ------------------------------------------------------------------------------------------


def _ways(scope: Scope, grounds: models.Grounds, entity: Entity) -> Ways | None:
    """The ways in which grounds hold; `None` where they are too many."""
    found: Ways | None = ALWAYS if grounds.every else ()
    for entry in grounds.entries:
        # All entries are looked at even after there are too many ways, so that no finding hides another.
        more = _ways_of(scope, entry, entity)
        if found is None or more is None:
            found = None
        else:
            found = _both(found, more) if grounds.every else _either(found, more)
    return found


def _ways_of(
    scope: Scope, entry: models.VerdictsAre | models.AllFollow | models.Entry | models.Grounds, entity: Entity
) -> Ways | None:
    match entry:
        case models.VerdictsAre(wanted=wanted):
            verdicts = _verdicts(scope, entry, entity)
            return (verdicts,) if wanted else tuple((verdict,) for verdict in verdicts)
        case models.AllFollow():
            return (_follows(scope, entry, entity),)
        case models.Entry():
            condition = resolve_condition(scope, models.Condition(at=entry.at, entries=(entry,)), entity)
            return (tuple(Meets(part) for part in condition.parts),)
        case models.Grounds():
            return _ways(scope, entry, entity)


def _both(left: Ways, right: Ways) -> Ways | None:
    if len(left) * len(right) > MOST_WAYS:
        return None
    return _distinct(tuple(dict.fromkeys((*one, *other))) for one in left for other in right)


def _either(left: Ways, right: Ways) -> Ways | None:
    return _distinct((*left, *right))


def _distinct(ways: Iterator[Way] | Ways) -> Ways | None:
    """The ways, each once; two are the same where they have the same literals."""
    found = tuple({frozenset(way): way for way in reversed(tuple(ways))}.values())[::-1]
    fits = len(found) <= MOST_WAYS and all(len(way) <= MOST_LITERALS for way in found)
    return found if fits else None


# --- literals ---------------------------------------------------------------------------------------------------------


def _verdicts(scope: Scope, said: models.VerdictsAre, entity: Entity) -> tuple[VerdictIs, ...]:
    rules = {rule.id: rule for rule in scope.policy.rules}
    found = []
    for name, statuses in said.verdicts:
        at = (*said.at, name)
        rule = rules.get(name)
        if rule is None:
            near = suggestion(name, rules)
            scope.report(messages.UNKNOWN_RULE, at, key=True, name=name, suggestion=near)
        elif rule.subject != entity.name:
            _refuse_subject(scope, at, Text(f"规则 `{name}`", f"the rule `{name}`"), rule.subject, entity, key=True)
        else:
            found.append(VerdictIs(name, frozenset(statuses), said.wanted))
    return tuple(found)


def _follows(scope: Scope, said: models.AllFollow, entity: Entity) -> tuple[Follows, ...]:
    known = {each.id: each for each in scope.policy.consequences}
    found = []
    for n, name in enumerate(said.consequences):
        at = (*said.at, n)
        other = known.get(name)
        if other is None:
            near = suggestion(name, known)
            scope.report(messages.UNKNOWN_CONSEQUENCE, at, name=name, suggestion=near)
        elif other.subject != entity.name:
            _refuse_subject(scope, at, Text(f"后果 `{name}`", f"the consequence `{name}`"), other.subject, entity)
        else:
            found.append(Follows(name))
    return tuple(found)


def _refuse_subject(scope: Scope, at: KeyPath, named: Text, subject: str, entity: Entity, *, key: bool = False) -> None:
    scope.report(messages.OTHER_SUBJECT, at, key=key, named=named, subject=subject, entity=entity.name)
