"""Where a rule is evaluated: a row and where it stands, what is known of its kind, and the measuring date."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from policyengine.audit.checker.errors import refused, unreadable
from policyengine.audit.checker.material import Group, Material, Subject
from policyengine.audit.checker.rule import Relation
from policyengine.semantics.interval import Interval

MOST_STEPS = 3_000_000
"""So many times conditions are tested for one certificate: a stranger's file ends in bounded time."""

Names = frozenset[str]
NOTHING: Names = frozenset()


@dataclass
class Budget:
    """How many steps are left."""

    left: int = MOST_STEPS

    def spend(self, steps: int = 1) -> None:
        """Take steps. Raises `UnreadableCertificateError` when none is left."""
        self.left -= steps
        if self.left < 0:
            raise unreadable(
                f"证书过大：核对它要超过 {MOST_STEPS} 步", f"too large to check: it takes more than {MOST_STEPS} steps"
            )


@dataclass(frozen=True, slots=True)
class Row:
    """A row, or a group of rows alike, with the plurals that lead to it from the subject."""

    entity: str
    held: Subject | Group
    site: tuple[str, ...] = ()

    @property
    def times(self) -> int:
        """How many rows it stands for."""
        return self.held.count if isinstance(self.held, Group) else 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day, as what is known of its number; `missing` would settle it."""

    interval: Interval
    missing: Names = NOTHING


@dataclass(frozen=True, slots=True)
class Scene:
    """The material, the measuring date, and what is remembered of rows that may be anybody's."""

    material: Material
    measured_on: Day
    budget: Budget
    remembered: dict[tuple[int, tuple[str, ...]], object] = field(default_factory=dict)

    def own_children(self, row: Row, relation: Relation) -> Iterator[Row]:
        """The groups of rows that are surely the row's children."""
        groups = row.held.children.get(relation.plural)
        if groups is None:
            raise refused(
                f"证书缺少 `{relation.plural}` 的各行", f"the certificate lacks the rows of `{relation.plural}`"
            )
        return (Row(relation.child, group, (*row.site, relation.plural)) for group in groups)

    def unplaced(self, site: tuple[str, ...], relation: Relation) -> Iterator[Row]:
        """The groups of rows that may be anybody's children, where the rule looks for children of rows at `site`."""
        below = (*site, relation.plural)
        groups = self.material.unplaced.get("/".join(below))
        if groups is None:
            raise refused(
                f"证书未说明归属不明的 `{relation.plural}`",
                f"the certificate does not say which `{relation.plural}` have no known parent",
            )
        return (Row(relation.child, group, below) for group in groups)
