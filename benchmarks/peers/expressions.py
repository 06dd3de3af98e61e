"""Rules in a language of expressions over one subject: what such engines have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.peers import rows
from benchmarks.peers.guards import Guard
from benchmarks.peers.phrasing import Dialect, Phrasing
from benchmarks.peers.rules import rules

Evaluate = Callable[[Any], Sequence[Any]]
"""The values of expressions for one subject."""


def with_values(subject: rows.Row, values: Mapping[str, Any]) -> rows.Row:
    """The subject with further fields."""
    return subject | dict(values)


@dataclass(frozen=True)
class Language:
    """How an engine takes expressions, all of them at once, and counts the true ones of a list of booleans.

    `definitions_first` evaluates definitions before rules, which then name their values, where that is the faster way.
    """

    dialect: Dialect
    compiled: Callable[[Sequence[str]], Evaluate]
    counted: str
    definitions_first: bool = False
    extended: Callable[[Any, Mapping[str, Any]], Any] = with_values


def judging(language: Language) -> rows.Judge:
    """The statuses of organizations."""
    organizations = rules().organizations
    evaluate = _staged(language, lambda phrasing: [phrasing.status(rule) for rule in organizations])
    return lambda subjects: list(map(evaluate, subjects))


def counting(language: Language) -> tuple[rows.Count, rows.Judge]:
    """The numbers of lists of organizations, and the statuses of communities from them.

    Conditions are evaluated once for each organization, and the engine then counts each column of answers: measured,
    this is faster in every engine here than filtering the list of organizations once for each number.
    """
    wanted = [rule.counted[name] for rule, name in rows.numbers()]
    conditions = _staged(language, lambda phrasing: list(map(phrasing.guard, wanted)))
    names = [f"column_{n}" for n in range(len(wanted))]
    sizes = language.compiled([language.counted.format(language.dialect.field.format(name)) for name in names])
    phrasing = Phrasing(language.dialect, {})
    judge = language.compiled(
        [phrasing.status_of_members(rule, _fields(language, rows.own(rule)), _fields(language, rows.loose(rule)))
         for rule in rules().communities]
    )  # fmt: skip

    def count(members: list[Any]) -> Sequence[int]:
        answers = zip(*map(conditions, members), strict=True) if members else [()] * len(names)
        return sizes(dict(zip(names, map(list, answers), strict=True)))

    return lambda lists: list(map(count, lists)), lambda subjects: list(map(judge, subjects))


def _fields(language: Language, names: Mapping[str, str]) -> dict[str, str]:
    return {key: language.dialect.field.format(name) for key, name in names.items()}


def _staged(language: Language, texts: Callable[[Phrasing], Sequence[str]]) -> Evaluate:
    definitions = rules().definitions
    phrasing = Phrasing(language.dialect, definitions)
    if not language.definitions_first:
        return language.compiled(texts(phrasing))
    guards: dict[str, Guard] = {}
    for name, truth in definitions.items():
        guards |= {f"{name}__yes": truth.yes, f"{name}__no": truth.no}
    rest = texts(Phrasing(language.dialect, definitions, evaluated=True))
    used = {name: guard for name, guard in guards.items() if any(name in text for text in rest)}
    first, second = language.compiled([phrasing.guard(guard) for guard in used.values()]), language.compiled(rest)
    return lambda subject: second(language.extended(subject, dict(zip(used, first(subject), strict=True))))
