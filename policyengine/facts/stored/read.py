"""A fact base whose tables stay where they are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Backend, Frame
from policyengine.backends.database import Database
from policyengine.backends.queries import Query
from policyengine.facts import messages
from policyengine.facts.headers import Headers, match_headers
from policyengine.facts.manifest import Manifest
from policyengine.facts.normalise import MARKERS
from policyengine.facts.parents import contradictory_parents
from policyengine.facts.references import dangling_references
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import Wanted, entities_by_name
from policyengine.facts.stored import messages as stored
from policyengine.facts.stored.cells import StoredCells, readied, stored_cells
from policyengine.facts.stored.checks import Staged, StoredColumn, staged, what_is_wrong
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX, FactBase, Table, absent
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.findings import Finding
from policyengine.reading.nearest import suggestion
from policyengine.reading.place import Place
from policyengine.reading.text import Text, listed
from policyengine.vocabulary.models import Entity, Vocabulary
from policyengine.vocabulary.names import folded


@dataclass(frozen=True, slots=True)
class Settings:
    """What is said about stored facts: by `manifest`, and before it by the caller. `trusted` facts are not checked."""

    manifest: Manifest
    snapshot_on: date | None
    complete: bool | Mapping[str, bool] | None
    trusted: bool

    def is_complete(self, entity: str) -> bool:
        """Whether rows that are not in the entity's table do not exist."""
        said = self.complete.get(entity) if isinstance(self.complete, Mapping) else self.complete
        return said if said is not None else self.manifest.tables.get(entity, Wanted()).complete is not False


@dataclass(frozen=True, slots=True)
class _Read:
    """One entity's table, and what is to be checked of it."""

    table: Table
    staged: Staged


class NotDigestedError(PolicyEngineError):
    """Facts that stay in a database have no digest: it would read every row."""

    def __init__(self) -> None:
        super().__init__(
            Text("留在数据库中的事实没有摘要", "facts that stay in a database have no digest"),
            Text("需要存证时，请导出为文件夹后再评价。", "Export them to a folder where evidence is to be kept."),
        )


def tables_of(backend: Database, vocabulary: Vocabulary, wanted: Mapping[str, Wanted]) -> dict[str, tuple[str, Frame]]:
    """A database's tables by entity: those that `facts.yaml` names, else by the entity's name, plural or label.

    Raises `FactsError` for a named table that is not there, for two tables of one entity, and where there is none.
    """
    names = backend.names()
    by_name = {name: entity.name for name, entity in entities_by_name(vocabulary).items()}
    claims: dict[str, list[str]] = {entity: [said.table] for entity, said in wanted.items() if said.table is not None}
    for name in names:
        entity = by_name.get(folded(name))
        if entity is not None and not (entity in wanted and wanted[entity].table is not None):
            claims.setdefault(entity, []).append(name)
    refusals = [
        Refusal.of(messages.TWO_FILES, entity, entity=entity, files=listed(given))
        for entity, given in claims.items()
        if len(given) > 1
    ]
    refusals += [
        Refusal.of(stored.TABLE_ABSENT, entity, name=given[0], suggestion=suggestion(given[0], names))
        for entity, given in claims.items()
        if "." not in given[0] and given[0] not in names
    ]
    if not claims:
        refusals.append(Refusal.of(stored.NO_STORED_TABLES, backend.name))
    if refusals:
        raise FactsError(refusals)
    return {entity: (given[0], backend.table(given[0])) for entity, given in claims.items()}


def stored_facts(
    backend: Database, found: Mapping[str, tuple[str, Frame]], vocabulary: Vocabulary, settings: Settings
) -> FactBase:
    """The tables as a fact base: columns found and read, and, unless they are trusted, checked where they are.

    Raises `FactsError` with what is wrong, of each kind some of it.
    """
    read: dict[str, _Read] = {}
    refusals: list[Refusal] = []
    for number, (entity, (name, frame)) in enumerate(found.items()):
        shown = backend.query(_civil(frame, backend).to_native()).with_columns(_place(number))
        made = _read(vocabulary.entities[entity], name, shown, settings, backend)
        if isinstance(made, _Read):
            read[entity] = made
        else:
            refusals += made
    if refusals:
        raise FactsError(refusals)
    files = tuple(name for name, _ in found.values())
    empty = {name: _absent(name, backend) for name in vocabulary.entities if name not in read}
    tables = {**empty, **{name: one.table for name, one in read.items()}}
    if not settings.trusted:
        refusals += what_is_wrong(backend, [one.staged for one in read.values()])
        if not refusals:
            refusals += dangling_references(vocabulary.entities, tables, files, backend)
            refusals += contradictory_parents(vocabulary.entities, tables, files, backend)
    if refusals:
        raise FactsError(refusals)
    said = stored.STORED_TRUSTED if settings.trusted else stored.STORED_CHECKED
    note = Finding.of(said, Place(backend.name), backend=backend.name)
    on = settings.snapshot_on if settings.snapshot_on is not None else settings.manifest.snapshot_on
    return FactBase(vocabulary, tables, files, on, _undigested, (note,), backend)


