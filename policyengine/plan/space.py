"""All rows that a few conditions can tell apart, and in which of them a condition holds.

A set of rows is an integer, one bit a row, so that conjunction, disjunction and negation are single operations. Parts
whose truth does not follow from the row's own fields (children, other fields, moving dates) are free variables: what
never holds here never holds at all, but a row found here need not exist unless the space is `certain`.
"""

from dataclasses import dataclass
from datetime import date
from math import prod

from policyengine.plan.cells import OTHER_WORD, Cell, cells_of, fixed_value, satisfies
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Compare,
    Condition,
    Counted,
    Judged,
    Named,
    Negation,
    Outcomes,
    Path,
    Presence,
    Quantified,
    ThisYear,
)
from policyengine.plan.walk import own_parts
from policyengine.reading.text import Text
from policyengine.vocabulary.models import FieldType

MOST_ROWS = 1 << 14

Free = Compare | Judged | Quantified | Counted | ThisYear
Variable = Path | Free


@dataclass(frozen=True, slots=True)
class Space:
    """The product of the variables' values; `masks` says in which rows a variable has each of them.

    A field's values are its cells; a free variable's are `false` and `true`. `certain` says that every row can exist.
    """

    cells: dict[Variable, tuple[Cell, ...]]
    masks: dict[Variable, tuple[int, ...]]
    everything: int
    certain: bool

    def rows(self, condition: Condition) -> int:
        """The rows in which a condition holds."""
        match condition:
            case All(parts=parts):
                held = self.everything
                for part in parts:
                    held &= self.rows(part)
                return held
            case Any(parts=parts):
                held = 0
                for part in parts:
                    held |= self.rows(part)
                return held
            case Negation(part=part):
                return self.everything & ~self.rows(part)
            case Named(condition=inner):
                return self.rows(inner)
            case Outcomes():
                return self._outcomes(condition)
            case Compare() | Among() | Presence() as leaf if leaf.path in self.cells and not _is_free(leaf):
                held = 0
                for cell, mask in zip(self.cells[leaf.path], self.masks[leaf.path], strict=True):
                    held |= mask if _holds(leaf, cell) else 0
                return held
            case free:
                return self.masks[_variable(free)][1]

    def _outcomes(self, table: Outcomes) -> int:
        left, held = self.everything, 0
        for case in table.cases:
            hits = left & self.rows(case.when)
            left &= ~hits
            held |= hits if case.then in table.values else 0
        return held | (left if table.otherwise in table.values else 0)

    def example(self, rows: int) -> Text:
        """The first of the rows, for people."""
        row = rows & -rows
        zh, en = [], []
        for variable, cells in self.cells.items():
            cell = next(cell for cell, mask in zip(cells, self.masks[variable], strict=True) if mask & row)
            shown = _shown(variable, cell)
            zh.append(f"`{_name(variable)}: {shown.zh}`")
            en.append(f"`{_name(variable)}: {shown.en}`")
        return Text("、".join(zh), ", ".join(en))


def space_of(*conditions: Condition) -> Space | None:
    """The space in which the conditions can be compared; `None` where it would have more than `MOST_ROWS` rows."""
    constants: dict[Path, list[Cell]] = {}
    free: dict[Free, None] = {}
    for part in own_parts(*conditions):
        match part:
            case Among() | Presence():
                constants.setdefault(part.path, []).extend(sorted(part.values) if isinstance(part, Among) else ())
            case Compare() if not _is_free(part):
                constants.setdefault(part.path, []).append(fixed_value(part.comparison.operand))
            case Compare() | Judged() | Quantified() | Counted() | ThisYear():
                free[_variable(part)] = None
    cells: dict[Variable, tuple[Cell, ...]] = {
        path: cells_of(path, [each for each in found if each is not None]) for path, found in constants.items()
    }
    cells.update(dict.fromkeys(free, ("false", "true")))
    size = prod(len(values) for values in cells.values())
    if size > MOST_ROWS:
        return None
    certain = all(isinstance(variable, Judged) for variable in free)
    return Space(cells, _masks(cells, size), (1 << size) - 1, certain)


def _masks(cells: dict[Variable, tuple[Cell, ...]], size: int) -> dict[Variable, tuple[int, ...]]:
    """Rows are numbered with one digit a variable; a mask has the rows with a certain digit."""
    masks: dict[Variable, tuple[int, ...]] = {}
    stride = 1
    for variable, values in cells.items():
        period = stride * len(values)
        repeated = ((1 << size) - 1) // ((1 << period) - 1) if period else 0
        block = (1 << stride) - 1
        masks[variable] = tuple((block << (index * stride)) * repeated for index in range(len(values)))
        stride = period
    return masks


def variables_of(condition: Condition) -> frozenset[Variable]:
    """What the truth of a condition depends on."""
    found: set[Variable] = set()
    for part in own_parts(condition):
        match part:
            case Among() | Presence():
                found.add(part.path)
            case Compare() if not _is_free(part):
                found.add(part.path)
            case Compare() | Judged() | Quantified() | Counted() | ThisYear():
                found.add(_variable(part))
    return frozenset(found)


def _is_free(leaf: Compare | Among | Presence) -> bool:
    return isinstance(leaf, Compare) and fixed_value(leaf.comparison.operand) is None


def _variable(condition: Condition) -> Free:
    if isinstance(condition, Compare | Judged | Quantified | Counted | ThisYear):
        return condition
    raise TypeError(f"{condition!r} has a meaning of its own")


def _holds(leaf: Compare | Among | Presence, cell: Cell) -> bool:
    match leaf:
        case Among(values=values):
            return cell in values
        case Presence(wanted=wanted):
            return (cell is not None) is wanted
        case Compare(comparison=comparison):
            return satisfies(cell, comparison)


def _name(variable: Variable) -> str:
    match variable:
        case Path():
            return str(variable)
        case Judged(name=name):
            return name
        case Compare(path=path) | ThisYear(path=path):
            return str(path)
        case Quantified(relation=relation) | Counted(relation=relation):
            return relation.plural


def _shown(variable: Variable, cell: Cell) -> Text:
    if cell is None:
        return Text("无", "none")
    if cell == OTHER_WORD:
        return Text("其他", "other")
    if isinstance(variable, Path) and variable.type is FieldType.DATE and not isinstance(cell, str):
        day = date.fromordinal(int(cell)).isoformat()
        return Text(day, day)
    return Text(str(cell), str(cell))
