"""The rules of `rules.yaml`, with the guards of each: what the peers' own forms are generated from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.peers.guards import Guard, Kind, Not, Truth, both, leaves, read, truth

FILE = Path(__file__).with_name("rules.yaml")
UNKNOWN, NOT_APPLICABLE, COMPLIANT, PENDING = 0, 1, 2, 8
FAILURES = {"noncompliant": 16, "shortfall": 32}
STATUSES = {
    UNKNOWN: "unknown",
    NOT_APPLICABLE: "not_applicable",
    COMPLIANT: "compliant",
    PENDING: "pending",
    16: "noncompliant",
    32: "shortfall",
}


@dataclass(frozen=True)
class Rule:
    """One rule over organizations; a failure that is not `overdue` is pending."""

    id: str
    applies: Truth
    holds: Truth
    fails: int
    overdue: Truth | None = None


@dataclass(frozen=True)
class Members:
    """One rule over communities: what is counted of a community's organizations, by name, and the bound.

    A number of members counts `in` and `may`, those that surely and those that possibly belong. A share also counts
    `yes` and `can`, the members that surely and possibly satisfy, `doubtful` and `hopeful`, the possible members that
    may not satisfy and that may, and `cannot`, the possible members that do not surely satisfy.
    """

    id: str
    counted: dict[str, Guard]
    bound: tuple[int, int]
    comparison: str
    fails: int
    only: str | None = None

    @property
    def share(self) -> bool:
        """Whether it is about a share, not a number."""
        return len(self.counted) > 2


@dataclass(frozen=True)
class Rules:
    """All rules, and the definitions that they name, in an order in which none names a later one."""

    fields: dict[str, str]
    kinds: dict[str, Kind]
    definitions: dict[str, Truth]
    organizations: tuple[Rule, ...]
    communities: tuple[Members, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of facts: the fields, and the companions of those that are marked."""
        return (*self.fields, *(f"{name}__unknown" for name, kind in self.kinds.items() if kind == "marked"))

    @property
    def member_columns(self) -> tuple[str, ...]:
        """Those that the rules over communities read of an organization."""
        guards = [guard for rule in self.communities for guard in rule.counted.values()]
        used = {name for guard in guards for leaf in leaves(guard, self.definitions) for name in read(leaf)}
        return tuple(column for column in self.columns if column in used)


@cache
def rules() -> Rules:
    """The rules as read from the file."""
    said = yaml.safe_load(FILE.read_text("utf-8"))
    listed = [
        (name, kind, type_) for kind, of in said["fields"].items() for type_, names in of.items() for name in names
    ]
    kinds: dict[str, Kind] = {name: kind for name, kind, _ in listed}
    fields = {name: type_ for name, _, type_ in listed}
    definitions: dict[str, Truth] = {}
    for name, text in (said["definitions"] | said["member_definitions"]).items():
        definitions[name] = truth(text, kinds, definitions)

    def of(text: str) -> Truth:
        return truth(text, kinds, definitions)

    def rule(name: str, applies: str, holds: str, fails: str, overdue: str | None = None) -> Rule:
        return Rule(name, of(applies), of(holds), FAILURES[fails], of(overdue) if overdue else None)

    return Rules(
        fields,
        kinds,
        definitions,
        tuple(rule(name, *parts) for name, parts in said["organizations"].items()),
        tuple(_members(name, said, of) for name, said in said["communities"].items()),
    )


def _members(name: str, said: dict[str, Any], of: Callable[[str], Truth]) -> Members:
    member = of(said["member"])
    counted = {"in": member.yes, "may": Not(member.no)}
    if "satisfying" in said:
        fits = of(said["satisfying"])
        open_ = (Not(member.yes), Not(member.no))
        counted |= {
            "yes": both(member.yes, fits.yes),
            "can": both(Not(member.no), Not(fits.no)),
            "doubtful": both(*open_, Not(fits.yes)),
            "hopeful": both(*open_, Not(fits.no)),
            "cannot": both(Not(member.no), Not(fits.yes)),
        }
    comparison = next(word for word in ("at_least", "at_most", "below") if word in said)
    bound = said[comparison]
    fraction = tuple(bound) if isinstance(bound, list) else (bound, 1)
    return Members(name, counted, fraction, comparison, FAILURES[said["fails"]], said.get("only"))
