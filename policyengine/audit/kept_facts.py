"""The facts of a run in the archive: the columns that its rules read, as they were when they were read.

Whether a cell is unknown or none, whether a table is complete, and where each row stood are kept, so that evaluating
them again gives the same verdicts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import canonical, read_canonical
from policyengine.audit.errors import ForgedError
from policyengine.audit.kept_types import refuse_unfit
from policyengine.audit.keys import Secrets
from policyengine.audit.parquet import decoding, joined, parquet_of
from policyengine.audit.record import FactsManifest, Part, Sealed, TableManifest
from policyengine.audit.sealing import Sealer, unseal
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX, FactBase, Table, absent
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.personal import is_personal

PART_ROWS = 16_384
"""About so many rows make a part. Parts end at certain ids, so that rows that come or go change few of them."""
MOST_ROWS = 8 * PART_ROWS
BESIDE_ROWS = 262_144
OFFSET = "offset"
"""The column of `__row`, less its row's place in the table: the same number throughout where rows stood in order."""


def keep_facts(facts: FactBase, columns: Mapping[str, frozenset[str]], archive: Archive, sealer: Sealer) -> str:
    """Put the columns into the archive; the digest of their `FactsManifest`."""
    tables = {entity: _kept(facts, entity, read, archive, sealer) for entity, read in columns.items()}
    manifest = FactsManifest(snapshot_on=facts.snapshot_on, files=facts.files, tables=tables)
    return archive.put(canonical(manifest))


def _kept(facts: FactBase, entity: str, read: frozenset[str], archive: Archive, sealer: Sealer) -> TableManifest:
    table = facts.table(entity)
    said = {"supplied": table.supplied, "complete": table.complete, "file": table.file}
    if not table.supplied:
        return TableManifest(**said, rows=0, columns=(), parts=(), changes=(), places=(), sealed=None)
    described = facts.vocabulary.entities[entity]
    names = sorted(read & table.columns)
    names += [flag for name in names if (flag := f"{name}{UNKNOWN_SUFFIX}") in table.columns]
    rows = nw.from_native(table.frame).select(*names, FILE_COLUMN, ROW_COLUMN)
    frame = facts.backend.collected([rows])[0].sort("id")
    places = frame.select(
        FILE_COLUMN, (pl.col(ROW_COLUMN).cast(pl.Int64) - pl.int_range(pl.len(), dtype=pl.Int64)).alias(OFFSET)
    )
    sealed = [name for name in names if is_personal(described, name.removesuffix(UNKNOWN_SUFFIX))]
    plain = [name for name in names if name not in sealed]
    return TableManifest(
        **said,
        rows=frame.height,
        columns=tuple(names),
        parts=tuple(_part(each, archive) for each in _parted(frame.select(plain))) if plain else (),
        changes=(),
        places=tuple(archive.put(parquet_of(each)) for each in _sliced(places)),
        sealed=_sealed(frame.select(sealed), entity, archive, sealer) if sealed else None,
    )


def _parted(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Rows in parts of their own, as their ids say; always one at least, so that an empty table keeps its types."""
    if "id" not in frame.columns:
        yield from _sliced(frame)
        return
    ends = (frame["id"].hash(seed=0) % PART_ROWS == 0).arg_true().to_list()
    for start, end in pairwise([0, *(end + 1 for end in ends if end + 1 < frame.height), frame.height]):
        yield from frame.slice(start, end - start).iter_slices(MOST_ROWS)
    if frame.is_empty():
        yield frame


def _sliced(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Always one at least, as above."""
    return list(frame.iter_slices(BESIDE_ROWS)) or [frame]


def _part(frame: pl.DataFrame, archive: Archive) -> Part:
    # An id that is personal is sealed, and then the manifest does not say it either.
    first, last = "", ""
    if frame.height and "id" in frame.columns:
        first, last = frame["id"][0], frame["id"][-1]
    return Part(digest=archive.put(parquet_of(frame)), rows=frame.height, first=first, last=last)


def _sealed(frame: pl.DataFrame, entity: str, archive: Archive, sealer: Sealer) -> Sealed:
    parts = tuple(archive.put(sealer.seal(parquet_of(each), entity)) for each in _sliced(frame))
    return Sealed(key=sealer.key_id, columns=tuple(frame.columns), parts=parts)


# --- back from the archive --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """Facts from the archive; `lost` are the personal columns whose key is not here any more, by entity."""

    facts: FactBase
    lost: Mapping[str, frozenset[str]]


def kept_facts(named: str, vocabulary: Vocabulary, archive: Archive, secrets: Secrets | None) -> KeptFacts:
    """The facts that a manifest names; without the key of personal columns, the facts without them.

    Raises `ForgedError` for whatever is not as it was recorded.
    """
    manifest = read_canonical(archive.get(named), FactsManifest, named)
    tables, lost = {}, {}
    for entity in vocabulary.entities:
        kept = manifest.tables.get(entity)
        if kept is None or not kept.supplied:
            tables[entity] = absent(entity)
            continue
        key = None if kept.sealed is None or secrets is None else secrets.get(kept.sealed.key)
        if kept.sealed is not None and key is None:
            lost[entity] = frozenset(name.removesuffix(UNKNOWN_SUFFIX) for name in kept.sealed.columns)
        rows_lost = "id" in lost.get(entity, ())
        with decoding():
            tables[entity] = absent(entity) if rows_lost else _table(entity, kept, archive, key)
        if not rows_lost:
            refuse_unfit(vocabulary.entities[entity], kept, tables[entity].frame.collect())
    facts = FactBase(vocabulary, tables, manifest.files, manifest.snapshot_on, lambda: named.partition(":")[2])
    return KeptFacts(facts, lost)


def _table(entity: str, kept: TableManifest, archive: Archive, key: bytes | None) -> Table:
    plain = [joined([archive.get(part.digest) for part in kept.parts])] if kept.parts else []
    place = joined([archive.get(part) for part in kept.places])
    row = (pl.col(OFFSET) + pl.int_range(pl.len(), dtype=pl.Int64)).cast(pl.UInt32).alias(ROW_COLUMN)
    beside = [*plain, place.select(pl.col(FILE_COLUMN).cast(pl.UInt32), row)]
    if kept.sealed is not None and key is not None:
        beside.append(joined([unseal(archive.get(part), key, entity) for part in kept.sealed.parts]))
    if any(each.height != kept.rows for each in beside):
        raise ForgedError(Text(f"{entity} 的行数与清单不符", f"{entity} has not as many rows as its manifest says"))
    whole = pl.concat(beside, how="horizontal")
    table = absent(entity)
    return replace(
        table,
        frame=whole.lazy(),
        columns=frozenset(whole.columns),
        supplied=True,
        complete=kept.complete,
        file=kept.file,
    )