def _undigested() -> str:
    raise NotDigestedError


def _absent(entity: str, backend: Backend) -> Table:
    table = absent(entity)
    rows = pl.DataFrame(schema=table.frame.collect_schema())
    return replace(table, frame=backend.literal(rows).to_native())


def _civil(frame: Frame, backend: Database) -> Frame:
    """The frame with all instants as clocks show them, so that each falls on one day whatever the session's zone."""
    schema = frame.collect_schema()
    instants = [
        name for name, dtype in schema.items() if isinstance(dtype, nw.Datetime) and dtype.time_zone is not None
    ]
    return backend.civil(frame, instants) if instants else frame


def _place(number: int) -> list[ex.Expr]:
    """The table's number among the files; rows of a database have none of their own."""
    return [ex.lit(number, dtype=ex.Int64).alias(FILE_COLUMN), ex.lit(0, dtype=ex.Int64).alias(ROW_COLUMN)]


def _read(entity: Entity, name: str, frame: Query, settings: Settings, backend: Backend) -> _Read | list[Refusal]:
    schema, wanted = frame.collect_schema(), settings.manifest.tables.get(entity.name, Wanted())
    given = tuple(header for header in schema if header not in (FILE_COLUMN, ROW_COLUMN))
    headers, refusals = match_headers(entity, given, wanted.columns, name)
    if refusals:
        return refusals
    texts = [header for header in headers.fields.values() if isinstance(schema[header], ex.String)]
    frame, told = readied(frame, texts, backend)
    columns: list[StoredColumn] = []
    for field_name, header in headers.fields.items():
        field, dtype = entity.fields[field_name], schema[header]
        cells = stored_cells(field, told.get(header, ex.col(header)), dtype, MARKERS | wanted.unknown, backend)
        if cells is None:
            refusals.append(
                Refusal.of(messages.UNSUPPORTED_COLUMN, name, column=header, type=str(dtype), field=field_name)
            )
        else:
            columns.append(StoredColumn(field, header, _beside(cells, headers, field_name), len(columns)))
    if refusals:
        return refusals
    normalised = _normalised(frame, headers, columns)
    names = frozenset(normalised.columns())
    unclaimed = tuple(headers.others)
    complete = settings.is_complete(entity.name)
    table = Table(entity.name, normalised.to_native(), names, True, complete, name, unclaimed)
    return _Read(table, staged(name, entity, frame, columns))


def _beside(cells: StoredCells, headers: Headers, name: str) -> StoredCells:
    """Where the companion says so, the cell is unknown, whatever else stands in it."""
    companion = headers.companions.get(name)
    if companion is None:
        return cells
    flagged = ex.col(companion).cast(ex.Boolean).fill_null(False)
    unknown = flagged if cells.unknown is None else flagged | cells.unknown
    refused = None if cells.refused is None else cells.refused & ~flagged
    return StoredCells(ex.when(~flagged).then(cells.value), unknown, refused)


def _normalised(frame: Query, headers: Headers, columns: Sequence[StoredColumn]) -> Query:
    """The frame as `tables.py` describes it."""
    made = [ex.col(FILE_COLUMN), ex.col(ROW_COLUMN)]
    if "id" not in headers.fields:
        made.append(ex.lit(None, dtype=ex.String).alias("id"))
    for column in columns:
        made.append(column.cells.value.alias(column.field.name))
        if column.field.optional and column.cells.unknown is not None:
            made.append(column.cells.unknown.alias(f"{column.field.name}{UNKNOWN_SUFFIX}"))
    made += [ex.col(header) for header in headers.others]
    return frame.select(made)
