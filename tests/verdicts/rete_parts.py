"""Small productions and facts, and what comes of them."""

import pytest

from policyengine.verdicts.rete import ChainingRefusedError, Fact, Pattern, Production, Productions


def nothing(_: tuple[Fact, ...]) -> list[Fact]:
    return []


def production(name: str, *patterns: Pattern) -> Production:
    return Production(name, patterns, nothing)


def named(value: str, name: str = "name") -> Pattern:
    return Pattern("k", ((name, value),))


def fact(value: str, name: str = "name") -> Fact:
    return {"kind": "k", name: value}


def fired(productions: list[Production], *facts: Fact) -> list[str]:
    with Productions(productions) as made:
        return [firing.production for firing in made.run(facts)]


def refusal(productions: list[Production], *facts: Fact) -> str:
    with pytest.raises(ChainingRefusedError) as caught:
        fired(productions, *facts)
    return str(caught.value)
