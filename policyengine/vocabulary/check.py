"""What must hold between the entities of a vocabulary: references, chains, and names that must not clash."""

from collections.abc import Iterator, Mapping

from policyengine.reading.findings import Finding, Message
from policyengine.reading.nearest import suggestion
from policyengine.reading.place import KeyPath
from policyengine.reading.yaml_tree import Tree
from policyengine.vocabulary import messages
from policyengine.vocabulary.models import Entity, FieldType, Label
from policyengine.vocabulary.names import folded


def check_vocabulary(entities: Mapping[str, Entity], trees: Mapping[str, Tree]) -> list[Finding]:
    """All findings; `trees` has the file that each entity stands in, built-in ones excepted."""
    findings: list[Finding] = []
    for name, tree in trees.items():
        entity = entities[name]
        findings += _references(entity, entities, tree)
        for ancestor, chain in entity.belongs_to.items():
            findings += _chain(entity, ancestor, chain, entities, tree)
        findings += _dates(entity, tree)
        findings += _field_names(entity, tree)
    findings += _entity_names(entities, trees)
    return findings


def _at(tree: Tree, entity: Entity, path: KeyPath, message: Message, /, **values: object) -> Finding:
    return tree.finding(message, tree.place(("entities", entity.name, *path)), **values)


def _references(entity: Entity, entities: Mapping[str, Entity], tree: Tree) -> Iterator[Finding]:
    for field in entity.fields.values():
        if field.reference is not None and field.reference not in entities:
            path = ("fields", field.name, "reference")
            hint = suggestion(field.reference, entities)
            yield _at(tree, entity, path, messages.UNKNOWN_ENTITY, name=field.reference, suggestion=hint)


def _chain(
    entity: Entity, ancestor: str, chain: tuple[str, ...], entities: Mapping[str, Entity], tree: Tree
) -> Iterator[Finding]:
    """Follow the references of one `belongs_to` entry; an unknown entity on the way is reported with its field."""
    path = ("belongs_to", ancestor)
    if ancestor not in entities:
        hint = suggestion(ancestor, entities)
        place = tree.place(("entities", entity.name, *path), key=True)
        yield tree.finding(messages.UNKNOWN_ENTITY, place, name=ancestor, suggestion=hint)
        return
    at = entity
    for step in chain:
        field = at.fields.get(step)
        if field is None:
            hint = suggestion(step, [name for name, known in at.fields.items() if known.reference])
            yield _at(tree, entity, path, messages.UNKNOWN_FIELD, entity=at.name, name=step, suggestion=hint)
            return
        if field.reference is None:
            yield _at(tree, entity, path, messages.NOT_A_REFERENCE, entity=at.name, name=step, ancestor=ancestor)
            return
        if field.reference not in entities:
            return
        at = entities[field.reference]
    if at.name != ancestor:
        written = ".".join(chain)
        yield _at(tree, entity, path, messages.LEADS_ELSEWHERE, chain=written, found=at.name, ancestor=ancestor)


def _dates(entity: Entity, tree: Tree) -> Iterator[Finding]:
    lifetime = entity.lifetime
    named = {
        ("lifetime", "from"): lifetime.start if lifetime else None,
        ("lifetime", "until"): lifetime.end if lifetime else None,
        ("event_date",): entity.event_date,
    }
    dates = [name for name, field in entity.fields.items() if field.type is FieldType.DATE]
    for path, name in named.items():
        if name is None or name in dates:
            continue
        if name in entity.fields:
            yield _at(tree, entity, path, messages.NOT_A_DATE_FIELD, entity=entity.name, name=name)
        else:
            hint = suggestion(name, dates)
            yield _at(tree, entity, path, messages.UNKNOWN_FIELD, entity=entity.name, name=name, suggestion=hint)


def _field_names(entity: Entity, tree: Tree) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for field in entity.fields.values():
        for name in _names(field.name, field.label):
            if owners.setdefault(name, field.name) != field.name:
                yield _at(tree, entity, ("fields", field.name), messages.FIELD_CLASH, name=name, other=owners[name])


def _entity_names(entities: Mapping[str, Entity], trees: Mapping[str, Tree]) -> Iterator[Finding]:
    """Names under which tables are found, built-in ones first, and plurals beside the fields of ancestors."""
    owners: dict[str, str] = {}
    for entity in sorted(entities.values(), key=lambda entity: entity.name in trees):
        for name in sorted({*_names(entity.name, entity.label), entity.plural}):
            if owners.setdefault(name, entity.name) != entity.name:
                yield _at(trees[entity.name], entity, (), messages.NAME_CLASH, name=name, other=owners[name])
        for ancestor in entity.belongs_to:
            if ancestor in entities and entity.plural in entities[ancestor].fields:
                values = {"plural": entity.plural, "ancestor": ancestor}
                yield _at(trees[entity.name], entity, ("plural",), messages.PLURAL_CLASH, **values)


def _names(name: str, label: Label) -> list[str]:
    return sorted({name, folded(label.zh), folded(label.en)})
