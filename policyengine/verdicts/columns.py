"""The status table over columns: each rule becomes one small integer a subject, the set of its possible statuses."""

from collections.abc import Callable, Iterable

from policyengine.backends import expressions as ex
from policyengine.backends.expressions import Width
from policyengine.backends.queries import Query
from policyengine.engine.columnar.rules import RuleColumns
from policyengine.engine.columnar.tri import Tri
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Waived
from policyengine.verdicts.judge import masks

Chosen = int | ex.Expr


def mask(columns: RuleColumns, applicable: Tri, waived: Waived) -> ex.Expr:
    """The bit mask of the possible statuses, as `judge.mask_of` writes it."""
    exempt = sorted(subject for rule, subject in waived if rule == columns.rule.id)
    ordinary = _mask(columns, applicable, waived=False)
    if not exempt:
        return ordinary
    return ex.when(ex.col("id").is_in(exempt)).then(_mask(columns, applicable, waived=True)).otherwise(ordinary)


def _mask(columns: RuleColumns, applicable: Tri, *, waived: bool) -> ex.Expr:
    table = masks(waived=waived, modality=columns.rule.modality)
    narrow = columns.rows.backend.narrow

    def by_lateness(a: Truth, q: Truth) -> Chosen:
        return _branch(columns.overdue, lambda late: table[a, q, late], narrow)

    def by_requirement(a: Truth) -> Chosen:
        return _branch(columns.satisfied, lambda q: by_lateness(a, q), narrow)

    return _number(_branch(applicable, by_requirement, narrow), narrow)


def _branch(tri: Tri, then: Callable[[Truth], Chosen], narrow: Width) -> Chosen:
    """What each truth leads to; where all lead to the same, or only one is met, there is no branch."""
    if isinstance(tri, Truth):
        return then(tri)
    yes, no, unknown = then(Truth.YES), then(Truth.NO), then(Truth.UNKNOWN)
    if all(isinstance(chosen, int) for chosen in (yes, no, unknown)) and len({yes, no, unknown}) == 1:
        return yes
    return (
        ex.when(tri).then(_number(yes, narrow)).when(~tri).then(_number(no, narrow)).otherwise(_number(unknown, narrow))
    )


def _number(chosen: Chosen, narrow: Width) -> ex.Expr:
    return ex.lit(chosen, dtype=narrow) if isinstance(chosen, int) else chosen


def status_masks(rules: Iterable[tuple[RuleColumns, Waived]], rows: Query) -> Query:
    """A row for each of the subjects: `subject`, and a column for each rule, named by its place."""
    applicable: dict[tuple[int, ...], tuple[str, ex.Expr]] = {}
    made = {"subject": ex.col("id")}
    for n, (columns, waived) in enumerate(rules):
        applies = columns.applicable
        if not isinstance(applies, Truth):
            # Rules whose causes are the same expressions apply to the same subjects.
            causes = tuple(id(tri) for _, tri in columns.causes)
            name, _ = applicable.setdefault(causes, (f"__applicable_{len(applicable)}", applies))
            applies = ex.col(name)
        made[f"{n}"] = mask(columns, applies, waived)
    if applicable:
        rows = rows.with_columns(expr.alias(name) for name, expr in applicable.values())
    rows = rows.with_columns(expr.alias(f"__verdict_{name}") for name, expr in made.items())
    return rows.select(ex.col(f"__verdict_{name}").alias(name) for name in made)
