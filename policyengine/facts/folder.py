"""Which files of a folder hold which entity's rows."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from policyengine.facts import messages
from policyengine.facts.csv_files import read_csv
from policyengine.facts.digest import digest_of_files
from policyengine.facts.parquet_files import read_parquet
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable, Supplied, entities_by_name
from policyengine.reading.errors import UnreadableInputError
from policyengine.reading.findings import Finding
from policyengine.reading.nearest import suggestion
from policyengine.reading.place import Place
from policyengine.reading.text import Text, listed
from policyengine.vocabulary.models import Vocabulary

MANIFEST = "facts.yaml"
FORMATS = (".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table in a folder: a file, or the Parquet parts in a folder of their own, or a sheet of a workbook."""

    name: str
    paths: tuple[Path, ...]
    sheet: str | None = None


def read_folder(folder: Path, vocabulary: Vocabulary) -> Supplied:
    """The tables of a folder, each found by its entity's name, plural or label.

    Raises `UnreadableInputError` for a folder that is not there or has no table, `FactsError` for what is in it.
    """
    _must_be_folder(folder)
    candidates, notes = _candidates(folder, vocabulary)
    refusals: list[Refusal] = []
    tables: dict[str, RawTable] = {}
    used: dict[str, Path] = {}
    for entity, found in candidates.items():
        if len(found) > 1:
            names = listed([candidate.name for candidate in found])
            refusals.append(Refusal.of(messages.TWO_FILES, folder.name, entity=entity, files=names))
            continue
        used |= {path.relative_to(folder).as_posix(): path for path in found[0].paths}
        try:
            tables[entity] = _read(found[0], folder, sum(len(table.files) for table in tables.values()))
        except FactsError as error:
            refusals += error.refusals
    if refusals:
        raise FactsError(refusals)
    if not candidates:
        raise _no_tables(folder)
    return Supplied(tables, notes=tuple(notes), digest=partial(digest_of_files, used))


def _must_be_folder(folder: Path) -> None:
    if not folder.exists():
        raise UnreadableInputError(Text(f"没有事实文件夹 `{folder}`", f"there is no folder of facts `{folder}`"))
    if not folder.is_dir():
        raise UnreadableInputError(
            Text(f"`{folder}` 是文件,应为文件夹", f"`{folder}` is a file, not a folder"),
            Text("请给出放有各表文件的文件夹。", "Name the folder in which the tables' files lie."),
        )


def _no_tables(folder: Path) -> UnreadableInputError:
    return UnreadableInputError(
        Text(f"文件夹 `{folder}` 中没有可读取的表", f"the folder `{folder}` has no table"),
        Text(
            "文件名应为实体的名称、复数或中文名,扩展名为 .csv、.json、.parquet 或 .xlsx。",
            "Files are called by an entity's name, plural or Chinese label, and end in .csv, .json, .parquet or .xlsx.",
        ),
    )


def _candidates(folder: Path, vocabulary: Vocabulary) -> tuple[dict[str, list[Candidate]], list[Finding]]:
    names = entities_by_name(vocabulary)
    found: dict[str, list[Candidate]] = {}
    notes: list[Finding] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.name == MANIFEST:
            continue
        entity = names.get(path.name if path.is_dir() else path.stem)
        parts = tuple(sorted(path.glob("*.parquet"))) if path.is_dir() else (path,)
        if entity is not None and parts and (path.is_dir() or path.suffix.lower() in FORMATS):
            found.setdefault(entity.name, []).append(Candidate(path.name, parts))
        else:
            hint = suggestion(path.stem, names)
            notes.append(Finding.of(messages.UNUSED_FILE, Place(path.name), name=path.name, suggestion=hint))
    return found, notes


def _read(candidate: Candidate, folder: Path, first_file: int) -> RawTable:
    names = [path.relative_to(folder).as_posix() for path in candidate.paths]
    path = candidate.paths[0]
    try:
        if path.suffix.lower() == ".parquet":
            return read_parquet(list(candidate.paths), names, first_file)
        return read_csv(path, names[0], first_file)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FactsError([Refusal.of(messages.UNREADABLE_FILE, names[0], reason=reason)]) from error
