"""The consequences of a run in the archive, and back: for each the subjects that it follows for, and by which chain."""

import polars as pl

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import canonical, read_canonical
from policyengine.audit.keys import Secrets
from policyengine.audit.parquet import parquet_of, scanned
from policyengine.audit.record import Concluded, ConsequencesManifest, KeptConsequence, PlanRecord
from policyengine.audit.sealing import Sealer, unseal
from policyengine.plan.consequences import PlannedConsequence
from policyengine.semantics.truth import Truth
from policyengine.verdicts.consequence_frame import CHAIN, Consequences
from policyengine.verdicts.consequences import TRUTH_WORDS
from policyengine.vocabulary.personal import about_persons

KEPT: dict[str, pl.DataType | type[pl.DataType]] = {"subject": pl.String, "truth": pl.String, "chain": CHAIN}
"""The columns of the archive's files."""

PART_ROWS = 262_144


def keep_consequences(following: Consequences, archive: Archive, sealer: Sealer) -> str | None:
    """Put all conclusions into the archive; the digest of their `ConsequencesManifest`, if there are consequences.

    Those about persons are sealed.
    """
    if not following.consequences:
        return None
    kept = tuple(
        _kept(each, frame, following, archive, sealer)
        for each, frame in zip(following.consequences, following.frames(), strict=True)
    )
    return archive.put(canonical(ConsequencesManifest(policy=following.case.plan.policy, consequences=kept)))


def concluded(following: Consequences) -> dict[str, Concluded]:
    """How often each consequence follows, and possibly does."""
    yes, unknown = TRUTH_WORDS[Truth.YES], TRUTH_WORDS[Truth.UNKNOWN]
    rows = following.summary().iter_rows(named=True)
    return {row["consequence"]: Concluded(yes=row[yes], unknown=row[unknown]) for row in rows}


def conclusion_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Conclusions of one consequence (`consequence_frame.CONCLUSIONS`), as they are kept."""
    return frame.select("subject", pl.col("truth").cast(pl.String), "chain").sort("subject")


def _kept(
    consequence: PlannedConsequence, frame: pl.DataFrame, following: Consequences, archive: Archive, sealer: Sealer
) -> KeptConsequence:
    rows = conclusion_rows(frame)
    parts = [parquet_of(part) for part in rows.iter_slices(PART_ROWS)] or [parquet_of(rows)]
    personal = about_persons(following.case.facts.vocabulary.entities[consequence.subject])
    if personal:
        parts = [sealer.seal(part, consequence.subject) for part in parts]
    return KeptConsequence(
        consequence=consequence.id,
        then=consequence.then,
        subject_kind=consequence.subject,
        citations=tuple((cite.section, cite.quote) for cite in consequence.citations),
        key=sealer.key_id if personal else None,
        parts=tuple(archive.put(part) for part in parts),
    )


# --- back from the archive --------------------------------------------------------------------------------------------


def consequences_of(plan: PlanRecord, archive: Archive) -> tuple[KeptConsequence, ...]:
    """The consequences of a policy of a run. Raises `ForgedError` for a manifest that is not as it was recorded."""
    if plan.consequences is None:
        return ()
    return read_canonical(archive.get(plan.consequences), ConsequencesManifest, plan.consequences).consequences


def kept_conclusions(kept: KeptConsequence, archive: Archive, secrets: Secrets | None) -> pl.LazyFrame | None:
    """The rows (`KEPT`) of a consequence; `None` where they are sealed, and their key is not here."""
    parts = [archive.get(part) for part in kept.parts]
    if kept.key is not None:
        key = None if secrets is None else secrets.get(kept.key)
        if key is None:
            return None
        parts = [unseal(part, key, kept.subject_kind) for part in parts]
    return pl.concat([scanned(part, KEPT) for part in parts])
