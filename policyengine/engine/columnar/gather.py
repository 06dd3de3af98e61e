"""Children gathered by their parent: aggregates, each child row read once for all who ask."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import narwhals.stable.v2 as nw

from policyengine.backends.backend import Backend, Beside, Frame

if TYPE_CHECKING:
    from policyengine.engine.columnar.rows import Rows

KEY = "__key"
SUBJECT = "__subject"

Gather = Literal["count", "sum", "min", "max"]


class Group:
    """Aggregates of `child` rows by the parent that `steps` lead to: `known`, and `shared` of those of unknown parent.

    `moment` are the columns that tell measuring intervals apart. What is asked for is noted; `lazy` gathers it,
    `settle` keeps the result, `beside` is what is put beside the parents.
    """

    def __init__(self, child: "Rows", steps: tuple[str, ...], moment: tuple[str, ...], *, prefix: str) -> None:
        self.child, self.moment, self.prefix = child, moment, prefix
        self.key = child.reference(steps)
        self._asked: dict[Hashable, tuple[str, nw.Expr, Gather]] = {}
        self._kept: dict[Hashable, tuple[str, nw.Expr]] = {}
        self._only: nw.Expr | None = None
        self._gathered: Frame | None = None

    def only(self, flag: nw.Expr) -> None:
        """Leave out the child rows without this flag, which nobody asks about."""
        self._only = flag

    def kept(self, key: Hashable, expr: nw.Expr) -> nw.Expr:
        """`expr` over the child rows as a column of its own, for aggregates that read it more than once."""
        if key not in self._kept:
            self._kept[key] = (f"{self.prefix}_kept{len(self._kept)}", expr)
        return nw.col(self._kept[key][0])

    def count(self, key: Hashable, flag: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
        """How many rows have a flag, which is never null, as (known, shared)."""
        known, shared = self.fold(key, flag, "count")
        return known.fill_null(0), shared.fill_null(0)

    def total(self, key: Hashable, value: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
        """A sum, never null, as (known, shared)."""
        known, shared = self.fold(key, value, "sum")
        return known.fill_null(0), shared.fill_null(0)

    def fold(self, key: Hashable, value: nw.Expr, how: Gather) -> tuple[nw.Expr, nw.Expr]:
        """The sum, least or greatest value, as (known, shared); null where there is none."""
        if (key, how) not in self._asked:
            self._asked[key, how] = (f"{self.prefix}_{len(self._asked)}", value, how)
        name = self._asked[key, how][0]
        return nw.col(name), nw.col(f"{name}_shared")

    def keyed(self) -> Frame:
        """The child rows that have, or may have, a parent, with its id (null: unknown) in the column `KEY`."""
        rows = self.child.build()
        if self._only is not None:
            rows = rows.filter(self._only)
        if self.key.none is not None:
            rows = rows.filter(~self.key.none)
        key = nw.lit(None, dtype=nw.String) if self.key.value is None else self.key.value
        return rows.with_columns(key.alias(KEY), *(expr.alias(name) for name, expr in self._kept.values()))

    def lazy(self) -> Frame:
        """All that was asked for, by parent and measuring interval."""
        asked = self._asked.values()
        rows = self.keyed().with_columns(value.alias(name) for name, value, _ in asked)
        rows = rows.select(KEY, *self.moment, *(name for name, _, _ in asked))
        backend = self.child.backend
        return rows.group_by(KEY, *self.moment).agg(*(_folded(name, how, backend) for name, _, how in asked))

    def settle(self, gathered: Frame) -> None:
        """Keep what `lazy` gathered."""
        self._gathered = gathered

    def beside(self) -> tuple[Beside, Beside]:
        """All aggregates that were asked for: those of known parents, and those that all parents share."""
        if self._gathered is None:
            raise RuntimeError("a group is joined before it is gathered")
        asked = [name for name, _, _ in self._asked.values()]
        known = self._gathered.filter(~nw.col(KEY).is_null())
        loose = self._gathered.filter(nw.col(KEY).is_null())
        shared = loose.select(*self.moment, *asked).rename({name: f"{name}_shared" for name in asked})
        return Beside(known, ("id", *self.moment), (KEY, *self.moment)), Beside(shared, self.moment, self.moment)


def _folded(name: str, how: Gather, backend: Backend) -> nw.Expr:
    column = nw.col(name)
    match how:
        case "count":
            return backend.count(column).alias(name)
        case "sum":
            return column.sum().alias(name)
        case "min":
            return column.min().alias(name)
        case "max":
            return column.max().alias(name)


@dataclass(slots=True)
class Mean:
    """The possible parents that move a mean furthest, chosen after the sure ones are summed.

    For each row: its sure `total` and `population`; then, over the possible rows of the group in the order of `value`,
    as many as lower the mean. `code` is 2 for sure rows, 1 for possible ones, 0 for others. The columns
    `<name>_total` and `<name>_population` are of the rows taken.
    """

    name: str
    group: Group
    code: nw.Expr
    value: nw.Expr
    total: nw.Expr
    population: nw.Expr
    _taken: Frame | None = field(default=None, init=False)

    def lazy(self, above: Frame, candidates: Frame) -> Frame:
        """What is taken of the candidates, for each row of `above`, which has the group's aggregates."""
        moment = self.group.moment
        subject = [SUBJECT, *moment]
        sums = {SUBJECT: nw.col("id"), "__total": self.total, "__population": self.population}
        subjects = above.with_columns(expr.alias(name) for name, expr in sums.items()).select(*sums, *moment)
        own = (nw.col(f"{self.name}_code").alias("__code"), nw.col(f"{self.name}_value").alias("__value"))
        rows = candidates.select(KEY, *own, "id", *moment)
        attached = rows.filter(~nw.col(KEY).is_null() & (nw.col("__code") == 1))
        known = subjects.join(attached, left_on=subject, right_on=[KEY, *moment], how="inner")
        loose = rows.filter(nw.col(KEY).is_null() & (nw.col("__code") > 0))
        floating = subjects.join(loose, on=list(moment), how="inner") if moment else subjects.join(loose, how="cross")
        names = [*subject, "__total", "__population", "__value", "id"]
        ranked = nw.concat([known.select(names), floating.select(names)], how="vertical").with_columns(
            nw.col("__value").cum_sum().over(*subject, order_by=["__value", "id"]).alias("__sum"),
            nw.col("__value").cum_count().over(*subject, order_by=["__value", "id"]).alias("__rank"),
        )
        population = nw.col("__population").cast(nw.Int64) + nw.col("__rank").cast(nw.Int64) - 1
        total = nw.col("__total") + nw.col("__sum") - nw.col("__value")
        taken = ranked.filter((population == 0) | (nw.col("__value") * population < total))
        sums_taken = nw.col("__value").sum().alias(f"{self.name}_total")
        rows_taken = nw.col("__value").count().alias(f"{self.name}_population")
        return taken.group_by(*subject).agg(sums_taken, rows_taken)

    def settle(self, taken: Frame) -> None:
        """Keep what `lazy` took."""
        self._taken = taken

    def beside(self) -> Beside:
        """The two columns."""
        if self._taken is None:
            raise RuntimeError("a mean is joined before it is gathered")
        moment = self.group.moment
        return Beside(self._taken, ("id", *moment), (SUBJECT, *moment))


