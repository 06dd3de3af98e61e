"""Which verdicts differ between two versions of a policy over the same facts, as of the same day."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from policyengine.facts.tables import FactBase
from policyengine.language.comparing.changes import Difference
from policyengine.language.statuses import Status
from policyengine.verdicts.judge import status_of, statuses_of
from policyengine.verdicts.places import PLACED, place_names, places
from policyengine.verdicts.verdicts import Verdicts


@dataclass(frozen=True, slots=True)
class Flip:
    """`verdicts` of a rule went from one status to another, of subjects that belong to `place` (`None`: to none).

    `rule` is its name in the new version, `formerly` that in the old one, `None` where there is no such rule. A status
    of `None` is no verdict: the rule is not there, or no longer concerns the subject.
    """

    rule: str | None
    formerly: str | None
    place: str | None
    place_name: str | None
    before: Status | None
    after: Status | None
    verdicts: int


def flips(difference: Difference, old: Verdicts, new: Verdicts, *, by: str = "county") -> tuple[Flip, ...]:
    """The verdicts that differ, counted by rule, place and statuses, in the order of the new version's rules; rules
    that are gone come last.

    `by` is the kind of place, an entity of the vocabulary; where there is none of that name, all are counted together.
    """
    before, after = dict(_masks(old)), dict(_masks(new))
    former = {now: then for then, now in difference.rules.items()}
    pairs: list[tuple[str | None, str | None]] = [(former.get(rule.id), rule.id) for rule in new.rules]
    pairs += [(rule.id, None) for rule in old.rules if rule.id not in difference.rules]
    placing = _Placing(new.case.facts, by)
    found = []
    for then, now in pairs:
        sides = (before.get(then or "", {}), after.get(now or "", {}))
        for kind in dict.fromkeys((*sides[0], *sides[1])):
            # A rule that is now about another kind of subject has lost all verdicts of the one, and gained the others.
            counted = _counted(sides[0].get(kind, _NONE), sides[1].get(kind, _NONE), placing.of(kind))
            for place, status_before, status_after, n in counted:
                name = placing.names.get(place or "")
                found.append(Flip(now, then, place, name, status_before, status_after, n))
    return tuple(found)


class _Placing:
    """Where subjects lie, looked up once for each kind of subject."""

    def __init__(self, facts: FactBase, by: str) -> None:
        self.facts = facts
        self.by = by if by in facts.vocabulary.entities else None
        self.names = place_names(facts, by) if self.by else {}
        self.known: dict[str, pl.DataFrame] = {}

    def of(self, kind: str) -> pl.DataFrame:
        """`subject` and `place` of the subjects of a kind."""
        if kind not in self.known:
            self.known[kind] = places(self.facts, kind, self.by) if self.by else pl.DataFrame(schema=PLACED)
        return self.known[kind]


_NONE = pl.DataFrame(schema={"subject": pl.String, "mask": pl.UInt8})


def _masks(verdicts: Verdicts) -> Iterator[tuple[str, dict[str, pl.DataFrame]]]:
    """For each rule, under the kind of its subjects, a row for each of them with the mask of possible statuses."""
    for block in verdicts.blocks:
        for n, rule in enumerate(block.rules):
            yield rule.id, {block.subject_kind: block.masks.select("subject", mask=pl.col(f"{n}").cast(pl.UInt8))}


def _counted(
    before: pl.DataFrame, after: pl.DataFrame, placed: pl.DataFrame
) -> Iterator[tuple[str | None, Status | None, Status | None, int]]:
    """How many subjects of each place went from which status to which."""
    both = before.join(after, on="subject", how="full", coalesce=True, suffix="_after")
    both = both.filter(pl.col("mask").ne_missing(pl.col("mask_after"))).join(placed, on="subject", how="left")
    met: dict[tuple[str | None, Status | None, Status | None], int] = {}
    grouped = both.group_by("place", "mask", "mask_after").len()
    for place, mask, mask_after, n in grouped.iter_rows():
        statuses = _status(mask), _status(mask_after)
        if statuses[0] is not statuses[1]:
            key = (place, *statuses)
            met[key] = met.get(key, 0) + n
    for key in sorted(met, key=lambda key: (key[0] is None, *(str(part) for part in key))):
        yield *key, met[key]


def _status(mask: int | None) -> Status | None:
    return None if mask is None else status_of(frozenset(statuses_of(mask)))
