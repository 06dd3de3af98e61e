"""JSON Schema of vocabularies, made of the tables that their reader checks by."""

from policyengine.language.schema_parts import Schema, any_of, document, keyed, named, ref, words
from policyengine.vocabulary import keys
from policyengine.vocabulary.codes import SCHEMES

_CHAIN: Schema = {"type": "string", "pattern": r"^[a-z]\w*(\.[a-z]\w*)*$"}

_FIELD: Schema = any_of(
    words(keys.TYPES),
    keyed(keys.FIELD, oneOf=[{"required": [type_]} for type_ in keys.TYPES]),
)

# `id` and `name` are built in; only what is said of them for people may change.
_BUILT_IN: Schema = keyed({key: keys.FIELD[key] for key in ("label", "personal")})

VOCABULARY_SCHEMA = document(
    "词汇表",
    keys.VOCABULARY,
    {
        "entities": named(keyed(keys.ENTITY)),
        "label": any_of(ref("text"), keyed(keys.LABEL)),
        "belongs_to": named(_CHAIN),
        "lifetime": keyed(keys.LIFETIME, minProperties=1),
        "fields": {**named(_FIELD), "properties": {"id": _BUILT_IN, "name": _BUILT_IN}},
        "nothing": keyed(keys.NOTHING_MORE),
        "integer_bounds": keyed(keys.INTEGER),
        "decimal_bounds": keyed(keys.DECIMAL),
        "date_bounds": keyed(keys.DATE),
        "count": {"type": "integer", "minimum": 1},
        "choices": {"type": "object", "minProperties": 1, "additionalProperties": ref("label")},
        "scheme": words(SCHEMES),
    },
)
