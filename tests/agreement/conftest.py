"""Every engine under one name: the reference, Polars, and the backends as users have them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from policyengine.backends.backend import Backend
from policyengine.facts.stored.moved import moved
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.walked import WalkedVerdicts

ENGINES = {"walker": 15, "polars": 30, "duck": 10, "postgres": 3, "spark": 2}
"""How many examples each engine is given in the suite: the slower, the fewer."""


@dataclass(frozen=True)
class Engine:
    """What gives verdicts on a case, and how many examples it is asked for."""

    name: str
    examples: int
    evaluated: Callable[[Case], Verdicts]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    name: str = request.param
    if name == "walker":
        return Engine(name, ENGINES[name], lambda case: WalkedVerdicts(case, case.plan.rules))
    if name == "polars":
        return Engine(name, ENGINES[name], lambda case: Verdicts(case, case.plan.rules))
    backend: Backend = request.getfixturevalue(name)

    def there(case: Case) -> Verdicts:
        return Verdicts(replace(case, facts=moved(case.facts, backend)), case.plan.rules)

    return Engine(name, ENGINES[name], there)
