"""durable_rules alone: a rule for each status, an organization a fact in a session of its own.

It cannot aggregate, so rules over communities are beyond it. A field that is null is a property that the fact lacks.
One fact may match at most 64 alternatives of conditions, so the forty rules are spread over rulesets. What no rule
fires for is unknown.
"""

from collections.abc import Callable
from typing import Any

from durable import engine

from benchmarks.peers import rows
from benchmarks.peers.guards import Compare, Constant, Every, Field, Flag, Guard, Named, Not, Null, Some, Within, both
from benchmarks.peers.rules import COMPLIANT, NOT_APPLICABLE, PENDING, UNKNOWN, Rule, rules
from benchmarks.peers.share import Share, Told

RULES_TO_A_SET = 10
OPERATORS = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
Condition = dict[str, Any]


class Host(engine.Host):  # type: ignore[misc]  # untyped
    """A host without threads of its own: they take actions from the thread that asserts."""

    def _run(self) -> None:
        pass


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    return rows.organizations(share, _ready, _shaped)


def _shaped(row: rows.Row) -> rows.Row:
    given = {name: value for name, value in row.items() if value is not None}
    return {name: _word(value) if isinstance(value, bool) else value for name, value in given.items()}


def _word(value: bool) -> str:
    return "yes" if value else "no"


def _ready() -> rows.Judge:
    found: dict[int, int] = {}
    host = Host()
    definitions: dict[str, Condition] = {}
    for n, rule in enumerate(rules().organizations):
        ruleset = definitions.setdefault(f"rules_{n // RULES_TO_A_SET}", {"any": _rule({"one": 1}, lambda _: None)})
        for status, guard in _outcomes(rule):
            condition = {"$and": [{"one": 1}, _condition(guard)]}
            ruleset[f"{rule.id}/{status}"] = _rule(condition, _noting(found, n, status))
    host.register_rulesets(definitions)

    def judged(number: int, subject: rows.Row) -> list[int]:
        found.clear()
        fact = {**subject, "id": str(number), "sid": "1", "one": 1}
        for name in definitions:
            host.assert_fact(name, fact)
            host.delete_state(name, "1")
        return [found.get(n, UNKNOWN) for n in range(len(rules().organizations))]

    return lambda subjects: [judged(number, subject) for number, subject in enumerate(subjects, 1)]


def _rule(condition: Condition, run: Callable[[Any], None]) -> Condition:
    return {"all": [{"m": condition}], "run": run}


def _noting(found: dict[int, int], n: int, status: int) -> Callable[[Any], None]:
    def run(_: Any) -> None:  # noqa: ANN401  # the engine's own
        found[n] = status

    return run


def _outcomes(rule: Rule) -> list[tuple[int, Guard]]:
    applies, failing = rule.applies.yes, both(rule.applies.yes, rule.holds.no)
    outcomes = [(NOT_APPLICABLE, rule.applies.no), (COMPLIANT, both(applies, rule.holds.yes))]
    if rule.overdue is None:
        return [*outcomes, (rule.fails, failing)]
    return [*outcomes, (rule.fails, both(failing, rule.overdue.yes)), (PENDING, both(failing, rule.overdue.no))]


def _condition(guard: Guard) -> Condition:
    """A guard over the properties of one fact."""
    match guard:
        case Every(parts=parts):
            # A comparison is false of a property on its left that is absent, but not of one on its right.
            compared = {part.left.name for part in parts if isinstance(part, Compare)}
            kept = [part for part in parts if part not in {Null(name, False) for name in compared}]
            return {"$and": list(map(_condition, kept))} if len(kept) > 1 else _condition(kept[0])
        case Some(parts=parts):
            return {"$or": list(map(_condition, parts))}
        case Not(part=Within(field=name, words=words)):
            return {"$and": [{"$neq": {name: word}} for word in words]}
        case Within(field=name, words=words):
            return {"$or": [{name: word} for word in words]}
        case Named(name=name, yes=yes):
            truth = rules().definitions[name]
            return _condition(truth.yes if yes else truth.no)
        case Null(field=name, null=null):
            return {"$nex" if null else "$ex": {name: 1}}
        case Flag(field=name, value=value):
            return {name: _word(value)}
        case Compare(left=left, operator=operator, right=right):
            compared_with = {left.name: _term(right)}
            return compared_with if operator == "==" else {OPERATORS[operator]: compared_with}
    raise ValueError(f"not a condition of one fact: {guard}")


def _term(term: Field | Constant) -> Any:  # noqa: ANN401  # a word, a number, or an expression of the engine
    if isinstance(term, Constant):
        return term.value
    property_ = {"$m": term.name}
    return {"$add" if term.days > 0 else "$sub": {"$l": property_, "$r": abs(term.days)}} if term.days else property_
