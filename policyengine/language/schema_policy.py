"""JSON Schema of policies and waivers, made of the tables that their readers check by."""

from policyengine.language import keys
from policyengine.language.conditions import SPANS
from policyengine.language.measures import ENDED, INNER, UNSPECIFIED
from policyengine.language.models import Modality
from policyengine.language.names import RESERVED
from policyengine.language.schema_parts import (
    DATE_PATTERN,
    Schema,
    any_of,
    document,
    keyed,
    listing,
    named,
    ref,
    words,
)
from policyengine.language.statuses import DEFINITE
from policyengine.language.uncodified import REASONS


def _chosen(value: Schema) -> Schema:
    """A mapping under names that the policy chooses."""
    return named(value, RESERVED)


_SHIFT_FORM: Schema = {
    "allOf": [
        {"oneOf": [{"required": ["after"]}, {"required": ["before"]}]},
        {"oneOf": [{"required": [unit]} for unit in keys.DATE_UNITS]},
    ]
}

_OPERANDS: dict[str, Schema] = {
    "field_operand": keyed(keys.FIELD_OPERAND),
    "shifted": keyed(keys.SHIFTED, **_SHIFT_FORM),
    "operand": any_of(ref("text"), ref("field_operand"), ref("shifted")),
    "day": any_of(ref("date"), ref("target"), ref("field_operand"), ref("shifted")),
    "whole": any_of({"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^[0-9]{1,7}$"}, ref("target")),
    "span": words(SPANS),
}

_CONDITIONS: dict[str, Schema] = {
    "condition": keyed(
        keys.GROUPS,
        additionalProperties=ref("test"),
        propertyNames={"not": words(key for key in keys.TEST if key not in keys.GROUPS)},
    ),
    "conditions": listing(ref("condition")),
    "negated": {"allOf": [ref("condition"), {"minProperties": 1, "maxProperties": 1}]},
    "test": any_of(
        ref("text"),
        listing(ref("operand")),
        ref("field_operand"),
        ref("shifted"),
        keyed(keys.COMPARES, minProperties=1),
        *(keyed({key: keys.TEST[key]}, minProperties=1) for key in keys.TEST if key not in keys.COMPARES),
    ),
    "counted": keyed(keys.COUNTED, anyOf=[{"required": [key]} for key in keys.NUMBER_COMPARATORS]),
}

_MEASURES: dict[str, Schema] = {
    **{f"measure_{kind}": keyed(table) for kind, table in keys.MEASURES.items()},
    "measure": any_of({"const": UNSPECIFIED}, *(ref(f"measure_{kind}") for kind in keys.MEASURES)),
    "inner_measure": any_of(*(ref(f"measure_{kind}") for kind in INNER)),
    "ended": words(ENDED),
}

_REQUIREMENTS: Schema = {
    "oneOf": [
        {"required": ["measure", "require"], "properties": {"require": ref("comparisons"), "evidence": False}},
        {
            "required": ["require"],
            "properties": {
                "require": {"allOf": [ref("condition"), {"minProperties": 1}]},
                "measure": False,
                "evidence": False,
            },
        },
        {"required": ["evidence"], "properties": {"measure": False, "require": False}},
    ]
}

_RULES: dict[str, Schema] = {
    "comparisons": keyed(keys.NUMBER_COMPARATORS, minProperties=1),
    "require": any_of(ref("comparisons"), {"allOf": [ref("condition"), {"minProperties": 1}]}),
    "evidence": keyed(keys.EVIDENCE),
    "due": any_of(words(("year_end", "standing")), ref("day")),
    "modality": words(Modality),
    "citation": keyed(keys.CITATION),
    "citations": any_of(ref("citation"), listing(ref("citation"))),
    "rules": _chosen(keyed(keys.RULE, **_REQUIREMENTS)),
    "readings": _chosen(keyed(keys.READING)),
}

_CONSEQUENCES: dict[str, Schema] = {
    "consequences": _chosen(keyed(keys.CONSEQUENCE)),
    "grounds": keyed(
        keys.GROUNDS,
        minProperties=1,
        additionalProperties=ref("test"),
        propertyNames={"not": words(key for key in keys.TEST if key not in keys.GROUNDS)},
    ),
    "grounds_listed": listing(ref("grounds")),
    "verdicts": {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": any_of(words(DEFINITE), listing(words(DEFINITE))),
    },
    "not_verdicts": keyed({"verdicts": keys.GROUNDS["verdicts"]}, minProperties=1),
}

_PARTS: dict[str, Schema] = {
    "language": {"enum": [1, "1"]},
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "jurisdiction": any_of(
        {"const": "national"},
        {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": ref("text")},
    ),
    "period": keyed(keys.PERIOD),
    "vocabulary": any_of(ref("text"), ref("words")),
    "source": keyed(keys.SOURCE),
    "value": any_of({"const": UNSPECIFIED}, ref("number"), ref("date")),
    "target_value": any_of(
        ref("value"),
        {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": DATE_PATTERN},
            "additionalProperties": ref("value"),
        },
    ),
    "targets": _chosen(keyed(keys.TARGET)),
    "cases": listing(keyed(keys.TABLE_CASE)),
    "definitions": _chosen(
        keyed(
            keys.DEFINITION,
            oneOf=[{"required": [form]} for form in ("where", "judged", "cases")],
            dependentRequired={"otherwise": ["cases"]},
        )
    ),
    "weight": any_of(ref("number"), ref("target")),
    "index": _chosen(keyed(keys.INDEX_PART)),
    "indicators": _chosen(keyed(keys.INDICATOR)),
    "reason": words(REASONS),
    "uncodified": listing(
        keyed(
            keys.UNCODIFIED,
            dependentSchemas={"of": {"properties": {"reason": {"const": "repeats"}}}},
            **{"if": {"properties": {"reason": {"const": "repeats"}}}, "then": {"required": ["of"]}},
        )
    ),
}

POLICY_SCHEMA = document(
    "政策", keys.POLICY, {**_OPERANDS, **_CONDITIONS, **_MEASURES, **_RULES, **_CONSEQUENCES, **_PARTS}
)

WAIVERS_SCHEMA = document("豁免", keys.WAIVERS, {"waivers": listing(keyed(keys.WAIVER))})