def candidates(means: list[Mean]) -> Frame:
    """The rows of the means' one group that are possible for any of them, with the code and the value of each."""
    group = means[0].group
    made = {f"{mean.name}_code": mean.code for mean in means} | {f"{mean.name}_value": mean.value for mean in means}
    rows = group.keyed().with_columns(expr.alias(name) for name, expr in made.items())
    codes = [nw.col(f"{mean.name}_code") for mean in means]
    loose = nw.col(KEY).is_null() & nw.any_horizontal(*(code > 0 for code in codes), ignore_nulls=True)
    attached = nw.any_horizontal(*(code == 1 for code in codes), ignore_nulls=True)
    return rows.filter(attached | loose).select(KEY, *made, "id", *group.moment)


def settle(roots: "list[Rows]") -> list[Frame]:
    """Gather everything below the given rows, from the deepest children up; what stands on one level goes together.

    The frames that the backend has computed are given back, as they were before.
    """
    ran: list[Frame] = []
    levels = [roots]
    while below := [group.child for rows in levels[-1] for group in rows.groups.values()]:
        levels.append(list({id(rows): rows for rows in below}.values()))
    for rows_of_level in filter(None, reversed(levels)):
        groups = [group for rows in rows_of_level for group in rows.groups.values()]
        backend = rows_of_level[0].backend
        asked = [group.lazy() for group in groups]
        for group, lazy, gathered in zip(groups, asked, backend.held(asked), strict=True):
            group.settle(gathered)
            ran += [lazy] if gathered is not lazy else []
        ran += _settle_means(rows_of_level, backend)
    return ran


def _settle_means(rows_of_level: "list[Rows]", backend: Backend) -> list[Frame]:
    """Take what moves the means over the given rows; the frames that the backend has computed."""
    averaged = [(rows.means, rows.with_groups()) for rows in rows_of_level if rows.means]
    means = [(mean, above) for means_above, above in averaged for mean in means_above]
    of_groups: dict[int, list[Mean]] = {}
    for mean, _ in means:
        of_groups.setdefault(id(mean.group), []).append(mean)
    asked = [candidates(of_group) for of_group in of_groups.values()]
    held = backend.held(asked)
    possible = dict(zip(of_groups, held, strict=True))
    taken = [mean.lazy(above, possible[id(mean.group)]) for mean, above in means]
    found = backend.held(taken)
    for (mean, _), rows in zip(means, found, strict=True):
        mean.settle(rows)
    return [lazy for lazy, kept in zip([*asked, *taken], [*held, *found], strict=True) if kept is not lazy]
