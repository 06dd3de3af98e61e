"""A condition on the subject, taken apart: each part with its truth, its cells, and the rows that it ranges over."""

from policyengine.engine.walker.conditions import holds
from policyengine.engine.walker.seen import parts_of, paths_of
from policyengine.explain.cells import own_cell
from policyengine.explain.inquiry import Inquiry
from policyengine.explain.model import Located, Tested
from policyengine.explain.rows import shown_rows
from policyengine.plan.nodes import All, Any, Condition, Named
from policyengine.semantics.truth import Truth


def tested(condition: Condition, inquiry: Inquiry) -> Tested:
    """The condition taken apart for the subject of an inquiry."""
    scene, known, ranged = inquiry.scene, inquiry.truths.get(condition), inquiry.over.get(condition)
    return Tested(
        condition,
        holds(condition, inquiry.row, scene).truth if known is None else known,
        seen=tuple(own_cell(inquiry.row, path, scene.facts) for path in paths_of(condition)),
        parts=tuple(tested(part, inquiry) for part in parts_of(condition)),
        rows=None if ranged is None else shown_rows(ranged, scene, inquiry.shown),
    )


def unsettled_cells(part: Tested) -> tuple[Located, ...]:
    """The unknown cells of the parts that are unknown."""
    if part.truth is not Truth.UNKNOWN:
        return ()
    own = tuple(cell for cell in part.seen if cell.unknown)
    return sum((unsettled_cells(inner) for inner in part.parts), own)


def top_parts(part: Tested) -> tuple[Tested, ...]:
    """The parts of a conjunction, looked for through definitions, or else the condition itself."""
    while isinstance(part.condition, All | Any | Named) and len(part.parts) == 1:
        part = part.parts[0]
    return part.parts if isinstance(part.condition, All) else (part,)
