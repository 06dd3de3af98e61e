"""What became of requirements of which a change touches nothing: it is found once, for before and after."""

from policyengine.engine.walker.requirements import Result, result
from policyengine.engine.walker.rows import Row
from policyengine.engine.walker.values import Quantity, Scene
from policyengine.plan.planned import Requirement


class Results:
    """The results of requirements that read no cell of an `entity` that is in `fields`, while these change.

    Whether the subject exists, is concerned, or is late may have changed all the same, and with it the measuring date.
    """

    def __init__(self, entity: str, fields: frozenset[str]) -> None:
        self.cells = frozenset((entity, name) for name in fields)
        # By identity, for requirements are large; plans see to it that identities stay their own.
        self._found: dict[tuple[int, str], tuple[Quantity, Result]] = {}

    def touches(self, cells: frozenset[tuple[str, str]]) -> bool:
        """Whether some of the cells change."""
        return not self.cells.isdisjoint(cells)

    def of(self, requirement: Requirement, subject: Row, scene: Scene) -> Result:
        """What becomes of a requirement that the change does not touch."""
        key = (id(requirement), subject.id)
        known = self._found.get(key)
        if known is None or known[0] != scene.measured_on:
            known = self._found[key] = (scene.measured_on, result(requirement, subject, scene))
        return known[1]
