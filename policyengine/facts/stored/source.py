"""Where stored facts come from: a connection, an address, or a folder whose files another backend reads in place."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from policyengine.backends.backend import Frame
from policyengine.backends.database import Database
from policyengine.backends.opening import in_process
from policyengine.facts import messages
from policyengine.facts.candidates import find_candidates
from policyengine.facts.manifest import Manifest, read_manifest, read_mapping
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sheets.workbooks import Workbooks
from policyengine.facts.stored import messages as stored
from policyengine.facts.stored.read import Settings, stored_facts, tables_of
from policyengine.facts.tables import FactBase
from policyengine.reading.text import listed
from policyengine.vocabulary.models import Vocabulary

IN_PLACE = (".parquet", ".csv")


def read_database(
    backend: Database,
    vocabulary: Vocabulary,
    mapping: Path | None,
    *,
    snapshot_on: date | None,
    complete: bool | Mapping[str, bool] | None,
    trusted: bool,
) -> FactBase:
    """The facts of a database; `mapping` is a file like `facts.yaml`."""
    manifest = Manifest() if mapping is None else read_mapping(mapping, vocabulary)
    settings = Settings(manifest, snapshot_on, complete, trusted=trusted or manifest.trusted)
    with backend.failures():
        return stored_facts(backend, tables_of(backend, vocabulary, manifest.tables), vocabulary, settings)


def read_in_place(
    folder: Path,
    name: str,
    vocabulary: Vocabulary,
    *,
    snapshot_on: date | None,
    complete: bool | Mapping[str, bool] | None,
    trusted: bool,
) -> FactBase:
    """The Parquet and CSV files of a folder, read by the backend of that name; other formats are refused."""
    manifest = read_manifest(folder, vocabulary)
    candidates = find_candidates(folder, vocabulary, manifest.tables, Workbooks())
    refusals = list(candidates.refusals)
    backend = in_process(name)
    found: dict[str, tuple[str, Frame]] = {}
    for entity, given in candidates.candidates.items():
        if len(given) > 1:
            names = listed([each.name for each in given])
            refusals.append(Refusal.of(messages.TWO_FILES, folder.name, entity=entity, files=names))
        elif given[0].sheet is not None or given[0].paths[0].suffix.lower() not in IN_PLACE:
            refusals.append(Refusal.of(stored.NOT_IN_PLACE, given[0].name, backend=name))
        else:
            found[entity] = (given[0].name, backend.scanned(given[0].paths))
    if refusals:
        raise FactsError(refusals)
    settings = Settings(manifest, snapshot_on, complete, trusted=trusted or manifest.trusted)
    return stored_facts(backend, found, vocabulary, settings)
