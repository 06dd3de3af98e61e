"""How much of what is behind the verdicts is collected at once: rules and subjects in portions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from policyengine.plan.planned import PlannedRule


@dataclass(frozen=True, slots=True)
class Portion:
    """So many `rules`, over the subjects from one of the ids `cuts`, which are in order, to before the next."""

    rules: int = 1
    cuts: Sequence[str] = ()


ONE_RULE = Portion()
ONE_RULE_AT_A_TIME: Mapping[str, Portion] = MappingProxyType({})


def sharing(
    rules: Sequence[PlannedRule], widths: Sequence[int], widest: int, portions: Mapping[str, Portion]
) -> Iterator[tuple[PlannedRule, ...]]:
    """The rules that share a query: over the same kind of subjects, in their order, as many as a portion has.

    Their widths add up to no more than `widest`, unless it is one rule.
    """
    by_kind: dict[str, list[tuple[PlannedRule, int]]] = {}
    for rule, width in zip(rules, widths, strict=True):
        by_kind.setdefault(rule.subject, []).append((rule, width))
    for kind, of_kind in by_kind.items():
        most = portions.get(kind, ONE_RULE).rules
        together: list[PlannedRule] = []
        taken = 0
        for rule, width in of_kind:
            if together and (len(together) == most or taken + width > widest):
                yield tuple(together)
                together, taken = [], 0
            together.append(rule)
            taken += width
        yield tuple(together)
