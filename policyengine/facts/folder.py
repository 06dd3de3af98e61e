"""The tables of a folder, by entity."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from policyengine.facts import messages
from policyengine.facts.candidates import Candidate, Found, candidates_in_workbook, find_candidates
from policyengine.facts.digest import digest_of_files
from policyengine.facts.json_files import read_json
from policyengine.facts.manifest import MANIFEST, Manifest, read_manifest
from policyengine.facts.parquet_files import read_parquet
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sheets.csv_files import read_csv
from policyengine.facts.sheets.messages import UNUSED_MANIFEST
from policyengine.facts.sheets.table import table_of
from policyengine.facts.sheets.workbooks import SUFFIXES, Workbooks
from policyengine.facts.sources import Progress, RawTable, Supplied, Wanted, untold
from policyengine.reading.errors import UnreadableInputError
from policyengine.reading.findings import Finding
from policyengine.reading.place import Place
from policyengine.reading.text import Text, listed
from policyengine.vocabulary.models import Vocabulary


def read_folder(
    folder: Path, vocabulary: Vocabulary, progress: Progress = untold, needed: Collection[str] | None = None
) -> Supplied:
    """The tables of a folder, each found by its entity's name, plural or label, or as `facts.yaml` says.

    A workbook with a sheet for each entity is as good as a folder. Of entities that are not `needed` the files are
    found, but not read. Raises `UnreadableInputError` for a folder that is
    not there or has no table, `ManifestError` for its `facts.yaml`, `FactsError` for what is in it.
    """
    try:
        if folder.suffix.lower() in SUFFIXES and folder.is_file():
            alone = _Reading(folder, folder.parent, vocabulary, Manifest(), Workbooks(progress), progress)
            return _supplied(alone, _alone(folder, vocabulary, alone.workbooks), needed)
        _must_be_folder(folder)
        reading = _Reading(folder, folder, vocabulary, read_manifest(folder, vocabulary), Workbooks(progress), progress)
        found = find_candidates(folder, vocabulary, reading.manifest.tables, reading.workbooks)
        return _supplied(reading, found, needed)
    except OSError as error:
        raise UnreadableInputError(
            Text(f"无法读取文件夹 `{folder}`：{error.strerror}", f"cannot read the folder `{folder}`: {error.strerror}")
        ) from error


def _alone(path: Path, vocabulary: Vocabulary, workbooks: Workbooks) -> Found:
    """The tables of a workbook; that a `facts.yaml` beside it does not count is told."""
    found = candidates_in_workbook(path, vocabulary, workbooks)
    if (path.parent / MANIFEST).exists():
        found.notes.append(Finding.of(UNUSED_MANIFEST, Place(path.name)))
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is read: `source` is the folder itself, or a workbook within it that is read alone."""

    source: Path
    folder: Path
    vocabulary: Vocabulary
    manifest: Manifest
    workbooks: Workbooks
    progress: Progress


def _supplied(reading: _Reading, found: Found, needed: Collection[str] | None) -> Supplied:
    refusals = list(found.refusals)
    tables: dict[str, RawTable] = {}
    for name, candidates in found.candidates.items():
        if len(candidates) > 1:
            names = listed([candidate.name for candidate in candidates])
            refusals.append(Refusal.of(messages.TWO_FILES, reading.source.name, entity=name, files=names))
            continue
        if needed is not None and name not in needed:
            continue
        try:
            tables[name] = _read(reading, name, candidates[0], sum(len(table.files) for table in tables.values()))
        except FactsError as error:
            refusals += (refusal.in_table(reading.vocabulary.entities[name]) for refusal in error.refusals)
    if refusals:
        raise FactsError(refusals)
    if not found.candidates:
        raise _no_tables(reading.source)
    used = _used(reading.source, found.candidates.values())
    notes = (*found.notes, *(note for table in tables.values() for note in table.notes))
    digest = partial(digest_of_files, {path.relative_to(reading.folder).as_posix(): path for path in used})
    return Supplied(tables, reading.manifest.tables, reading.manifest.snapshot_on, notes, digest)


def _used(source: Path, candidates: Iterable[list[Candidate]]) -> Iterator[Path]:
    for found in candidates:
        for candidate in found:
            yield from candidate.paths
    if (source / MANIFEST).exists():
        yield source / MANIFEST


def _read(reading: _Reading, name: str, candidate: Candidate, first_file: int) -> RawTable:
    entity, wanted = reading.vocabulary.entities[name], reading.manifest.tables.get(name, Wanted())
    path = candidate.paths[0]
    names = [each.relative_to(reading.folder).as_posix() for each in candidate.paths]
    reading.progress(candidate.name, 0)
    try:
        if candidate.sheet is not None:
            return table_of(reading.workbooks.grid(path, names[0], candidate.sheet), entity, wanted, first_file)
        match path.suffix.lower():
            case ".parquet":
                return read_parquet(list(candidate.paths), names, first_file)
            case ".json":
                return read_json(path, names[0], first_file)
            case _:
                return table_of(read_csv(path, names[0], reading.progress), entity, wanted, first_file)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FactsError([Refusal.of(messages.UNREADABLE_FILE, names[0], reason=reason)]) from error


def _must_be_folder(folder: Path) -> None:
    if not folder.exists():
        raise UnreadableInputError(Text(f"没有事实文件夹 `{folder}`", f"there is no folder of facts `{folder}`"))
    if not folder.is_dir():
        raise UnreadableInputError(
            Text(f"`{folder}` 是文件，应为文件夹", f"`{folder}` is a file, not a folder"),
            Text(
                "请给出放有各表文件的文件夹，或每个实体一张工作表的 .xlsx 文件。",
                "Name the folder in which the tables' files lie, or an .xlsx file with a sheet for each entity.",
            ),
        )


def _no_tables(folder: Path) -> UnreadableInputError:
    return UnreadableInputError(
        Text(f"文件夹 `{folder}` 中没有可读取的表", f"the folder `{folder}` has no table"),
        Text(
            "文件名应为实体的名称、复数或中文名，扩展名为 .csv、.json、.parquet 或 .xlsx。",
            "Files are called by an entity's name, plural or Chinese label, and end in .csv, .json, .parquet or .xlsx.",
        ),
    )
