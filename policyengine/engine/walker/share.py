"""What one row adds to a population, and how many rows add what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from policyengine.engine.walker.answer import NOTHING, Names
from policyengine.plan.nodes import Average, Count, Counted, Fold, Quantified, Ratio
from policyengine.semantics.interval import ANYTHING, Interval
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class Share:
    """What one row that surely or possibly belongs to a population adds to it.

    `own` is whether the parent is surely its parent; `satisfied` is the answer to what a ratio asks of it, `value` what
    a total or a mean takes of it. `lacks` would settle whether it belongs, `open` what it adds.
    """

    membership: Truth
    own: bool
    satisfied: Truth = Truth.YES
    value: Interval = ANYTHING
    lacks: Names = NOTHING
    open: Names = NOTHING


Crowd = Mapping[Share, int]
"""How many rows add what."""

Crowded = Count | Fold | Ratio | Average | Quantified | Counted
"""What is taken over the children of a row."""


class Crowds(Protocol):
    """Crowds that are kept up to date, so that they need not be counted again."""

    def of(self, node: Crowded, parent_id: str, measured_on: Interval) -> Crowd | None:
        """The crowd of a row's children for a node of the plan on a measuring date; `None` if it is not kept."""
