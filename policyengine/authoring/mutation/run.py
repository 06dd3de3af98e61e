"""Which changes of rules no case notices."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policyengine.authoring.cases.model import Suite, Survivor
from policyengine.authoring.cases.prepare import Prepared
from policyengine.authoring.cases.run import differences
from policyengine.authoring.mutation.mutants import Mutant, mutants


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of all changes of the rules that have cases.

    `unnoticed` are survivors that the case file does not list, `idle` entries of its list that no survivor answers to.
    """

    suite: Suite
    mutants: int
    listed: tuple[Mutant, ...]
    unnoticed: tuple[Mutant, ...]
    idle: tuple[Survivor, ...]

    @property
    def noticed(self) -> int:
        """How many changes some case noticed."""
        return self.mutants - len(self.listed) - len(self.unnoticed)

    @property
    def fine(self) -> bool:
        """Whether the survivors are those that are listed."""
        return not self.unnoticed and not self.idle


def mutate(suite: Suite, prepared: Iterable[Prepared]) -> Mutation:
    """Hold the cases of each rule, and of each reading that has cases, against every change of it.

    The cases themselves must pass.
    """
    by_rule: dict[tuple[str, str | None], list[Prepared]] = defaultdict(list)
    for each in prepared:
        by_rule[each.case.rule.id, each.case.rule.alternative].append(each)
    count = 0
    survivors: list[Mutant] = []
    for cases in by_rule.values():
        # Small facts first: most changes are noticed by them.
        cases.sort(key=lambda each: sum(map(len, each.case.tables.values())))
        forms = mutants(cases[0].case.rule)
        count += len(forms)
        survivors += [mutant for mutant in forms if not _noticed(mutant, cases)]
    names = {(one.rule, one.reading, one.change) for one in suite.survivors}
    found = {_name(mutant) for mutant in survivors}
    return Mutation(
        suite,
        count,
        tuple(mutant for mutant in survivors if _name(mutant) in names),
        tuple(mutant for mutant in survivors if _name(mutant) not in names),
        tuple(
            one
            for one in suite.survivors
            if (one.rule, one.reading) in by_rule and (one.rule, one.reading, one.change) not in found
        ),
    )


def _noticed(mutant: Mutant, cases: Sequence[Prepared]) -> bool:
    return any(next(differences(each.case.expected, each.verdict(mutant.rule)), None) is not None for each in cases)


def _name(mutant: Mutant) -> tuple[str, str | None, str]:
    return mutant.rule.id, mutant.rule.alternative, mutant.change
