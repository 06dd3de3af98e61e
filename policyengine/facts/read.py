"""Facts from a folder or from memory, every table checked before anything is concluded from it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from policyengine.facts import messages
from policyengine.facts.build import build_table
from policyengine.facts.digest import digest_of_tables, digest_with
from policyengine.facts.folder import read_folder
from policyengine.facts.memory import read_memory
from policyengine.facts.parents import contradictory_parents
from policyengine.facts.references import dangling_references
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable, Supplied, Wanted, entities_by_name
from policyengine.facts.tables import FactBase, Table, absent
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import listed
from policyengine.vocabulary.load import DEFAULT_VOCABULARY, load_vocabulary
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.names import folded


def read_facts(
    source: str | Path | Mapping[str, Any],
    vocabulary: Vocabulary | None = None,
    snapshot_on: date | None = None,
    complete: bool | Mapping[str, bool] | None = None,
) -> FactBase:
    """Read and check all facts.

    `source` is a folder of CSV, JSON, Parquet or XLSX files with an optional `facts.yaml`, or a table for each entity:
    a Polars or pandas frame, an Arrow table, a list of dicts, or a dict of lists. `snapshot_on` and `complete` (for all
    tables, or by entity) go before what `facts.yaml` says; a supplied table is complete unless one of them denies it.
    Raises `FactsError` with everything that is wrong, and `UnreadableInputError` where there is no such folder.
    """
    known = vocabulary if vocabulary is not None else load_vocabulary([DEFAULT_VOCABULARY], None)
    supplied = _from_memory(source, known) if isinstance(source, Mapping) else read_folder(Path(source), known)
    tables = {name: absent(name) for name in known.entities}
    files: list[str] = []
    refusals: list[Refusal] = []
    for name, raw in supplied.tables.items():
        files += raw.files
        wanted = supplied.wanted.get(name, Wanted())
        built = build_table(known.entities[name], raw, wanted, complete=_complete(name, complete, wanted))
        refusals += built.refusals
        if built.table is not None:
            tables[name] = built.table
    if not refusals:
        refusals += dangling_references(known.entities, tables, files)
        refusals += contradictory_parents(known.entities, tables, files)
    if refusals:
        raise FactsError(refusals)
    on = snapshot_on if snapshot_on is not None else supplied.snapshot_on
    return FactBase(known, tables, tuple(files), on, _digest(supplied, tables, on), supplied.notes)


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
            refusals += error.refusals
    refusals += [
        Refusal.of(messages.TWO_FILES, entity, entity=entity, files=listed(given))
        for entity, given in claimed.items()
        if len(given) > 1
    ]
    if refusals:
        raise FactsError(refusals)
    return Supplied(tables)


def _digest(supplied: Supplied, tables: Mapping[str, Table], snapshot_on: date | None) -> Callable[[], str]:
    completeness = [(name, table.complete) for name, table in sorted(tables.items())]

    @cache
    def digest() -> str:
        contents = supplied.digest() if supplied.digest is not None else digest_of_tables(tables.values())
        return digest_with(contents, [snapshot_on, completeness])

    return digest
