"""The tables of a folder, by entity."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from policyengine.facts import messages
from policyengine.facts.candidates import Candidate, find_candidates
from policyengine.facts.csv_files import read_csv
from policyengine.facts.digest import digest_of_files
from policyengine.facts.json_files import read_json
from policyengine.facts.manifest import MANIFEST, read_manifest
from policyengine.facts.parquet_files import read_parquet
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable, Supplied
from policyengine.facts.xlsx_files import read_xlsx
from policyengine.reading.errors import UnreadableInputError
from policyengine.reading.text import Text, listed
from policyengine.vocabulary.models import Vocabulary


def read_folder(folder: Path, vocabulary: Vocabulary) -> Supplied:
    """The tables of a folder, each found by its entity's name, plural or label, or as `facts.yaml` says.

    Raises `UnreadableInputError` for a folder that is not there or has no table, `ManifestError` for its `facts.yaml`,
    `FactsError` for what is in it.
    """
    try:
        _must_be_folder(folder)
        return _read_folder(folder, vocabulary)
    except OSError as error:
        raise UnreadableInputError(
            Text(f"无法读取文件夹 `{folder}`：{error.strerror}", f"cannot read the folder `{folder}`: {error.strerror}")
        ) from error


def _read_folder(folder: Path, vocabulary: Vocabulary) -> Supplied:
    manifest = read_manifest(folder, vocabulary)
    found = find_candidates(folder, vocabulary, manifest.tables)
    refusals = list(found.refusals)
    tables: dict[str, RawTable] = {}
    for entity, candidates in found.candidates.items():
        if len(candidates) > 1:
            names = listed([candidate.name for candidate in candidates])
            refusals.append(Refusal.of(messages.TWO_FILES, folder.name, entity=entity, files=names))
            continue
        try:
            tables[entity] = _read(candidates[0], folder, sum(len(table.files) for table in tables.values()))
        except FactsError as error:
            refusals += (refusal.in_table(vocabulary.entities[entity]) for refusal in error.refusals)
    if refusals:
        raise FactsError(refusals)
    if not tables:
        raise _no_tables(folder)
    used = {path.relative_to(folder).as_posix(): path for path in _used(folder, found.candidates.values())}
    digest = partial(digest_of_files, used)
    return Supplied(tables, manifest.tables, manifest.snapshot_on, tuple(found.notes), digest)


def _used(folder: Path, candidates: Iterable[list[Candidate]]) -> Iterator[Path]:
    for found in candidates:
        for candidate in found:
            yield from candidate.paths
    if (folder / MANIFEST).exists():
        yield folder / MANIFEST


def _read(candidate: Candidate, folder: Path, first_file: int) -> RawTable:
    path = candidate.paths[0]
    names = [each.relative_to(folder).as_posix() for each in candidate.paths]
    try:
        if candidate.sheet is not None:
            return read_xlsx(path, names[0], candidate.sheet, first_file)
        match path.suffix.lower():
            case ".parquet":
                return read_parquet(list(candidate.paths), names, first_file)
            case ".json":
                return read_json(path, names[0], first_file)
            case _:
                return read_csv(path, names[0], first_file)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FactsError([Refusal.of(messages.UNREADABLE_FILE, names[0], reason=reason)]) from error


def _must_be_folder(folder: Path) -> None:
    if not folder.exists():
        raise UnreadableInputError(Text(f"没有事实文件夹 `{folder}`", f"there is no folder of facts `{folder}`"))
    if not folder.is_dir():
        raise UnreadableInputError(
            Text(f"`{folder}` 是文件，应为文件夹", f"`{folder}` is a file, not a folder"),
            Text("请给出放有各表文件的文件夹。", "Name the folder in which the tables' files lie."),
        )


def _no_tables(folder: Path) -> UnreadableInputError:
    return UnreadableInputError(
        Text(f"文件夹 `{folder}` 中没有可读取的表", f"the folder `{folder}` has no table"),
        Text(
            "文件名应为实体的名称、复数或中文名，扩展名为 .csv、.json、.parquet 或 .xlsx。",
            "Files are called by an entity's name, plural or Chinese label, and end in .csv, .json, .parquet or .xlsx.",
        ),
    )
