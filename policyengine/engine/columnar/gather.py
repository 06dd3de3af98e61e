"""Children gathered by their parent: aggregates, each child row read once for all who ask."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Backend, Beside
from policyengine.backends.queries import Query, concat

if TYPE_CHECKING:
    from policyengine.engine.columnar.rows import Rows
    from policyengine.engine.columnar.scan import Scan

KEY = "__key"
OWN_KEY = "__own_key"
SUBJECT = "__subject"

Gather = Literal["count", "sum", "min", "max"]


class Group:
    """Aggregates of `child` rows by the parent that `steps` lead to: `known`, and `shared` of those of unknown parent.

    `moment` are the columns that tell measuring intervals apart. What is asked for is noted; a `Gathering` has it.
    """

    def __init__(self, child: "Rows", steps: tuple[str, ...], moment: tuple[str, ...], *, prefix: str) -> None:
        self.child, self.moment, self.prefix = child, moment, prefix
        self.key = child.reference(steps)
        self.parent = child.scan.field(steps).reference
        self.asked: dict[Hashable, tuple[str, ex.Expr, Gather]] = {}
        self.columns: dict[Hashable, tuple[str, ex.Expr]] = {}
        self._only: tuple[ex.Expr, ...] = ()

    def only(self, *flags: ex.Expr) -> None:
        """Leave out the child rows without all of these flags, which nobody asks about."""
        self._only = flags

    def kept(self, key: Hashable, expr: ex.Expr) -> ex.Expr:
        """`expr` over the child rows as a column of its own, for aggregates that read it more than once."""
        if key not in self.columns:
            self.columns[key] = (f"{self.prefix}_kept{len(self.columns)}", expr)
        return ex.col(self.columns[key][0])

    def count(self, key: Hashable, flag: ex.Expr) -> tuple[ex.Expr, ex.Expr]:
        """How many rows have a flag, which is never null, as (known, shared)."""
        known, shared = self.fold(key, flag, "count")
        return known.fill_null(0), shared.fill_null(0)

    def total(self, key: Hashable, value: ex.Expr) -> tuple[ex.Expr, ex.Expr]:
        """A sum, never null, as (known, shared)."""
        known, shared = self.fold(key, value, "sum")
        return known.fill_null(0), shared.fill_null(0)

    def fold(self, key: Hashable, value: ex.Expr, how: Gather) -> tuple[ex.Expr, ex.Expr]:
        """The sum, least or greatest value, as (known, shared); null where there is none."""
        if (key, how) not in self.asked:
            self.asked[key, how] = (f"{self.prefix}_{len(self.asked)}", value, how)
        name = self.asked[key, how][0]
        return ex.col(name), ex.col(f"{name}_shared")

    def keyed(self, beside: "Sequence[Group]" = ()) -> Query:
        """The child rows that have, or may have, a parent, with its id (null: unknown) in the column `KEY`.

        They have the columns that were kept, also for the groups `beside`, which are of the same rows and parents.
        """
        rows = self.child.scan.build()
        if self._only:
            rows = rows.filter(*self._only)
        if self.key.none is not None:
            rows = rows.filter(~self.key.none)
        key = ex.lit(None, dtype=ex.String) if self.key.value is None else self.key.value
        kept = [expr.alias(name) for group in (self, *beside) for name, expr in group.columns.values()]
        return rows.with_columns(key.alias(KEY), *kept)


class Gathering:
    """Groups of the same children by the same parents under several clocks, each child row read once for all.

    `lazy` gathers what was asked for, `settle` keeps the result, `beside` is what is put beside the `parents`.
    """

    def __init__(self, parents: "Scan") -> None:
        self.parents = parents
        self.groups: list[Group] = []
        self._gathered: Query | None = None

    @property
    def child(self) -> "Scan":
        """The children."""
        return self.groups[0].child.scan

    @property
    def own_key(self) -> ex.Expr | None:
        """The parents' keys, the column `OWN_KEY`; `None` where their ids are."""
        return self._key(ex.col("id"))

    def _key(self, ids: ex.Expr) -> ex.Expr | None:
        """Keys in the place of ids, where children refer to the parents and each of these is in the table."""
        parents = self.parents
        if parents.seed is not None or self.groups[0].parent != parents.entity.name:
            return None
        return parents.facts.key(parents.entity.name, ids)

    def lazy(self) -> Query:
        """All that was asked for, by parent and measuring interval."""
        first, *others = self.groups
        asked = [each for group in self.groups for each in group.asked.values()]
        rows = first.keyed(others).with_columns(value.alias(name) for name, value, _ in asked)
        key = self._key(ex.col(KEY))
        rows = rows.select(KEY if key is None else key.alias(KEY), *first.moment, *(name for name, _, _ in asked))
        backend = self.child.facts.backend
        return rows.grouped((KEY, *first.moment), *(_folded(name, how, backend) for name, _, how in asked))

    def settle(self, gathered: Query) -> None:
        """Keep what `lazy` gathered."""
        self._gathered = gathered

    def beside(self) -> tuple[Beside, Beside]:
        """All aggregates that were asked for: those of known parents, and those that all parents share."""
        if self._gathered is None:
            raise RuntimeError("a group is joined before it is gathered")
        moment = self.groups[0].moment
        asked = [name for group in self.groups for name, _, _ in group.asked.values()]
        known = self._gathered.filter(~ex.col(KEY).is_null())
        loose = self._gathered.filter(ex.col(KEY).is_null())
        shared = loose.select(*moment, *asked).rename({name: f"{name}_shared" for name in asked})
        own = "id" if self.own_key is None else OWN_KEY
        return Beside(known, (own, *moment), (KEY, *moment)), Beside(shared, moment, moment)


