"""What is personal: fields marked so, and all that would tell of whom a row is.

A field is personal where the vocabulary says `personal: true`. Rows whose ids are personal are of persons: so are their
names, and the fields that refer to them. Every output masks what is personal unless it is asked not to.
"""

from collections.abc import Mapping

from policyengine.reading.text import Text
from policyengine.vocabulary.models import Entity, Vocabulary

HIDDEN = Text("（个人信息，不显示）", "(personal, not shown)")


def about_persons(entity: Entity) -> bool:
    """Whether the rows of an entity are of persons: their ids are personal."""
    return entity.fields["id"].personal


def is_personal(entity: Entity, column: str) -> bool:
    """Whether what stands in a column is personal; of rows of persons also a column that is no field."""
    field = entity.fields.get(column)
    return about_persons(entity) if field is None else field.personal


def with_persons(entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """The entities, of which the names of persons and every field that refers to a person are personal."""
    persons = {name for name, entity in entities.items() if about_persons(entity)}
    return {name: _with_persons(entity, persons) for name, entity in entities.items()}


def _with_persons(entity: Entity, persons: set[str]) -> Entity:
    fields = {
        name: field.model_copy(update={"personal": True})
        if field.reference in persons or (name == "name" and entity.name in persons)
        else field
        for name, field in entity.fields.items()
    }
    return entity.model_copy(update={"fields": fields})


def row_words(vocabulary: Vocabulary, entity: str, row_id: str) -> Text:
    """A row as messages may name it: its kind and its id, if that is not personal."""
    if about_persons(vocabulary.entities[entity]):
        return Text(f"{entity}{HIDDEN.zh}", f"{entity} {HIDDEN.en}")
    return Text(f"{entity} `{row_id}`", f"{entity} `{row_id}`")
