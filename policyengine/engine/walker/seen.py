"""The cells and operands that conditions look at, as a trace keeps them."""

from collections.abc import Iterable

from policyengine.engine.walker.rows import Facts, Lack, Row
from policyengine.engine.walker.traced import Held, Seen
from policyengine.engine.walker.values import Scene, operand_value
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Compare,
    Comparison,
    Condition,
    Counted,
    FieldValue,
    Judged,
    Named,
    Negation,
    Operand,
    Outcomes,
    Path,
    Presence,
    ShiftedDate,
    ThisYear,
)
from policyengine.vocabulary.models import FieldType


def seen_cell(steps: tuple[str, ...], field: str, row: Row, facts: Facts) -> Seen:
    """The cell that the references `steps` and the field lead to, with where it was read."""
    reached = facts.reach(row, steps)
    name = ".".join((row.entity, *steps, field))
    if isinstance(reached, Lack):
        return Seen(name, reached, None, None)
    return Seen(name, reached.cell(field), reached.file, reached.number)


def paths_of(condition: Condition) -> tuple[Path, ...]:
    """The fields that the condition itself looks at."""
    own: tuple[Path, ...] = ()
    match condition:
        case Compare(path=path) | Among(path=path) | Presence(path=path) | ThisYear(path=path):
            own = (path,)
        case Judged(entity=entity, name=name):
            own = (Path(entity, (), entity, name, FieldType.BOOLEAN),)
    return own + tuple(path for part in comparisons_of(condition) for path in operand_paths(part.operand))


def operand_paths(operand: Operand) -> tuple[Path, ...]:
    """The fields of the row being tested that the operand reads."""
    match operand:
        case FieldValue(path=path):
            return (path,)
        case ShiftedDate(base=base):
            return operand_paths(base)
        case _:
            return ()


def comparisons_of(condition: Condition) -> tuple[Comparison, ...]:
    """What the condition itself compares with."""
    match condition:
        case Compare(comparison=comparison):
            return (comparison,)
        case Counted(comparisons=comparisons):
            return comparisons
        case _:
            return ()


def held_against(comparisons: Iterable[Comparison], row: Row, scene: Scene) -> tuple[Held, ...]:
    """What each comparison's operand is worth for the row being tested."""
    return tuple(Held(part.comparator, part.operand, operand_value(part.operand, row, scene)) for part in comparisons)


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions on the same row that the condition is made of; a decision table's are its cases."""
    match condition:
        case All(parts=parts) | Any(parts=parts):
            return parts
        case Negation(part=part) | Named(condition=part):
            return (part,)
        case Outcomes(cases=cases):
            return tuple(case.when for case in cases)
        case _:
            return ()
