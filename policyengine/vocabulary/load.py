"""Vocabularies from their files, merged and checked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from policyengine.reading.errors import PolicyError, UnreadableInputError
from policyengine.reading.findings import has_errors
from policyengine.reading.nearest import suggestion
from policyengine.reading.shapes import Fields, Part, Reader
from policyengine.reading.text import Text
from policyengine.reading.yaml_tree import read_tree
from policyengine.vocabulary import keys, messages
from policyengine.vocabulary.check import check_vocabulary
from policyengine.vocabulary.fields import read_field, read_label
from policyengine.vocabulary.models import Entity, Field, Label, Lifetime, Vocabulary
from policyengine.vocabulary.names import read_name
from policyengine.vocabulary.personal import with_persons
from policyengine.vocabulary.work_record import ID, NAME, WORK_RECORD, work_record

BUILT_IN = files("policyengine").joinpath("vocabularies")
SUFFIX = ".yaml"

DEFAULT_VOCABULARY = "social_organizations"


@dataclass(frozen=True, slots=True)
class _Origin:
    """A vocabulary file, as findings and digests know it."""

    name: str
    content: bytes | Path


def load_vocabulary(names: str | Sequence[str], relative_to: Path | None = None) -> Vocabulary:
    """The vocabulary of one file, or of several together: names of built-in ones, or paths (with `/`, or in `.yaml`).

    Relative paths start from the folder `relative_to`, or else from the current one. Raises `PolicyError` with all
    findings, and `UnreadableInputError` for a name that no built-in vocabulary has.
    """
    return _loaded(tuple(_origin(name, relative_to) for name in ((names,) if isinstance(names, str) else names)))


def vocabulary_files(names: Sequence[str], relative_to: Path | None = None) -> tuple[tuple[str, bytes], ...]:
    """The files that `load_vocabulary` would read: their names, and their bytes. Raises `OSError` besides."""
    origins = [_origin(name, relative_to) for name in names]
    return tuple(
        (origin.name, origin.content if isinstance(origin.content, bytes) else origin.content.read_bytes())
        for origin in origins
    )


def vocabulary_from(files: Sequence[tuple[str, bytes]]) -> Vocabulary:
    """The vocabulary of files that are at hand, as `vocabulary_files` gives them. Raises `PolicyError`."""
    return _loaded(tuple(_Origin(name, content) for name, content in files))


def built_in_vocabularies() -> tuple[str, ...]:
    """The names of the vocabularies that come with the package."""
    return tuple(sorted(entry.name.removesuffix(SUFFIX) for entry in BUILT_IN.iterdir() if entry.name.endswith(SUFFIX)))


def _origin(name: str, relative_to: Path | None) -> _Origin:
    if "/" in name or name.endswith((SUFFIX, ".yml")):
        path = Path(name) if relative_to is None else relative_to / name
        return _Origin(str(path), path)
    known = built_in_vocabularies()
    if name not in known:
        raise UnreadableInputError(
            Text(f"没有名为 `{name}` 的内置词汇表", f"there is no built-in vocabulary `{name}`"),
            suggestion(name, known),
        )
    return _Origin(name + SUFFIX, BUILT_IN.joinpath(name + SUFFIX).read_bytes())


def _loaded(origins: tuple[_Origin, ...]) -> Vocabulary:
    readers = [Reader(read_tree(origin.content, origin.name)) for origin in origins]
    entities: dict[str, Entity] = {}
    owners: dict[str, Reader] = {}
    names = [_read_file(reader, entities, owners) for reader in readers]
    entities[WORK_RECORD] = work_record(entities)
    findings = [finding for reader in readers for finding in (*reader.tree.findings, *reader.findings)]
    if not has_errors(findings):
        findings += check_vocabulary(entities, {name: reader.tree for name, reader in owners.items()})
    if has_errors(findings):
        raise PolicyError(findings)
    digest = hashlib.sha256("\n".join(reader.tree.sha256 for reader in readers).encode()).hexdigest()
    return Vocabulary(names=tuple(names), entities=with_persons(entities), sha256=digest)


def _read_file(reader: Reader, entities: dict[str, Entity], owners: dict[str, Reader]) -> str:
    """Add a file's entities to those of earlier files; the file's own name for its vocabulary is returned."""
    tree = reader.tree
    if tree.root is None:
        return ""
    top = reader.keyed(Part(tree.root, ()), keys.VOCABULARY)
    if top is None:
        return ""
    listed = top.get("entities")
    fields = reader.mapping(listed) if listed is not None else None
    for part in fields.parts() if fields is not None else ():
        name = part.name
        if name == WORK_RECORD:
            reader.report(messages.RESERVED_ENTITY, tree.place(part.at, key=True), name=name)
        elif name in owners:
            other = owners[name].tree.file
            reader.report(messages.ENTITY_TWICE, tree.place(part.at, key=True), name=name, other=other)
        elif read_name(reader, name, tree.place(part.at, key=True)) and (entity := _entity(reader, name, part)):
            entities[name] = entity
            owners[name] = reader
    return top.read(reader, "vocabulary", Reader.scalar) or ""


def _entity(reader: Reader, name: str, part: Part) -> Entity | None:
    top = reader.keyed(part, keys.ENTITY)
    if top is None:
        return None
    plural = top.read(reader, "plural", Reader.scalar)
    if plural is None or not read_name(reader, plural, reader.tree.place((*part.at, "plural"))):
        return None
    return Entity(
        name=name,
        plural=plural,
        label=top.read(reader, "label", read_label) or Label(zh=name, en=name),
        belongs_to=top.read(reader, "belongs_to", _belongs_to) or {},
        lifetime=top.read(reader, "lifetime", _lifetime),
        event_date=top.read(reader, "event_date", Reader.scalar),
        fields=_fields(reader, top),
    )


def _fields(reader: Reader, top: Fields) -> dict[str, Field]:
    fields = {"id": ID, "name": NAME}
    part = top.get("fields")
    written = reader.mapping(part) if part is not None else None
    for each in written.parts() if written is not None else ():
        place = reader.tree.place(each.at, key=True)
        if not read_name(reader, each.name, place):
            continue
        field = read_field(reader, each.name, each)
        if field is None:
            continue
        if each.name in {"id", "name"} and (field.type, field.optional) != (ID.type, ID.optional):
            reader.report(messages.BUILT_IN_FIELD, place, name=each.name)
        fields[each.name] = field
    return fields


def _belongs_to(reader: Reader, part: Part) -> dict[str, tuple[str, ...]] | None:
    fields = reader.mapping(part)
    if fields is None:
        return None
    chains = {each.name: reader.scalar(each) for each in fields.parts()}
    return {ancestor: tuple(chain.split(".")) for ancestor, chain in chains.items() if chain is not None}


def _lifetime(reader: Reader, part: Part) -> Lifetime | None:
    fields = reader.keyed(part, keys.LIFETIME)
    if fields is None:
        return None
    return Lifetime(start=fields.read(reader, "from", Reader.scalar), end=fields.read(reader, "until", Reader.scalar))
