"""Verdicts counted by the places that their subjects lie in: up the hierarchy, to any ancestor of the subjects."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import polars as pl

from policyengine.facts.mask import Mask
from policyengine.language.statuses import DEFINITE, Status
from policyengine.plan.planned import PlannedRule
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text
from policyengine.verdicts.blocks import StatusBlock
from policyengine.verdicts.judge import mask_of
from policyengine.verdicts.places import place_names, places
from policyengine.vocabulary.models import Vocabulary

if TYPE_CHECKING:
    from policyengine.verdicts.verdicts import Verdicts

WITHIN, ABOVE, UNKNOWN = "within", "above", "unknown"
LIES = pl.Enum([WITHIN, ABOVE, UNKNOWN])
STATUSES = (*DEFINITE, Status.UNKNOWN)
COUNTS = ("verdicts", *(status.value for status in STATUSES))
LIES_WORDS = {
    ABOVE: Text("不属于其中任何一个", "(not in any)"),
    UNKNOWN: Text("所属不明", "(not known)"),
}


class UnknownPlaceError(WrongUsageError):
    """A kind of place that no subject belongs to."""


def must_be_place(by: str, rules: Iterable[PlannedRule], vocabulary: Vocabulary) -> None:
    """Raises `UnknownPlaceError` where no subject of the rules is, or belongs to, a place of that kind."""
    known = _places(rules, vocabulary)
    if by not in known:
        raise UnknownPlaceError(
            Text(f"没有哪个对象属于某个 `{by}`", f"no subject belongs to any `{by}`"), suggestion(by, known)
        )


def may_be_place(by: str, rules: Iterable[PlannedRule], vocabulary: Vocabulary) -> bool:
    """Whether some subject of the rules is, or belongs to, a place of that kind."""
    return by in _places(rules, vocabulary)


def _places(rules: Iterable[PlannedRule], vocabulary: Vocabulary) -> list[str]:
    subjects = dict.fromkeys(rule.subject for rule in rules)
    return [each for kind in subjects for each in (*vocabulary.entities[kind].belongs_to, kind)]


def rollup(verdicts: "Verdicts", by: str, mask: Mask | None = None) -> pl.DataFrame:
    """For each place of a kind, by id: `place`, `name`, `lies`, `verdicts`, and one count a status.

    A place's own verdicts are counted with those of what belongs to it (`lies` is `within`). Two rows without a place
    may follow: `above` has those of subjects that belong to no such place, being above it or beside it; `unknown` those
    of subjects of which it is not known, or is none. Raises `UnknownPlaceError` for a kind that no subject belongs to.
    """
    must_be_place(by, verdicts.rules, verdicts.case.facts.vocabulary)
    facts = verdicts.case.facts
    counted = pl.concat([pl.DataFrame(schema=_LONG), *(_counted(block, verdicts, by) for block in verdicts.blocks)])
    sums = counted.group_by("lies", "place").agg(pl.col(COUNTS).sum())
    names = place_names(facts, by)
    found = sums.sort("lies", "place").with_columns(
        pl.col("place").replace_strict(names, default=None, return_dtype=pl.String).alias("name")
    )
    if mask is not None and mask.renames(by):
        found = found.with_columns(mask.ids(by, found["place"]), pl.lit(None, dtype=pl.String).alias("name"))
    return found.select("place", "name", "lies", *COUNTS)


def together(found: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The counts of several policies as one."""
    sums = pl.concat(found).group_by("place", "name", "lies").agg(pl.col(COUNTS).sum())
    return sums.sort("lies", "place").select("place", "name", "lies", *COUNTS)


_LONG: dict[str, pl.DataType | type[pl.DataType]] = {
    "lies": LIES,
    "place": pl.String,
    "verdicts": pl.Int64,
    **{status.value: pl.Int64 for status in STATUSES},
}


def _counted(block: StatusBlock, verdicts: "Verdicts", by: str) -> pl.DataFrame:
    """The counts of a block's rules together, by place."""
    facts, kind = verdicts.case.facts, block.subject_kind
    belongs = kind == by or by in facts.vocabulary.entities[kind].belongs_to
    placed = block.masks.join(places(facts, kind, by), on="subject", how="left").with_columns(
        pl.when(pl.col("place").is_not_null() | (kind == by))
        .then(pl.lit(WITHIN))
        .otherwise(pl.lit(UNKNOWN if belongs else ABOVE))
        .cast(LIES)
        .alias("lies"),
        # The jurisdiction itself counts even without a row of its own.
        pl.col("place").fill_null(pl.col("subject")) if kind == by else pl.col("place"),
    )
    rules = [f"{n}" for n in range(len(block.rules))]
    counts = dict(_counts(rules))
    found = placed.group_by("lies", "place").agg(
        (pl.len() * len(rules)).cast(pl.Int64).alias("verdicts"), *(expr.alias(name) for name, expr in counts.items())
    )
    definite = [status.value for status in DEFINITE]
    unknown = (pl.col("verdicts") - pl.sum_horizontal(definite)).alias(Status.UNKNOWN.value)
    return found.with_columns(unknown).select(list(_LONG))


def _counts(rules: list[str]) -> Iterator[tuple[str, pl.Expr]]:
    for status in DEFINITE:
        bit = mask_of(frozenset({status}))
        yield status.value, pl.sum_horizontal((pl.col(rule) == bit).sum().cast(pl.Int64) for rule in rules)
