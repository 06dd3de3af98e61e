"""The facts of a run in the archive: the columns that its rules read, as they were when they were read.

Whether a cell is unknown or none, whether a table is complete, and where each row stood are kept, so that evaluating
them again gives the same verdicts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.audit.archive import Archive
from policyengine.audit.canonical import canonical, read_canonical
from policyengine.audit.differences import MOST_CHANGES, bearable, difference, laid_over
from policyengine.audit.earlier_runs import Keeper
from policyengine.audit.errors import ForgedError
from policyengine.audit.kept_types import refuse_unfit
from policyengine.audit.keys import Secrets
from policyengine.audit.moved_places import BY, MOVES, moved, moves
from policyengine.audit.parquet import collected, decoding, joined, parquet_of, scanned
from policyengine.audit.record import FactsManifest, Part, Sealed, TableChange, TableManifest
from policyengine.audit.sealing import unseal
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX, FactBase, Table, absent
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.personal import is_personal

PART_ROWS = 262_144
OFFSET = "offset"
"""The column of `__row`, less its row's place in the table: the same number throughout where rows stood in order."""

STANDS = (FILE_COLUMN, ROW_COLUMN)
FEWEST_TOGETHER = 8
"""So many rows that have moved by the same number stand together on the average, or a table is kept whole."""


def keep_facts(facts: FactBase, columns: Mapping[str, frozenset[str]], keeper: Keeper) -> str:
    """Put the columns into the archive; the digest of their `FactsManifest`.

    A table that differs little from that of an earlier run is kept as that and the difference.
    """
    tables = {entity: _kept(facts, entity, read, keeper) for entity, read in columns.items()}
    manifest = FactsManifest(snapshot_on=facts.snapshot_on, files=facts.files, tables=tables)
    return keeper.archive.put(canonical(manifest))


def _kept(facts: FactBase, entity: str, read: frozenset[str], keeper: Keeper) -> TableManifest:
    table = facts.table(entity)
    said = {"supplied": table.supplied, "complete": table.complete, "file": table.file}
    if not table.supplied:
        return TableManifest(**said, rows=0, columns=(), parts=(), changes=(), places=(), sealed=None)
    described = facts.vocabulary.entities[entity]
    names = sorted(read & table.columns)
    names += [flag for name in names if (flag := f"{name}{UNKNOWN_SUFFIX}") in table.columns]
    rows = nw.from_native(table.frame).select(*names, *STANDS)
    frame = facts.backend.collected([rows])[0].sort("id")
    sealed = [name for name in names if is_personal(described, name.removesuffix(UNKNOWN_SUFFIX))]
    plain = frame.drop(sealed)
    before = None if "id" in sealed else keeper.earlier.table(entity, tuple(names))
    kept = None if before is None else _as_difference(before, plain, keeper.archive)
    return TableManifest(
        **said,
        rows=frame.height,
        columns=tuple(names),
        **kept or _whole(plain, keeper.archive),
        sealed=_sealed(frame.select(sealed), entity, keeper) if sealed else None,
    )


class _Files(TypedDict):
    """The files of a table that are not sealed."""

    parts: tuple[Part, ...]
    changes: tuple[TableChange, ...]
    places: tuple[str, ...]


def _whole(plain: pl.DataFrame, archive: Archive) -> _Files:
    rows, position = plain.drop(STANDS), pl.int_range(pl.len(), dtype=pl.Int64)
    places = plain.select(FILE_COLUMN, (pl.col(ROW_COLUMN).cast(pl.Int64) - position).alias(OFFSET))
    parts = [Part(digest=archive.put(parquet_of(each)), rows=each.height) for each in _sliced(rows) if rows.width]
    return _Files(parts=tuple(parts), changes=(), places=tuple(archive.put(parquet_of(one)) for one in _sliced(places)))


def _as_difference(before: TableManifest, plain: pl.DataFrame, archive: Archive) -> _Files | None:
    """The earlier table with one difference more, if any; `None` where the table had better be kept whole."""
    if not bearable(sum(change.rows for change in before.changes), plain.height, len(before.changes)):
        return None
    try:
        with decoding():
            old = _rows(before, archive)
    except ForgedError:
        # What has been changed since, or is gone, is for `ledger verify` to tell.
        return None
    if old.schema != plain.schema:
        return None
    by = moves(old, plain)
    has_moved = (by[BY] != 0).any()
    changed = difference(moved(old, by) if has_moved else old, plain, ["id"])
    if (has_moved and by.height * FEWEST_TOGETHER > plain.height) or not bearable(changed.height, plain.height, 0):
        return None
    move = archive.put(parquet_of(by)) if has_moved else None
    changes = before.changes
    if changed.height or has_moved:
        changes += (TableChange(digest=archive.put(parquet_of(changed)), rows=changed.height, moved=move),)
    return _Files(parts=before.parts, changes=changes, places=before.places)


def _sliced(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Always one at least, so that an empty table keeps its types."""
    return list(frame.iter_slices(PART_ROWS)) or [frame]


def _sealed(frame: pl.DataFrame, entity: str, keeper: Keeper) -> Sealed:
    sealer = keeper.sealer
    parts = tuple(keeper.archive.put(sealer.seal(parquet_of(each), entity)) for each in _sliced(frame))
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
    whole = _rows(kept, archive)
    if kept.sealed is not None and key is not None:
        opened = joined([unseal(archive.get(part), key, entity) for part in kept.sealed.parts])
        _refuse_unlike(entity, whole.height, opened.height)
        whole = pl.concat([whole, opened], how="horizontal")
    _refuse_unlike(entity, kept.rows, whole.height)
    return replace(
        absent(entity),
        frame=whole.lazy(),
        columns=frozenset(whole.columns),
        supplied=True,
        complete=kept.complete,
        file=kept.file,
    )


def _rows(kept: TableManifest, archive: Archive) -> pl.DataFrame:
    """What is not sealed of a table, by id, with its places."""
    place = joined([archive.get(part) for part in kept.places])
    row = (pl.col(OFFSET) + pl.int_range(pl.len(), dtype=pl.Int64)).cast(pl.UInt32).alias(ROW_COLUMN)
    rows = place.select(pl.col(FILE_COLUMN).cast(pl.UInt32), row)
    if kept.parts:
        plain = joined([archive.get(part.digest) for part in kept.parts])
        _refuse_unlike(kept.file, plain.height, rows.height)
        rows = pl.concat([plain, rows], how="horizontal")
    over: list[pl.DataFrame] = []
    if len(kept.changes) > MOST_CHANGES:
        raise ForgedError(Text(f"{kept.file} 的改动过多", f"{kept.file} has too many changes"))
    for change in kept.changes:
        if change.moved is not None:
            by = collected(scanned(archive.get(change.moved), MOVES))
            rows, over = moved(rows, by), [moved(each, by) for each in over]
        over.append(collected(scanned(archive.get(change.digest))))
    return laid_over(rows.lazy(), [each.lazy() for each in over], ["id"]).sort("id").collect() if over else rows


def _refuse_unlike(name: str, rows: int, others: int) -> None:
    if rows != others:
        raise ForgedError(Text(f"{name} 的行数与清单不符", f"{name} has not as many rows as its manifest says"))
