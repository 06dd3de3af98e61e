"""The verdicts of a run in the archive, and back: rows by rule and subject, what a rule's verdicts share beside them.

A day that is the run's own is kept as a flag, so that verdicts that say the same the next day are the same bytes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import canonical
from policyengine.audit.keys import Secrets
from policyengine.audit.parquet import parquet_of, scanned
from policyengine.audit.record import PlanRecord, RuleWords, VerdictBlock, VerdictPart, VerdictsManifest
from policyengine.audit.sealing import Sealer, unseal
from policyengine.plan.planned import PlannedRule
from policyengine.verdicts.assemble import requirement_words
from policyengine.verdicts.frame import CITATIONS, COLUMNS
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.walked import SCHEMA
from policyengine.vocabulary.personal import about_persons

PART_ROWS = 16_384
MOST_ROWS = 2_000_000
"""A part has so many verdicts or more: few where a rule's verdicts come at once, so that rules of which nothing has
changed keep their files; many where the verdicts of some subjects come together under all rules.
"""
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

KEPT = (*(name for name in COLUMNS if name not in SHARED), ON_THE_DAY)
"""The columns of the archive's files."""

TYPES = {**{name: SCHEMA[name] for name in KEPT if name in SCHEMA}, ON_THE_DAY: pl.Boolean}
"""Their types."""

Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Rows:
    """Verdicts of some rules (places among those about the kind of subject) on some subjects, as they are kept."""

    subject_kind: str
    from_rule: int
    to_rule: int
    frame: pl.DataFrame


def keep_verdicts(verdicts: Verdicts, archive: Archive, sealer: Sealer, told: Told) -> str:
    """Put all verdicts into the archive; the digest of their `VerdictsManifest`.

    Verdicts on persons are sealed. Some parts at a time are in memory.
    """
    entities = verdicts.case.facts.vocabulary.entities
    by_kind = rules_by_kind(verdicts)
    parts: dict[str, list[VerdictPart]] = {kind: [] for kind in by_kind}
    for rows in rows_of(verdicts):
        person = about_persons(entities[rows.subject_kind])
        parts[rows.subject_kind].append(_part(rows, archive, sealer if person else None))
        told(rows.frame.height)
    blocks = tuple(
        VerdictBlock(
            subject_kind=kind,
            key=(sealer.key_id or None) if about_persons(entities[kind]) else None,
            rules=tuple(_words(rule) for rule in rules),
            parts=tuple(parts[kind]),
            changes=(),
        )
        for kind, rules in by_kind.items()
    )
    return archive.put(canonical(VerdictsManifest(policy=verdicts.case.plan.policy, blocks=blocks)))


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
        together = waiting.setdefault(kind, [])
        together.append(_kept(frame, verdicts.as_of))
        if sum(each.height for each in together) >= (PART_ROWS if frame.height == subjects[kind] else MOST_ROWS):
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
    return frame.sort("subject").with_columns(day, same.alias(ON_THE_DAY)).select(KEPT)


def _part(rows: Rows, archive: Archive, sealer: Sealer | None) -> VerdictPart:
    data, first, last = parquet_of(rows.frame), "", ""
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
        statuses=tuple(sorted(rows.frame["status"].unique().cast(pl.String))),
    )


# --- back from the archive --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sought:
    """Which verdicts are asked for; all where nothing is said."""

    rule: str | None = None
    subject: str | None = None
    status: str | None = None
    subjects: frozenset[str] | None = None
    rules: frozenset[str] | None = None
    span: tuple[str, str] | None = None
    """Only parts that may have subjects from the first to the last of these; none of their rows is left out."""


EVERY = Sought()


def readable(block: VerdictBlock, secrets: Secrets | None) -> bool:
    """Whether the block's verdicts are in the clear, or their key is here."""
    return block.key is None or (secrets is not None and secrets.get(block.key) is not None)


def kept_rows(
    block: VerdictBlock, archive: Archive, secrets: Secrets | None, sought: Sought = EVERY
) -> Iterator[pl.LazyFrame]:
    """The rows (`KEPT`) of a block that are asked for, part by part; parts that have none are not read.

    A block that is not `readable` has none.
    """
    among = {sought.rule} if sought.rule is not None else sought.rules
    wanted = [n for n, words in enumerate(block.rules) if among is None or words.rule in among]
    if not readable(block, secrets) or not wanted:
        return
    for part in block.parts:
        if not any(part.from_rule <= n <= part.to_rule for n in wanted):
            continue
        if block.key is None and sought.subject is not None and not part.first <= sought.subject <= part.last:
            continue
        if block.key is None and sought.span is not None and not _meet(part, sought.span):
            continue
        if sought.status is not None and sought.status not in part.statuses:
            continue
        rows = scanned(_opened(archive.get(part.digest), block, secrets), TYPES)
        for name in ("rule", "subject", "status"):
            value = getattr(sought, name)
            if value is not None:
                rows = rows.filter(pl.col(name) == value)
        if sought.rules is not None:
            rows = rows.filter(pl.col("rule").is_in(sorted(sought.rules)))
        if sought.subjects is not None:
            rows = rows.filter(pl.col("subject").is_in(sorted(sought.subjects)))
        yield rows


def _meet(part: VerdictPart, span: tuple[str, str]) -> bool:
    return part.first <= span[1] and span[0] <= part.last


def _opened(data: bytes, block: VerdictBlock, secrets: Secrets | None) -> bytes:
    key = None if block.key is None or secrets is None else secrets.get(block.key)
    return data if key is None else unseal(data, key, block.subject_kind)


def whole_rows(rows: pl.LazyFrame, block: VerdictBlock, plan: PlanRecord, as_of: date) -> pl.LazyFrame:
    """Rows of the archive as verdicts are elsewhere, with the columns `frame.COLUMNS`."""
    words = pl.DataFrame(
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
            for each in block.rules
        ],
        schema={
            **dict.fromkeys(("rule", "modality", "actor", "comparator", "unit", "reading"), pl.String),
            "citations": CITATIONS,
        },
        orient="row",
    )
    day = pl.when(pl.col(ON_THE_DAY)).then(pl.lit(as_of)).otherwise(pl.col("measured_on"))
    return (
        rows.join(words.lazy(), on="rule", how="left", maintain_order="left")
        .with_columns(
            pl.lit(plan.policy).alias("policy"),
            pl.lit(plan.policy_sha256).alias("policy_sha256"),
            pl.lit(block.subject_kind).alias("subject_kind"),
            pl.lit(as_of).alias("as_of"),
            day.alias("measured_on"),
        )
        .select(COLUMNS)
    )
