"""How often each production must fire, counted apart from the engine.

Patterns are equalities and are met independently of each other, so a production fires once for each combination:
the product, over its patterns, of the number of facts that meet them. What the engine loses or invents shows as a
difference, and a product that would fill the memory is refused before the engine begins on it.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from operator import mul

from policyengine.reading.text import Text
from policyengine.verdicts.productions import KIND, Fact, Production
from policyengine.verdicts.rete_limits import MOST_COMBINATIONS, beyond


class Register:
    """Which patterns a fact meets, and which productions have them; fixed for a set of productions."""

    def __init__(self, productions: Sequence[Production]) -> None:
        self.names = tuple(production.name for production in productions)
        self._numbers: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = {}
        self._shapes: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.patterns = tuple(
            tuple(self._number(pattern.kind, sorted(pattern.where)) for pattern in production.patterns)
            for production in productions
        )
        self.users: tuple[set[int], ...] = tuple(set() for _ in self._numbers)
        for number, own in enumerate(self.patterns):
            for pattern in own:
                self.users[pattern].add(number)

    def _number(self, kind: str, where: Sequence[tuple[str, str]]) -> int:
        names, values = tuple(name for name, _ in where), tuple(value for _, value in where)
        self._shapes[kind].add(names)
        return self._numbers.setdefault((kind, names, values), len(self._numbers))

    def met(self, fact: Fact) -> list[int]:
        """The numbers of the patterns that a fact meets."""
        kind = fact[KIND]
        found = []
        for names in self._shapes.get(kind, ()):
            if all(name in fact for name in names):
                number = self._numbers.get((kind, names, tuple(fact[name] for name in names)))
                if number is not None:
                    found.append(number)
        return found


class Tally:
    """The combinations of one session."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._facts = [0] * len(register.users)
        self._whole = [0] * len(register.patterns)
        self._begun = [0] * len(register.patterns)
        self._total = 0

    def add(self, fact: Fact) -> int | None:
        """Count a new fact: how many firings it must bring, or none where no pattern is met and it can bring nothing.

        Raises `ChainingRefusedError` for the production with which there are too many combinations, also of the facts
        that meet only the first of its patterns.
        """
        met = self._register.met(fact)
        if not met:
            return None
        touched: set[int] = set()
        for pattern in met:
            self._facts[pattern] += 1
            touched |= self._register.users[pattern]
        fresh = 0
        for production in sorted(touched):
            products = tuple(accumulate((self._facts[pattern] for pattern in self._register.patterns[production]), mul))
            fresh += products[-1] - self._whole[production]
            self._total += sum(products) - self._begun[production]
            self._whole[production], self._begun[production] = products[-1], sum(products)
            if self._total > MOST_COMBINATIONS:
                raise beyond(
                    self._register.names[production], Text("事实的组合", "combinations of facts"), MOST_COMBINATIONS
                )
        return fresh
