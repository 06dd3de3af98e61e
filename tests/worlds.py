"""How many possible worlds a run evaluated, counted over all of its processes."""

from dataclasses import dataclass

import pytest


@dataclass
class Tally:
    """How many worlds, and verdicts in them, were held against the uncertain ones."""

    worlds: int = 0
    verdicts: int = 0


TALLY = pytest.StashKey[Tally]()


def tally_of(config: pytest.Config) -> Tally:
    """The count of this process, or of all processes in the one that started them."""
    return config.stash.setdefault(TALLY, Tally())
