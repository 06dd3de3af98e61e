"""The verdicts of a run into the archive: rows by rule and subject, what a rule's verdicts share beside them.

A day that is the run's own is kept as a flag, so that verdicts that say the same the next day are the same rows. Where
an earlier run has kept verdicts of the same rules, only those are kept that are not the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import canonical
from policyengine.audit.differences import bearable, changed_rows, together
from policyengine.audit.earlier_runs import Keeper
from policyengine.audit.kept_rows import KEPT, KEY, ON_THE_DAY, Sought, kept_rows
from policyengine.audit.parquet import collected, parquet_of
from policyengine.audit.record import RulesManifest, RuleWords, VerdictBlock, VerdictPart, VerdictsManifest
from policyengine.audit.sealing import Sealer
from policyengine.plan.planned import PlannedRule
from policyengine.verdicts.assemble import requirement_words
from policyengine.verdicts.blocks import StatusBlock
from policyengine.verdicts.verdicts import Verdicts
from policyengine.vocabulary.personal import about_persons

PART_ROWS = 16_384
MOST_ROWS = 2_000_000
"""A part has so many verdicts or more: few where a rule's verdicts come at once, so that a look-up of one reads little;
many where the verdicts of some subjects come together under all rules.
"""

Told = Callable[[int], None]


NOTHING = pl.DataFrame(schema=KEPT)
EVERY_ROW = pl.lit(True)


@dataclass(frozen=True, slots=True)
class Rows:
    """Verdicts of some rules (places among those about the kind of subject) on some subjects, as they are kept."""

    subject_kind: str
    from_rule: int
    to_rule: int
    frame: pl.DataFrame


def keep_verdicts(verdicts: Verdicts, keeper: Keeper, told: Told) -> str:
    """Put all verdicts into the archive; the digest of their `VerdictsManifest`.

    Those on persons are sealed, whole. Some parts at a time are in memory. Raises `ForgedError` where an earlier run's
    files have been changed, or are gone.
    """
    entities = verdicts.case.facts.vocabulary.entities
    by_kind = rules_by_kind(verdicts)
    blocks = {
        kind: _block(kind, tuple(rule.id for rule in rules), keeper, sealed=about_persons(entities[kind]))
        for kind, rules in by_kind.items()
    }
    for rows in rows_of(verdicts):
        blocks[rows.subject_kind].add(rows)
        told(rows.frame.height)
    words = RulesManifest(rules=tuple(_words(rule) for rules in by_kind.values() for rule in rules))
    manifest = VerdictsManifest(
        policy=verdicts.case.plan.policy,
        words=keeper.archive.put(canonical(words)),
        blocks=tuple(
            block.manifest([found for found in verdicts.blocks if found.subject_kind == kind])
            for kind, block in blocks.items()
        ),
    )
    return keeper.archive.put(canonical(manifest))


def _block(kind: str, rules: tuple[str, ...], keeper: Keeper, *, sealed: bool) -> "_Whole | _OnEarlier":
    if sealed:
        return _Whole(kind, rules, keeper.archive, keeper.sealer)
    before = keeper.earlier.block(kind, rules)
    if before is None or not bearable(sum(one.rows for one in before.changes), before.rows, len(before.changes)):
        return _Whole(kind, rules, keeper.archive, None)
    return _OnEarlier(before, keeper.archive)


class _Whole:
    """The verdicts on a kind of subject, kept as they come."""

    def __init__(self, kind: str, rules: tuple[str, ...], archive: Archive, sealer: Sealer | None) -> None:
        self._kind, self._rules, self._archive, self._sealer = kind, rules, archive, sealer
        self._parts: list[VerdictPart] = []

    def add(self, rows: Rows) -> None:
        """Keep some rows."""
        self._parts.append(_part(rows, self._archive, self._sealer))

    def manifest(self, _found: Iterable[StatusBlock]) -> VerdictBlock:
        """What has been kept."""
        return VerdictBlock(
            subject_kind=self._kind,
            key=None if self._sealer is None else self._sealer.key_id or None,
            rules=self._rules,
            rows=sum(part.rows for part in self._parts),
            parts=tuple(self._parts),
            changes=(),
        )


class _OnEarlier:
    """The verdicts on a kind of subject, kept as what differs from an earlier run."""

    def __init__(self, before: VerdictBlock, archive: Archive) -> None:
        self._before, self._archive = before, archive
        self._rows = 0
        self._waiting: list[pl.DataFrame] = []
        self._changes = list(before.changes)

    def add(self, rows: Rows) -> None:
        """Keep those that are not as they were."""
        rules = rows.frame["rule"].unique()
        first, last = rows.frame.select(pl.col("subject").min(), pl.col("subject").max().alias("last")).row(0)
        old = self._kept(Sought(rules=frozenset(rules), span=(first, last)))
        self._waiting.append(together(changed_rows(old, rows.frame, KEY), NOTHING.select(KEY)))
        self._rows += rows.frame.height
        if sum(each.height for each in self._waiting) >= MOST_ROWS:
            self._keep()

    def manifest(self, found: Iterable[StatusBlock]) -> VerdictBlock:
        """What has been kept, when the verdicts on subjects that are not there any more have left."""
        for block in found:
            gone = ~pl.col("subject").is_in(block.masks["subject"].implode())
            old = self._kept(Sought(rules=frozenset(rule.id for rule in block.rules)), gone)
            self._waiting.append(together(NOTHING, old.select(KEY)))
        self._keep()
        return self._before.model_copy(update={"rows": self._rows, "changes": tuple(self._changes)})

    def _kept(self, sought: Sought, which: pl.Expr = EVERY_ROW) -> pl.DataFrame:
        found = [collected(rows.filter(which)) for rows in kept_rows(self._before, self._archive, None, sought)]
        return pl.concat([NOTHING, *found])

    def _keep(self) -> None:
        order = pl.col("rule").replace_strict({rule: n for n, rule in enumerate(self._before.rules)})
        changed = pl.concat([together(NOTHING, NOTHING), *self._waiting]).sort(order, "subject")
        self._waiting = []
        if changed.height:
            first, last = changed.select(order.first(), order.last().alias("last")).row(0)
            rows = Rows(self._before.subject_kind, first, last, changed)
            self._changes.append(_part(rows, self._archive, None))


def rules_by_kind(verdicts: Verdicts) -> dict[str, list[PlannedRule]]:
    """The rules about each kind of subject, in the policy's order."""
    found: dict[str, list[PlannedRule]] = {}
    for rule in verdicts.rules:
        found.setdefault(rule.subject, []).append(rule)
    return found


