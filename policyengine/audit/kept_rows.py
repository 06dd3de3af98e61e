"""The verdicts of a run back from the archive: the rows that are asked for, as they are kept and as they are told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import read_canonical
from policyengine.audit.differences import GONE, laid_over
from policyengine.audit.keys import Secrets
from policyengine.audit.parquet import Type, collected, scanned
from policyengine.audit.record import (
    PlanRecord,
    RulesManifest,
    RuleWords,
    VerdictBlock,
    VerdictPart,
    VerdictsManifest,
)
from policyengine.audit.sealing import unseal
from policyengine.verdicts.frame import CITATIONS, COLUMNS
from policyengine.verdicts.walked import SCHEMA

KEY = ("rule", "subject")

ON_THE_DAY = "measured_on_as_of"

SHARED = (
    "policy",
    "policy_sha256",
    "modality",
    "actor",
    "subject_kind",
    "comparator",
    "unit",
    "as_of",
    "reading",
    "citations",
)
"""The columns of a verdict that its rule and its run say."""

KEPT: dict[str, Type] = {
    **{name: SCHEMA[name] for name in COLUMNS if name not in SHARED},
    ON_THE_DAY: pl.Boolean,
}
"""The columns of the archive's files."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which verdicts are asked for; all where nothing is said."""

    rule: str | None = None
    subject: str | None = None
    status: str | None = None
    subjects: frozenset[str] | None = None
    rules: frozenset[str] | None = None
    span: tuple[str, str] | None = None
    """Subjects from the first to the last of these."""


EVERY = Sought()


def readable(block: VerdictBlock, secrets: Secrets | None) -> bool:
    """Whether the block's verdicts are in the clear, or their key is here."""
    return block.key is None or (secrets is not None and secrets.get(block.key) is not None)


def kept_rows(
    block: VerdictBlock, archive: Archive, secrets: Secrets | None, sought: Sought = EVERY
) -> Iterator[pl.LazyFrame]:
    """The rows (`KEPT`) of a block that are asked for, some rules at a time; files that have none are not read.

    A block that is not `readable` has none.
    """
    if not readable(block, secrets):
        return
    for parts in _side_by_side(block):
        names = _wanted(block, min(part.from_rule for part in parts), max(part.to_rule for part in parts), sought)
        if not names:
            continue
        files = _Files(block, archive, secrets, sought, names)
        changes = [files.rows(part, {**KEPT, GONE: pl.Boolean}) for part in block.changes if files.may_have(part)]
        those = [part for part in parts if files.may_have(part) and sought.status in (None, *part.statuses)]
        rows = [files.rows(part, KEPT) for part in those]
        if changes:
            place = pl.col("rule").cast(pl.Enum(block.rules))
            nothing = pl.LazyFrame(schema=KEPT)
            rows = [laid_over(pl.concat([nothing, *rows]), changes, KEY).sort(place, "subject")]
        for each in rows:
            found = each if sought.status is None else each.filter(pl.col("status") == sought.status)
            # The verdicts on one subject are few, and whoever asks may count them first: all files are read once.
            yield found if sought.subject is None else collected(found).lazy()


def _side_by_side(block: VerdictBlock) -> list[list[VerdictPart]]:
    """The parts of a block; those that have rules in common are together where changes are laid over them."""
    if not block.changes:
        return [[part] for part in block.parts]
    found: list[list[VerdictPart]] = []
    until = -1
    for part in sorted(block.parts, key=lambda part: part.from_rule):
        if part.from_rule > until:
            found.append([])
        found[-1].append(part)
        until = max(until, part.to_rule)
    return found


def _wanted(block: VerdictBlock, first: int, last: int, sought: Sought) -> frozenset[str]:
    """The rules from the first to the last place that are asked for."""
    names = frozenset(block.rules[first : last + 1])
    if sought.rule is not None:
        names &= {sought.rule}
    return names if sought.rules is None else names & sought.rules


@dataclass(frozen=True, slots=True)
class _Files:
    """What is wanted of the files of a block: the rows of some rules, on the subjects that are asked for."""

    block: VerdictBlock
    archive: Archive
    secrets: Secrets | None
    sought: Sought
    names: frozenset[str]

    def may_have(self, part: VerdictPart) -> bool:
        """Whether a file may have such rows; those about persons do not say of whom."""
        if self.names.isdisjoint(self.block.rules[part.from_rule : part.to_rule + 1]):
            return False
        one, span = self.sought.subject, self.sought.span
        spans = [given for given in ((one, one) if one is not None else None, span) if given is not None]
        return self.block.key is not None or all(part.first <= last and first <= part.last for first, last in spans)

    def rows(self, part: VerdictPart, columns: Mapping[str, Type]) -> pl.LazyFrame:
        """Those rows of a file."""
        data = self.archive.get(part.digest)
        sealed = self.block.key is not None
        rows = scanned(_opened(data, self.block, self.secrets), columns, named=None if sealed else part.digest)
        if len(self.names) == 1:
            rows = rows.filter(pl.col("rule") == next(iter(self.names)))
        elif self.names != frozenset(self.block.rules[part.from_rule : part.to_rule + 1]):
            rows = rows.filter(pl.col("rule").is_in(sorted(self.names)))
        if self.sought.subject is not None:
            rows = rows.filter(pl.col("subject") == self.sought.subject)
        if self.sought.span is not None:
            first, last = self.sought.span
            rows = rows.filter(pl.col("subject").is_between(pl.lit(first), pl.lit(last)))
        if self.sought.subjects is not None:
            rows = rows.filter(pl.col("subject").is_in(sorted(self.sought.subjects)))
        return rows


def _opened(data: bytes, block: VerdictBlock, secrets: Secrets | None) -> bytes:
    key = None if block.key is None or secrets is None else secrets.get(block.key)
    return data if key is None else unseal(data, key, block.subject_kind)


def words_of(manifest: VerdictsManifest, archive: Archive) -> tuple[RuleWords, ...]:
    """What the verdicts of each rule have in common."""
    return read_canonical(archive.get(manifest.words), RulesManifest, manifest.words).rules


def whole_rows(
    rows: pl.LazyFrame, kind: str, words: Iterable[RuleWords], plan: PlanRecord, as_of: date
) -> pl.LazyFrame:
    """Rows of the archive on a kind of subject as verdicts are elsewhere, with the columns `frame.COLUMNS`."""
    shared = pl.DataFrame(
        [
            (
                each.rule,
                each.modality,
                each.actor,
                each.comparator,
                each.unit,
                each.reading,
                [{"section": section, "quote": quote} for section, quote in each.citations],
            )
            for each in words
        ],
        schema={
            **dict.fromkeys(("rule", "modality", "actor", "comparator", "unit", "reading"), pl.String),
            "citations": CITATIONS,
        },
        orient="row",
    )
    day = pl.when(pl.col(ON_THE_DAY)).then(pl.lit(as_of)).otherwise(pl.col("measured_on"))
    return (
        rows.join(shared.lazy(), on="rule", how="left", maintain_order="left")
        .with_columns(
            pl.lit(plan.policy).alias("policy"),
            pl.lit(plan.policy_sha256).alias("policy_sha256"),
            pl.lit(kind).alias("subject_kind"),
            pl.lit(as_of).alias("as_of"),
            day.alias("measured_on"),
        )
        .select(COLUMNS)
    )
