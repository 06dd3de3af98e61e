"""Which changes of rules no case notices."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

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

    Changes that a reading has in common with its rule are tried on the rule alone. The cases themselves must pass.
    """
    by_form: dict[tuple[str, str | None], list[Prepared]] = defaultdict(list)
    for each in prepared:
        by_form[each.case.rule.id, each.case.rule.alternative].append(each)
    own = {rule.id: frozenset(mutant.change for mutant in mutants(rule, suite.vocabulary)) for rule in suite.plan.rules}
    count = 0
    survivors: list[Mutant] = []
    for (rule, reading), cases in by_form.items():
        # Small facts first: most changes are noticed by them.
        cases.sort(key=lambda each: sum(map(len, each.case.told.tables.values())))
        shared = frozenset() if reading is None else own[rule]
        forms = [each for each in mutants(cases[0].case.rule, suite.vocabulary) if each.change not in shared]
        count += len(forms)
        survivors += [mutant for mutant in forms if not _noticed(mutant, cases)]
    listed = tuple(mutant for mutant in survivors if any(_listed(mutant, one) for one in suite.survivors))
    return Mutation(
        suite,
        count,
        listed,
        tuple(mutant for mutant in survivors if mutant not in listed),
        tuple(
            one
            for one in suite.survivors
            if (one.rule, one.reading) in by_form and not any(_listed(mutant, one) for mutant in listed)
        ),
    )


def _noticed(mutant: Mutant, cases: Sequence[Prepared]) -> bool:
    return any(next(differences(each.case.expected, each.verdict(mutant.rule)), None) is not None for each in cases)


def _listed(mutant: Mutant, survivor: Survivor) -> bool:
    rule = mutant.rule
    return (rule.id, rule.alternative) == (survivor.rule, survivor.reading) and fnmatchcase(
        mutant.change, survivor.change
    )
