"""Productions over symbolic facts: what is matched, what is concluded, and the record of each step."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

KIND = "kind"
"""The property that every fact has."""

Fact = Mapping[str, str]
"""Properties by name, all of them texts; `kind` is one of them. Two facts with the same properties are one fact."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a fact has to be: of this kind, and each of these properties equal to the text beside it."""

    kind: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Production:
    """What follows once every pattern is met.

    `conclude` is called for each combination of facts, one for each pattern and in their order; one fact may meet
    several patterns. It gives the facts that follow, and must depend on nothing but what it is given.
    """

    name: str
    patterns: tuple[Pattern, ...]
    conclude: Callable[[tuple[Fact, ...]], Iterable[Fact]]


@dataclass(frozen=True, slots=True)
class Firing:
    """One step: the facts that a production matched, and all that it concluded from them, known before or not."""

    production: str
    matched: tuple[Fact, ...]
    concluded: tuple[Fact, ...]