def _folded(name: str, how: Gather, backend: Backend) -> ex.Expr:
    column = ex.col(name)
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
    code: ex.Expr
    value: ex.Expr
    total: ex.Expr
    population: ex.Expr
    _taken: Query | None = field(default=None, init=False)

    def lazy(self, above: Query, candidates: Query) -> Query:
        """What is taken of the candidates, for each row of `above`, which has the group's aggregates."""
        moment = self.group.moment
        subject = [SUBJECT, *moment]
        sums = {SUBJECT: ex.col("id"), "__total": self.total, "__population": self.population}
        subjects = above.with_columns(expr.alias(name) for name, expr in sums.items()).select(*sums, *moment)
        own = (ex.col(f"{self.name}_code").alias("__code"), ex.col(f"{self.name}_value").alias("__value"))
        rows = candidates.select(KEY, *own, "id", *moment)
        attached = rows.filter(~ex.col(KEY).is_null() & (ex.col("__code") == 1))
        known = subjects.join(attached, left_on=subject, right_on=[KEY, *moment], how="inner")
        loose = rows.filter(ex.col(KEY).is_null() & (ex.col("__code") > 0))
        floating = subjects.join(loose, on=list(moment), how="inner") if moment else subjects.join(loose, how="cross")
        names = [*subject, "__total", "__population", "__value", "id"]
        ranked = concat([known.select(names), floating.select(names)]).with_columns(
            ex.col("__value").cum_sum().over(*subject, order_by=["__value", "id"]).alias("__sum"),
            ex.col("__value").cum_count().over(*subject, order_by=["__value", "id"]).alias("__rank"),
        )
        population = ex.col("__population").cast(ex.Int64) + ex.col("__rank").cast(ex.Int64) - 1
        total = ex.col("__total") + ex.col("__sum") - ex.col("__value")
        taken = ranked.filter((population == 0) | (ex.col("__value") * population < total))
        sums_taken = ex.col("__value").sum().alias(f"{self.name}_total")
        rows_taken = ex.col("__value").count().alias(f"{self.name}_population")
        return taken.grouped(subject, sums_taken, rows_taken)

    def settle(self, taken: Query) -> None:
        """Keep what `lazy` took."""
        self._taken = taken

    def beside(self) -> Beside:
        """The two columns."""
        if self._taken is None:
            raise RuntimeError("a mean is joined before it is gathered")
        moment = self.group.moment
        return Beside(self._taken, ("id", *moment), (SUBJECT, *moment))


def candidates(means: list[Mean]) -> Query:
    """The rows of the means' one group that are possible for any of them, with the code and the value of each."""
    group = means[0].group
    made = {f"{mean.name}_code": mean.code for mean in means} | {f"{mean.name}_value": mean.value for mean in means}
    rows = group.keyed().with_columns(expr.alias(name) for name, expr in made.items())
    codes = [ex.col(f"{mean.name}_code") for mean in means]
    loose = ex.col(KEY).is_null() & ex.any_horizontal(*(code > 0 for code in codes))
    attached = ex.any_horizontal(*(code == 1 for code in codes))
    return rows.filter(attached | loose).select(KEY, *made, "id", *group.moment)


def settle(roots: "Iterable[Scan]") -> list[Query]:
    """Gather everything below the given scans, from the deepest children up; what stands on one level goes together.

    The frames that the backend has computed are given back, as they were before.
    """
    ran: list[Query] = []
    levels = [_each_once(roots)]
    while below := _each_once(each.child for scan in levels[-1] for each in scan.gatherings.values()):
        levels.append(below)
    for scans in filter(None, reversed(levels)):
        gatherings = [each for scan in scans for each in scan.gatherings.values()]
        backend = scans[0].facts.backend
        asked = [each.lazy() for each in gatherings]
        for each, lazy, gathered in zip(gatherings, asked, backend.held(asked), strict=True):
            each.settle(gathered)
            ran += [lazy] if gathered is not lazy else []
        ran += _settle_means(scans, backend)
    return ran


def _each_once(scans: "Iterable[Scan]") -> "list[Scan]":
    return list({id(scan): scan for scan in scans}.values())


def _settle_means(scans: "list[Scan]", backend: Backend) -> list[Query]:
    """Take what moves the means over the given rows; the frames that the backend has computed."""
    averaged = [(of_scan, scan.with_groups()) for scan in scans if (of_scan := scan.means())]
    means = [(mean, above) for of_scan, above in averaged for mean in of_scan]
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