def rows_of(verdicts: Verdicts) -> Iterator[Rows]:
    """All verdicts as they are kept, some at a time; the same verdicts always come so."""
    subjects = {block.subject_kind: block.masks.height for block in verdicts.blocks}
    places = {rule.id: n for rules in rules_by_kind(verdicts).values() for n, rule in enumerate(rules)}
    waiting: dict[str, list[pl.DataFrame]] = {}
    for frame in verdicts.frames():
        if frame.is_empty():
            continue
        kind = frame["subject_kind"][0]
        among = waiting.setdefault(kind, [])
        among.append(_kept(frame, verdicts.as_of))
        if sum(each.height for each in among) >= (PART_ROWS if frame.height == subjects[kind] else MOST_ROWS):
            yield _rows(kind, waiting.pop(kind), places)
    for kind, rest in waiting.items():
        yield _rows(kind, rest, places)


def _rows(kind: str, frames: list[pl.DataFrame], places: Mapping[str, int]) -> Rows:
    among = [places[frame["rule"][0]] for frame in frames]
    return Rows(kind, min(among), max(among), pl.concat(frames))


def _words(rule: PlannedRule) -> RuleWords:
    comparator, unit = requirement_words(rule)
    return RuleWords(
        rule=rule.id,
        modality=rule.modality.value,
        actor=rule.actor,
        comparator=comparator,
        unit=unit,
        reading=rule.reading,
        citations=tuple((cite.section, cite.quote) for cite in rule.citations),
    )


def _kept(frame: pl.DataFrame, as_of: date) -> pl.DataFrame:
    same = (pl.col("measured_on") == as_of).fill_null(value=False)
    day = pl.when(~same).then(pl.col("measured_on")).alias("measured_on")
    return frame.sort("subject").with_columns(day, same.alias(ON_THE_DAY)).select(*KEPT)


def _part(rows: Rows, archive: Archive, sealer: Sealer | None) -> VerdictPart:
    said = [name for name in rows.frame.columns if rows.frame[name].null_count() < rows.frame.height]
    data, first, last = parquet_of(rows.frame.select(said)), "", ""
    if sealer is None:
        first, last = rows.frame.select(pl.col("subject").min(), pl.col("subject").max().alias("last")).row(0)
    else:
        data = sealer.seal(data, rows.subject_kind)
    return VerdictPart(
        digest=archive.put(data),
        rows=rows.frame.height,
        from_rule=rows.from_rule,
        to_rule=rows.to_rule,
        first=first,
        last=last,
        statuses=tuple(sorted(rows.frame["status"].drop_nulls().unique().cast(pl.String))),
    )
