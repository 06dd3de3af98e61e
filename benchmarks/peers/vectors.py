"""Guards and rules over NumPy arrays, for an engine whose formulas are functions of them."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.guards import Compare, Constant, Every, Field, Flag, Guard, Named, Not, Null, Some, Within
from benchmarks.peers.rules import COMPLIANT, NOT_APPLICABLE, PENDING, UNKNOWN, Members, Rule

OPERATORS = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
Array = NDArray[Any]
Get = Callable[[str], Array]
"""The values of a field; of `<field>__null`, where they are null; of `<definition>__yes` or `__no`, where it is so."""
Code = Callable[[str, str], Any]
"""What stands for a word in the values of a field."""


def truths(guard: Guard, get: Get, code: Code) -> Array:
    """Where the guard holds."""
    match guard:
        case Every(parts=parts):
            return reduce(and_, (truths(part, get, code) for part in parts))
        case Some(parts=parts):
            return reduce(or_, (truths(part, get, code) for part in parts))
        case Not(part=part):
            return ~truths(part, get, code)
        case Named(name=name, yes=yes):
            return get(f"{name}__{'yes' if yes else 'no'}")
        case Null(field=name, null=null):
            return get(f"{name}__null") if null else ~get(f"{name}__null")
        case Flag(field=name, value=value):
            return get(name) if value else ~(get(name) | get(f"{name}__null"))
        case Within(field=name, words=words):
            return reduce(or_, (get(name) == code(name, word) for word in words))
        case Compare(left=left, operator=operator, right=right):
            return OPERATORS[operator](get(left.name), _term(left.name, right, get, code))


def _term(beside: str, term: Field | Constant, get: Get, code: Code) -> Any:  # noqa: ANN401  # an array, or one value
    if isinstance(term, Field):
        return get(term.name) + term.days if term.days else get(term.name)
    return code(beside, term.value) if isinstance(term.value, str) else term.value


def statuses(rule: Rule, get: Get, code: Code) -> Array:
    """The statuses of a rule over organizations."""
    fails: int | Array = rule.fails
    if rule.overdue is not None:
        fails = np.where(truths(rule.overdue.yes, get, code), rule.fails, PENDING)
    required = np.where(truths(rule.holds.no, get, code), fails, UNKNOWN)
    met = np.where(truths(rule.holds.yes, get, code), COMPLIANT, required)
    applying = np.where(truths(rule.applies.yes, get, code), met, UNKNOWN)
    return np.where(truths(rule.applies.no, get, code), NOT_APPLICABLE, applying)


def statuses_of_members(rule: Members, own: Mapping[str, Array], loose: Mapping[str, float]) -> Array:
    """The statuses of a rule over communities, wherever they are of the kind that it is about."""
    if not rule.share:
        low, high, (bound, _) = own["in"], own["may"] + loose["may"], rule.bound
        yes, no = (low >= bound, high < bound) if rule.comparison == "at_least" else (high <= bound, low > bound)
        return np.where(yes, COMPLIANT, np.where(no, rule.fails, UNKNOWN))
    top, bottom = rule.bound
    reaches = own["yes"] * bottom >= top * (own["in"] + own["doubtful"] + loose["cannot"])
    misses = (own["can"] + loose["can"]) * bottom < top * (own["in"] + own["hopeful"] + loose["can"])
    yes, no = (misses, reaches) if rule.comparison == "below" else (reaches, misses)
    inhabited = own["in"] > 0
    judged = np.where(inhabited & yes, COMPLIANT, np.where(inhabited & no, rule.fails, UNKNOWN))
    return np.where(own["may"] + loose["may"] == 0, NOT_APPLICABLE, judged)
