"""Facts from a folder or from memory, every table checked before anything is concluded from it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from policyengine.backends.opening import connected, is_address, opened
from policyengine.backends.polars import POLARS
from policyengine.facts import messages
from policyengine.facts.build import Built, build_table
from policyengine.facts.digest import digest_of_tables, digest_with
from policyengine.facts.folder import read_folder
from policyengine.facts.memory import read_memory
from policyengine.facts.parents import contradictory_parents
from policyengine.facts.quarantine import without
from policyengine.facts.references import dangling_references
from policyengine.facts.refusals import FactsError, Refusal, in_order
from policyengine.facts.sources import Progress, RawTable, Supplied, Wanted, entities_by_name, untold
from policyengine.facts.stored.source import read_database, read_in_place
from policyengine.facts.tables import FactBase, Table, absent
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.findings import Finding
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text, listed
from policyengine.vocabulary.load import DEFAULT_VOCABULARY, load_vocabulary
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.names import folded


class NoQuarantineError(WrongUsageError):
    """Facts that stay in a database cannot be set aside: nothing is written there, and nothing brought here."""

    def __init__(self) -> None:
        super().__init__(
            Text("数据库中的事实不能搁置", "facts that stay in a database cannot be quarantined"),
            Text("请改正数据，或先导出为文件。", "Correct them, or export them to files first."),
        )


class NoDatabaseError(WrongUsageError):
    """What is said of a database is said of facts that are in none."""


def read_facts(
    source: object,
    vocabulary: Vocabulary | None = None,
    snapshot_on: date | None = None,
    complete: bool | Mapping[str, bool] | None = None,
    *,
    mapping: str | Path | None = None,
    trusted: bool = False,
    backend: str = "polars",
    quarantine: bool = False,
    progress: Progress = untold,
) -> FactBase:
    """Read and check all facts.

    `source` is a folder of CSV, JSON, Parquet or spreadsheet files with an optional `facts.yaml`, a workbook with a
    sheet for each entity, or a table for each entity: a Polars or pandas frame, an Arrow table, a list of dicts, or a
    dict of lists. `snapshot_on` and `complete` (for all tables, or by entity) go before what `facts.yaml` says; a
    supplied table is complete unless one of them denies it.
    Facts may also stay where they are: of a DuckDB connection, an Ibis connection to PostgreSQL, a Spark session, the
    address of one of these (`postgresql://…`, a `.duckdb` file), or of a folder's Parquet and CSV files where `backend`
    is `duckdb` or `spark`. `mapping` is a file like `facts.yaml` that says which tables and columns hold what; such
    facts are checked there, unless they are `trusted`. In a `quarantine` a bad cell becomes unknown, a row without a
    sound key is left out and its table incomplete: `FactBase.quarantine` has all that was refused so. `progress` is
    told which file of a folder is being read, and of spreadsheets and CSV files how many rows have been.

    Raises `FactsError` with everything that is wrong, `UnreadableInputError` where there is no such folder,
    `BackendError` where a database cannot be read, and `WrongUsageError` for what does not go with such a source.
    """
    known = vocabulary if vocabulary is not None else load_vocabulary([DEFAULT_VOCABULARY], None)
    said = None if mapping is None else Path(mapping)
    must_suit(source, backend, mapped=said is not None, trusted=trusted, quarantine=quarantine)
    if not isinstance(source, str | Path | Mapping):
        store = connected(source)
        return read_database(store, known, said, snapshot_on=snapshot_on, complete=complete, trusted=trusted)
    if not isinstance(source, Mapping) and is_address(source):
        store = opened(str(source))
        return read_database(store, known, said, snapshot_on=snapshot_on, complete=complete, trusted=trusted)
    if not isinstance(source, Mapping) and backend != POLARS.name:
        return read_in_place(Path(source), backend, known, snapshot_on=snapshot_on, complete=complete, trusted=trusted)
    supplied = (
        _from_memory(source, known) if isinstance(source, Mapping) else read_folder(Path(source), known, progress)
    )
    wanted = {name: supplied.wanted.get(name, Wanted()) for name in supplied.tables}
    built = {
        name: build_table(
            known.entities[name],
            raw,
            wanted[name],
            complete=_complete(name, complete, wanted[name]),
            quarantine=quarantine,
        )
        for name, raw in supplied.tables.items()
        if raw.supplied
    }
    files = tuple(file for raw in supplied.tables.values() for file in raw.files)
    on = snapshot_on if snapshot_on is not None else supplied.snapshot_on
    return fact_base(known, built, files, on, digest=supplied.digest, notes=supplied.notes, quarantine=quarantine)


def read_needed(folder: Path, vocabulary: Vocabulary, entities: Iterable[str], progress: Progress = untold) -> FactBase:
    """Of a folder or workbook the tables of some entities, and of all to whose rows theirs refer.

    These are checked as `read_facts` checks them, with the same refusals. The fact base has no other tables: to ask it
    for one is an error. Its digest is that of all facts, which are read for it.
    """
    needed = _referred_to(entities, vocabulary)
    supplied = read_folder(folder, vocabulary, progress, needed)
    wanted = {name: supplied.wanted.get(name, Wanted()) for name in supplied.tables}
    built = {
        name: build_table(vocabulary.entities[name], raw, wanted[name], complete=_complete(name, None, wanted[name]))
        for name, raw in supplied.tables.items()
        if raw.supplied
    }
    files = tuple(file for raw in supplied.tables.values() for file in raw.files)
    found = fact_base(vocabulary, built, files, supplied.snapshot_on, notes=supplied.notes, needed=needed)
    return replace(found, digest=cache(lambda: read_facts(folder, vocabulary).sha256))


def _referred_to(entities: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """The entities, and all that references lead to from them."""
    found: set[str] = set()
    left = list(entities)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [field.reference for field in vocabulary.entities[name].fields.values() if field.reference]
    return frozenset(found)


def must_suit(source: object, backend: str, *, mapped: bool, trusted: bool, quarantine: bool) -> None:
    """Raises `WrongUsageError` where something that is said of how to read would be without effect."""
    in_files = isinstance(source, Mapping) or (isinstance(source, str | Path) and not is_address(source))
    # Rows come into this process, where they are checked and can be set aside.
    read_here = isinstance(source, Mapping) or (in_files and backend == POLARS.name)
    if quarantine and not read_here:
        raise NoQuarantineError
    if mapped and in_files:
        raise NoDatabaseError(
            Text("只有数据库的表和列才需另行对应", "only a database's tables and columns are mapped"),
            Text("文件夹中请写 `facts.yaml`。", "For a folder, write `facts.yaml` in it."),
        )
    if trusted and read_here:
        raise NoDatabaseError(
            Text("文件中的事实一律检查，不能免检", "facts of files are always checked, and cannot go unchecked"),
            Text("请去掉 `--trusted`。", "Leave out `--trusted`."),
        )


def fact_base(
    vocabulary: Vocabulary,
    built: Mapping[str, Built],
    files: tuple[str, ...],
    snapshot_on: date | None,
    *,
    digest: Callable[[], str] | None = None,
    notes: tuple[Finding, ...] = (),
    quarantine: bool = False,
    needed: Collection[str] | None = None,
) -> FactBase:
    """The tables that were built, by entity, as one fact base; without `digest` their rows are digested.

    Where only some entities are `needed`, with all that they refer to, it has the tables of these alone. Raises
    `FactsError` with everything that is wrong in the tables or, where each is sound, between them; in a `quarantine`
    only with what concerns whole tables.
    """
    refusals = [refusal for each in built.values() for refusal in each.refusals]
    if refusals and not (quarantine and all(each.table is not None for each in built.values())):
        raise FactsError(refusals)
    given = {name: each.table for name, each in built.items() if each.table is not None}
    entities = {name: entity for name, entity in vocabulary.entities.items() if needed is None or name in needed}
    tables = without({name: given.get(name) or absent(name) for name in entities}, refusals, entities, files)
    dangling = [*dangling_references(entities, tables, files)]
    related = without(tables, dangling, entities, files) if quarantine else tables
    contradictory = [*contradictory_parents(entities, related, files)]
    if not quarantine:
        if dangling or contradictory:
            raise FactsError([*dangling, *contradictory])
        identity = _digest(digest, tables, snapshot_on)
        return FactBase(vocabulary, tables, files, snapshot_on, identity, notes, hashed=_hashed(built, tables))
    sound = without(related, contradictory, entities, files)
    aside = in_order([*refusals, *dangling, *contradictory])
    identity = _digest(digest, sound, snapshot_on, quarantine=bool(aside))
    hashed = _hashed(built, sound)
    return FactBase(vocabulary, sound, files, snapshot_on, identity, notes, quarantine=aside, hashed=hashed)


def _hashed(built: Mapping[str, Built], tables: Mapping[str, Table]) -> frozenset[str]:
    """The entities whose ids their hashes tell apart; what refers to rows of a complete table is one of their ids."""
    return frozenset(name for name, each in built.items() if each.hashed and tables[name].complete)


def _complete(entity: str, said: bool | Mapping[str, bool] | None, wanted: Wanted) -> bool:
    by_caller = said.get(entity) if isinstance(said, Mapping) else said
    if by_caller is not None:
        return by_caller
    return wanted.complete is not False


def _from_memory(source: Mapping[str, Any], vocabulary: Vocabulary) -> Supplied:
    names = entities_by_name(vocabulary)
    tables: dict[str, RawTable] = {}
    refusals: list[Refusal] = []
    claimed: dict[str, list[str]] = {}
    for name, data in source.items():
        entity = names.get(folded(name)) if isinstance(name, str) else None
        if entity is None:
            hint = suggestion(str(name), names)
            refusals.append(Refusal.of(messages.UNKNOWN_TABLE, str(name), name=name, suggestion=hint))
            continue
        claimed.setdefault(entity.name, []).append(name)
        try:
            tables[entity.name] = read_memory(data, name, len(tables))
        except FactsError as error:
            refusals += (refusal.in_table(entity) for refusal in error.refusals)
    refusals += [
        Refusal.of(messages.TWO_FILES, entity, entity=entity, files=listed(given))
        for entity, given in claimed.items()
        if len(given) > 1
    ]
    if refusals:
        raise FactsError(refusals)
    return Supplied(tables)


def _digest(
    of_files: Callable[[], str] | None,
    tables: Mapping[str, Table],
    snapshot_on: date | None,
    *,
    quarantine: bool = False,
) -> Callable[[], str]:
    completeness = [(name, table.complete) for name, table in sorted(tables.items())]

    @cache
    def digest() -> str:
        contents = of_files() if of_files is not None else digest_of_tables(tables.values())
        return digest_with(contents, [snapshot_on, completeness, *(["quarantine"] if quarantine else [])])

    return digest
