"""What a run's facts were read without, into the archive and back: sealed, for it is what stood in the cells."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from policyengine.audit.archive import Archive
from policyengine.audit.keys import Secrets
from policyengine.audit.parquet import collected, parquet_of, scanned
from policyengine.audit.record import KeptQuarantine, SealedFile
from policyengine.audit.sealing import Sealer, unseal
from policyengine.facts.refusals import Refusal, Spoils
from policyengine.reading.text import Text
from policyengine.verdicts.quarantine import set_aside

SEALED_AS = "quarantine"
"""What the sealed bytes are sealed as, where facts and verdicts have their entity."""

KEPT: dict[str, pl.DataType | type[pl.DataType]] = {
    "file": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "code": pl.String,
    **dict.fromkeys(("message_zh", "message_en", "hint_zh", "hint_en"), pl.String),
    "personal": pl.Boolean,
    "entity": pl.String,
    "columns": pl.List(pl.String),
}
"""The columns of the sealed file: a line for each reason for which something was set aside."""


def keep_quarantine(refusals: Sequence[Refusal], archive: Archive, sealer: Sealer) -> KeptQuarantine:
    """Put what was set aside into the archive; where that is nothing, there is no file."""
    aside, sealed = set_aside(refusals), None
    if refusals:
        frame = pl.DataFrame([_line(refusal) for refusal in refusals], schema=KEPT, orient="row")
        digest = archive.put(sealer.seal(parquet_of(frame), SEALED_AS))
        sealed = SealedFile(key=sealer.key_id, digest=digest)
    return KeptQuarantine(cells=aside.cells, rows=aside.rows, tables=aside.tables, sealed=sealed)


def kept_quarantine(kept: KeptQuarantine, archive: Archive, secrets: Secrets | None) -> tuple[Refusal, ...] | None:
    """What was set aside; `None` where its key is not here. Raises `ForgedError` for what is not as it was recorded."""
    if kept.sealed is None:
        return ()
    key = None if secrets is None else secrets.get(kept.sealed.key)
    if key is None:
        return None
    rows = collected(scanned(unseal(archive.get(kept.sealed.digest), key, SEALED_AS)))
    return tuple(_refusal(line) for line in rows.select(list(KEPT)).iter_rows(named=True))


def _line(refusal: Refusal) -> tuple[object, ...]:
    spoils = refusal.spoils
    return (
        *(refusal.file, refusal.row, refusal.column, refusal.value, refusal.code),
        *(refusal.message.zh, refusal.message.en, refusal.hint.zh, refusal.hint.en, refusal.personal),
        None if spoils is None else spoils.entity,
        None if spoils is None else list(spoils.columns),
    )


def _refusal(line: Mapping[str, Any]) -> Refusal:
    entity = line["entity"]
    return Refusal(
        **{name: line[name] for name in ("file", "row", "column", "value", "code", "personal")},
        message=Text(line["message_zh"], line["message_en"]),
        hint=Text(line["hint_zh"], line["hint_en"]),
        spoils=None if entity is None else Spoils(entity, tuple(line["columns"] or ())),
    )
