"""JSON Schema of case files, made of the tables that their reader checks by."""

from policyengine.authoring.cases import keys
from policyengine.authoring.cases.expected import TRUTHS
from policyengine.language.schema_parts import DATE_PATTERN, any_of, document, keyed, listing, named, ref, words
from policyengine.language.statuses import Status

_CELL = any_of(ref("text"), {"type": "null"})

CASES_SCHEMA = document(
    "案例",
    keys.FILE,
    {
        "vocabulary": any_of(ref("text"), ref("words")),
        "words_by_name": named(ref("text")),
        "values": named(any_of(ref("number"), ref("date"))),
        "facts": named({"type": "array", "items": ref("row")}),
        "row": {
            "type": "object",
            "properties": {keys.REPEAT: {"type": "integer", "minimum": 1}},
            "additionalProperties": _CELL,
        },
        "defaults": named({"type": "object", "additionalProperties": _CELL}),
        "tests": listing(any_of(keyed(keys.CASE), keyed(keys.GROUP))),
        "expect": any_of(ref("status"), keyed(keys.EXPECT)),
        "readings": named(ref("expect")),
        "days": {
            "type": "object",
            "propertyNames": {"pattern": DATE_PATTERN},
            "additionalProperties": ref("expect"),
        },
        "status": words((*Status, keys.NO_VERDICT)),
        "bound": any_of(ref("number"), words(("inf", "-inf"))),
        "follows": named(words(TRUTHS)),
        "listed": {"type": "array", "items": ref("text")},
        "survivors": listing(keyed(keys.SURVIVOR)),
    },
)
"""The schema (draft 2020-12); whether rules, entities and fields exist is for the reader alone."""
