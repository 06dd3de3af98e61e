"""Field paths through references, relations to children, and the chain from a subject to the jurisdiction."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from policyengine.plan import messages
from policyengine.plan.nodes import Path, Relation
from policyengine.plan.scope import Scope
from policyengine.reading.nearest import nearest, suggestion
from policyengine.reading.place import KeyPath
from policyengine.reading.text import Text, listed
from policyengine.vocabulary.models import Entity, Field, FieldType, Label, Vocabulary

NUMERIC = frozenset({FieldType.INTEGER, FieldType.DECIMAL})
BOOLEAN_CHOICES = frozenset({"true", "false"})


def resolve_entity(scope: Scope, name: str, at: KeyPath) -> Entity | None:
    """The entity of a name, as a rule's `subject` gives it."""
    entity = scope.vocabulary.entities.get(name)
    if entity is None:
        known = scope.vocabulary.entities
        near = _meant(name, known, {code: each.label for code, each in known.items()})
        scope.report(messages.UNKNOWN_ENTITY, at, name=name, suggestion=near)
    return entity


def resolve_path(scope: Scope, text: str, entity: Entity, at: KeyPath, *, key: bool = False) -> Path | None:
    """The field that `street.county.name` means in a row of `entity`; `key` says that it is written as a key."""
    *steps, last = text.split(".")
    owner, optional = entity, False
    for step in steps:
        reference = _field(scope, step, owner, entity, at, key=key)
        if reference is None:
            return None
        if reference.reference is None:
            scope.report(messages.NOT_A_REFERENCE, at, key=key, field=step, entity=owner.name, path=text)
            return None
        optional = optional or reference.optional
        owner = scope.entity(reference.reference)
    found = _field(scope, last, owner, entity, at, key=key)
    if found is None:
        return None
    return path_of(entity, tuple(steps), owner, found, optional=optional or found.optional)


def _field(scope: Scope, name: str, owner: Entity, start: Entity, at: KeyPath, *, key: bool) -> Field | None:
    found = owner.fields.get(name)
    if found is None:
        known, labels = list(owner.fields), {code: each.label for code, each in owner.fields.items()}
        if owner is start:
            children = children_of(scope.vocabulary, owner)
            known += [each.name for each in scope.policy.definitions if each.subject == owner.name]
            known += [each.plural for each in children]
            labels |= {each.plural: each.label for each in children}
        near = _meant(name, known, labels)
        scope.report(messages.UNKNOWN_FIELD, at, key=key, name=name, entity=owner.name, suggestion=near)
    return found


def _meant(name: str, known: Iterable[str], labels: Mapping[str, Label]) -> Text:
    """The nearest known name; or the code, where a label stands for it; or else what is known."""
    names = tuple(known)
    code = next((code for code, label in labels.items() if name in (label.zh, label.en)), None)
    if code is None or nearest(name, names) is not None:
        return suggestion(name, names)
    return Text(f"这是 `{code}` 的名称，请写 `{code}`。", f"This is the label of `{code}`; write `{code}`.")


def path_of(entity: Entity, steps: tuple[str, ...], owner: Entity, field: Field, *, optional: bool) -> Path:
    """The path to a field of `owner`, with the field's domain; where a reference on the way may be none, so may it."""
    lowest, highest = field.minimum, field.maximum
    choices = BOOLEAN_CHOICES if field.type is FieldType.BOOLEAN else frozenset(field.choices) or None
    return Path(
        entity=entity.name,
        steps=steps,
        owner=owner.name,
        field=field.name,
        type=field.type,
        optional=optional,
        digits=field.digits,
        lo=lowest if isinstance(lowest, Fraction) else None,
        hi=highest if isinstance(highest, Fraction) else None,
        earliest=lowest if isinstance(lowest, date) else date.min,
        latest=highest if isinstance(highest, date) else date.max,
        choices=choices,
        reference=field.reference,
    )


def children_of(vocabulary: Vocabulary, parent: Entity) -> list[Entity]:
    """The entities that declare to belong to `parent`."""
    return [entity for entity in vocabulary.entities.values() if parent.name in entity.belongs_to]


def resolve_relation(scope: Scope, plural: str, parent: Entity, at: KeyPath, *, key: bool = False) -> Relation | None:
    """The children that a plural means for a row of `parent`; relations are declared, never searched."""
    child = scope.vocabulary.by_plural(plural)
    steps = None if child is None else child.belongs_to.get(parent.name)
    if child is None or steps is None:
        children = {entity.plural: entity.label for entity in children_of(scope.vocabulary, parent)}
        known = tuple(children)
        declared = (
            Text(f"已声明的有：{listed(known).zh}。", f"Declared are: {listed(known).en}.")
            if children
            else Text("没有实体声明属于它。", "No entity declares to belong to it.")
        )
        near = _meant(plural, children, children) if child is None and children else declared
        scope.report(messages.UNDECLARED_RELATION, at, key=key, plural=plural, parent=parent.name, declared=near)
        return None
    return Relation(parent=parent.name, child=child.name, plural=plural, steps=steps)


def resolve_chain(scope: Scope, subject: Entity, ancestor: str, at: KeyPath) -> tuple[str, ...]:
    """The references from a subject to the jurisdiction; none where it is of that kind itself."""
    if subject.name == ancestor:
        return ()
    steps = subject.belongs_to.get(ancestor)
    if steps is None:
        known = listed(sorted(subject.belongs_to))
        scope.report(messages.NO_CHAIN, at, subject=subject.name, ancestor=ancestor, known=known)
        return ()
    return steps
