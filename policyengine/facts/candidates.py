"""Which files and sheets of a folder hold which entity's rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from policyengine.facts import messages
from policyengine.facts.manifest import MANIFEST
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import Wanted, entities_by_name
from policyengine.facts.xlsx_files import sheet_names
from policyengine.reading.findings import Finding
from policyengine.reading.nearest import suggestion
from policyengine.reading.place import Place
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.names import folded

FORMATS = (".csv", ".json", ".parquet")
WORKBOOK = ".xlsx"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table in a folder: a file, or the Parquet parts in a folder of their own, or a sheet of a workbook."""

    name: str
    paths: tuple[Path, ...]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates for each entity, and what is said of files that are none."""

    candidates: Mapping[str, list[Candidate]]
    refusals: list[Refusal]
    notes: list[Finding]


def find_candidates(folder: Path, vocabulary: Vocabulary, wanted: Mapping[str, Wanted]) -> Found:
    """Every table of the folder that an entity's name, plural or label claims, or that `facts.yaml` names."""
    names = {name: entity.name for name, entity in entities_by_name(vocabulary).items()}
    names |= {folded(said.table): entity for entity, said in wanted.items() if said.table is not None}
    files = {entity: said for entity, said in wanted.items() if said.file is not None}
    candidates: dict[str, list[Candidate]] = {}
    refusals: list[Refusal] = []
    notes: list[Finding] = []
    for entity, said in files.items():
        try:
            candidates[entity] = [_assigned(folder, said.file or "", said.table)]
        except FactsError as error:
            refusals += error.refusals
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.name == MANIFEST:
            continue
        try:
            claims = _claims(path, names)
        except FactsError as error:
            refusals += error.refusals
            continue
        for entity, candidate in claims:
            if entity not in files:
                candidates.setdefault(entity, []).append(candidate)
        if not claims and path.name not in {said.file for said in files.values()}:
            hint = suggestion(path.stem, names)
            notes.append(Finding.of(messages.UNUSED_FILE, Place(path.name), name=path.name, suggestion=hint))
    return Found(candidates, refusals, notes)


def _claims(path: Path, names: Mapping[str, str]) -> list[tuple[str, Candidate]]:
    """The entities whose tables a file has: its own name's, or those of a workbook's sheets."""
    own = folded(path.name if path.is_dir() else path.stem)
    if path.is_dir():
        parts = _parts(path)
        return [(names[own], Candidate(path.name, parts))] if parts and own in names else []
    if path.suffix.lower() == WORKBOOK:
        sheets = sheet_names(path, path.name)
        if len(sheets) == 1 and folded(sheets[0]) not in names and own in names:
            return [(names[own], _sheet(path, path.name, sheets[0]))]
        return [(names[folded(sheet)], _sheet(path, path.name, sheet)) for sheet in sheets if folded(sheet) in names]
    if path.suffix.lower() in FORMATS and own in names:
        return [(names[own], Candidate(path.name, (path,)))]
    return []


def _assigned(folder: Path, file: str, table: str | None) -> Candidate:
    """The table that `facts.yaml` names; the file is known to be there."""
    path = folder / file
    if path.is_dir() and (parts := _parts(path)):
        return Candidate(file, parts)
    if path.suffix.lower() == WORKBOOK:
        sheets = sheet_names(path, file)
        sheet = table if table is not None else sheets[0]
        if sheet not in sheets:
            hint = suggestion(sheet, sheets)
            raise FactsError([Refusal.of(messages.SHEET_ABSENT, file, sheet=sheet, suggestion=hint)])
        return _sheet(path, file, sheet)
    if path.is_dir() or path.suffix.lower() not in FORMATS:
        raise FactsError([Refusal.of(messages.UNKNOWN_FORMAT, file)])
    return Candidate(file, (path,))


def _parts(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*.parquet")))


def _sheet(path: Path, file: str, sheet: str) -> Candidate:
    return Candidate(f"{file}[{sheet}]", (path,), sheet)
