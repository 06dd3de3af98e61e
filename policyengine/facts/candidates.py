"""Which files and sheets of a folder hold which entity's rows."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from policyengine.facts import messages
from policyengine.facts.manifest import MANIFEST
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sheets import messages as sheet_messages
from policyengine.facts.sheets.workbooks import SUFFIXES, Workbooks
from policyengine.facts.sources import Wanted, entities_by_name
from policyengine.reading.findings import Finding
from policyengine.reading.nearest import nearest, suggestion
from policyengine.reading.place import Place
from policyengine.reading.text import NOTHING, Text
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.names import folded

FORMATS = (".csv", ".json", ".parquet")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table in a folder: a file, or the Parquet parts in a folder of their own, or a sheet of a workbook."""

    name: str
    paths: tuple[Path, ...]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates for each entity, and what is said of files that are none."""

    candidates: dict[str, list[Candidate]]
    refusals: list[Refusal]
    notes: list[Finding]


def find_candidates(folder: Path, vocabulary: Vocabulary, wanted: Mapping[str, Wanted], workbooks: Workbooks) -> Found:
    """Every table of the folder that an entity's name, plural or label claims, or that `facts.yaml` names."""
    names = {name: entity.name for name, entity in entities_by_name(vocabulary).items()}
    names |= {folded(said.table): entity for entity, said in wanted.items() if said.table is not None}
    files = {entity: said for entity, said in wanted.items() if said.file is not None}
    found = Found({}, [], [])
    for entity, said in files.items():
        try:
            own = [name for name, owner in names.items() if owner == entity]
            found.candidates[entity] = [_assigned(folder, said, own, workbooks)]
        except FactsError as error:
            found.refusals.extend(error.refusals)
    assigned = {said.file for said in files.values()}
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.name == MANIFEST:
            continue
        _claim(found, path, names, workbooks, assigned=path.name in assigned, besides=files)
    return found


def candidates_in_workbook(path: Path, vocabulary: Vocabulary, workbooks: Workbooks) -> Found:
    """Every table of one workbook that is a whole fact base."""
    names = {name: entity.name for name, entity in entities_by_name(vocabulary).items()}
    found = Found({}, [], [])
    _claim(found, path, names, workbooks)
    return found


def _claim(
    found: Found,
    path: Path,
    names: Mapping[str, str],
    workbooks: Workbooks,
    *,
    assigned: bool = False,
    besides: Container[str] = (),
) -> None:
    """Add the tables that a file has, but for those `besides` of which `facts.yaml` names the file."""
    try:
        sheets = workbooks.sheet_names(path, path.name) if _is_workbook(path) else ()
    except FactsError as error:
        found.refusals.extend(error.refusals)
        return
    claims = _claims(path, sheets, names)
    for entity, candidate in claims:
        if entity not in besides:
            found.candidates.setdefault(entity, []).append(candidate)
    if not claims and not assigned:
        hint = suggestion(path.stem, names)
        found.notes.append(Finding.of(messages.UNUSED_FILE, Place(path.name), name=path.name, suggestion=hint))
    if claims:
        found.notes.extend(
            Finding.of(sheet_messages.UNUSED_SHEET, Place(path.name), sheet=sheet, suggestion=_meant(sheet, names))
            for sheet in sheets
            if sheet not in {candidate.sheet for _, candidate in claims} and not assigned
        )


def _meant(sheet: str, names: Iterable[str]) -> Text:
    """The entity whose sheet this may have been meant to be; a sheet of explanations is like none."""
    return NOTHING if nearest(sheet, names) is None else suggestion(sheet, names)


def _claims(path: Path, sheets: tuple[str, ...], names: Mapping[str, str]) -> list[tuple[str, Candidate]]:
    """The entities whose tables a file has: its own name's, or those of a workbook's sheets."""
    own = folded(path.name if path.is_dir() else path.stem)
    if path.is_dir():
        parts = _parts(path)
        return [(names[own], Candidate(path.name, parts))] if parts and own in names else []
    if sheets:
        if len(sheets) == 1 and folded(sheets[0]) not in names and own in names:
            return [(names[own], _sheet(path, path.name, sheets[0]))]
        return [(names[folded(sheet)], _sheet(path, path.name, sheet)) for sheet in sheets if folded(sheet) in names]
    if path.suffix.lower() in FORMATS and own in names:
        return [(names[own], Candidate(path.name, (path,)))]
    return []


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.is_dir()


def _assigned(folder: Path, said: Wanted, own: Container[str], workbooks: Workbooks) -> Candidate:
    """The table that `facts.yaml` names, whose file is known to be there; of a workbook the entity's own sheet."""
    file = said.file or ""
    path = folder / file
    if path.is_dir() and (parts := _parts(path)):
        return Candidate(file, parts)
    if _is_workbook(path):
        sheets = workbooks.sheet_names(path, file)
        sheet = said.table or next((sheet for sheet in sheets if folded(sheet) in own), sheets[0])
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
