"""`facts.yaml`: the snapshot's date, and how a folder's tables differ from what would be assumed of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from policyengine.facts import messages
from policyengine.facts.sources import Wanted
from policyengine.language.facts_keys import FACTS, TABLE
from policyengine.reading.errors import FindingsError
from policyengine.reading.findings import has_errors
from policyengine.reading.nearest import suggestion
from policyengine.reading.nodes import ScalarNode
from policyengine.reading.shapes import Fields, Part, Reader, sound
from policyengine.reading.yaml_tree import read_tree
from policyengine.vocabulary.models import Entity, Vocabulary

MANIFEST = "facts.yaml"


class ManifestError(FindingsError):
    """A `facts.yaml` that cannot be used."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `facts.yaml` says, by entity."""

    tables: Mapping[str, Wanted] = field(default_factory=dict)
    snapshot_on: date | None = None
    trusted: bool = False


def read_manifest(folder: Path, vocabulary: Vocabulary) -> Manifest:
    """What the folder's `facts.yaml` says; nothing, where there is none. Raises `ManifestError` with all findings.

    `facts` holds the tables by entity, or just a name where every file is found and read without more being said.
    """
    path = folder / MANIFEST
    return read_mapping(path, vocabulary) if path.exists() else Manifest()


def read_mapping(path: Path, vocabulary: Vocabulary) -> Manifest:
    """What a file such as `facts.yaml` says, wherever it lies. Raises `ManifestError` with all findings."""
    reader = Reader(read_tree(path, path.name))
    manifest = _manifest(reader, path.parent, vocabulary)
    findings = [*reader.tree.findings, *reader.findings]
    if has_errors(findings):
        raise ManifestError(findings)
    return manifest


def _manifest(reader: Reader, folder: Path, vocabulary: Vocabulary) -> Manifest:
    if reader.tree.root is None:
        return Manifest()
    top = reader.keyed(Part(reader.tree.root, ()), FACTS)
    if top is None:
        return Manifest()
    tables: dict[str, Wanted] = {}
    part = top.get("facts")
    named = None if part is None or isinstance(part.node, ScalarNode) else reader.mapping(part)
    for each in named.parts() if named is not None else ():
        entity = vocabulary.entities.get(each.name)
        if entity is None:
            hint = suggestion(each.name, vocabulary.entities)
            place = reader.tree.place(each.at, key=True)
            reader.report(messages.UNKNOWN_TABLE, place, name=each.name, suggestion=hint)
        elif (fields := reader.keyed(each, TABLE)) is not None:
            tables[entity.name] = _wanted(reader, fields, folder, entity)
    trusted = top.get("trusted")
    trusts = trusted is not None and reader.choice(trusted, ("true", "false")) == "true"
    return Manifest(tables, top.read(reader, "snapshot_on", Reader.date), trusts)


def _wanted(reader: Reader, fields: Fields, folder: Path, entity: Entity) -> Wanted:
    said = fields.get("complete")
    complete = reader.choice(said, ("true", "false")) if said is not None else None
    return Wanted(
        file=_file(reader, fields, folder),
        table=fields.read(reader, "table", Reader.scalar),
        columns=_columns(reader, fields, entity),
        complete=None if complete is None else complete == "true",
        unknown=frozenset(_words(reader, fields)),
    )


def _file(reader: Reader, fields: Fields, folder: Path) -> str | None:
    """The file's path within the folder; reported where it leads out of it or is not there."""
    part = fields.get("file")
    file = None if part is None else reader.scalar(part)
    if part is None or file is None:
        return None
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts or not (folder / path).resolve().is_relative_to(folder.resolve()):
        reader.report(messages.FILE_OUTSIDE, part.place, file=file)
        return None
    if not (folder / path).exists():
        hint = suggestion(file, [each.name for each in folder.iterdir() if each.name != MANIFEST])
        reader.report(messages.FILE_ABSENT, part.place, file=file, suggestion=hint)
        return None
    return path.as_posix()


def _columns(reader: Reader, fields: Fields, entity: Entity) -> dict[str, str]:
    """Headers by field; that a table has them is seen when it is read."""
    part = fields.get("columns")
    named = None if part is None else reader.mapping(part)
    columns: dict[str, str] = {}
    for each in named.parts() if named is not None else ():
        header = reader.scalar(each)
        if each.name not in entity.fields:
            hint = suggestion(each.name, entity.fields)
            place = reader.tree.place(each.at, key=True)
            reader.report(messages.UNKNOWN_FIELD, place, entity=entity.name, name=each.name, suggestion=hint)
        elif header is not None:
            columns[each.name] = header
    return columns


def _words(reader: Reader, fields: Fields) -> tuple[str, ...]:
    part = fields.get("unknown")
    if part is None:
        return ()
    items = reader.items(part) or ()
    return sound(reader.scalar(item) for item in items)
