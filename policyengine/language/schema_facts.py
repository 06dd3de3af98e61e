"""JSON Schema of `facts.yaml`, made of the tables that its reader checks by."""

from policyengine.language import facts_keys
from policyengine.language.schema_parts import document, keyed, named, ref

FACTS_SCHEMA = document(
    "事实",
    facts_keys.FACTS,
    {
        "tables": named(keyed(facts_keys.TABLE)),
        "columns": {"type": "object", "additionalProperties": ref("text")},
    },
)
