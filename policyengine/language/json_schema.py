"""JSON Schemas of the files that staff write, so that editors complete keys and explain them in Chinese."""

from copy import deepcopy
from typing import Literal

from policyengine.language.schema_facts import FACTS_SCHEMA
from policyengine.language.schema_parts import Schema
from policyengine.language.schema_policy import POLICY_SCHEMA, WAIVERS_SCHEMA
from policyengine.language.schema_vocabulary import VOCABULARY_SCHEMA

SchemaKind = Literal["policy", "vocabulary", "facts", "waivers"]

_SCHEMAS: dict[SchemaKind, Schema] = {
    "policy": POLICY_SCHEMA,
    "vocabulary": VOCABULARY_SCHEMA,
    "facts": FACTS_SCHEMA,
    "waivers": WAIVERS_SCHEMA,
}


def json_schema(kind: SchemaKind) -> Schema:
    """The schema (draft 2020-12) of one kind of file.

    It knows what each file's reader knows of shapes; what names mean, and whether they exist, is for `check` alone.
    """
    return deepcopy(_SCHEMAS[kind])
