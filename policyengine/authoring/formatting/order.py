"""The order of keys: that of the language's key tables, which is that of docs/language.md."""

from collections.abc import Mapping

from policyengine.authoring.formatting.written import Branch, Entry, Leaf, Written
from policyengine.language import keys
from policyengine.reading.keys import KeyTable

_TABLES: Mapping[str, KeyTable] = {
    "period": keys.PERIOD,
    "source": keys.SOURCE,
    "evidence": keys.EVIDENCE,
    "citations": keys.CITATION,
    "cases": keys.TABLE_CASE,
    "uncodified": keys.UNCODIFIED,
}
"""What stands under keys of a shape: a mapping with these keys, or a list of them."""

_NAMED: Mapping[str, KeyTable] = {
    "targets": keys.TARGET,
    "definitions": keys.DEFINITION,
    "rules": keys.RULE,
    "readings": keys.READING,
    "indicators": keys.INDICATOR,
    "index": keys.INDEX_PART,
    "consequences": keys.CONSEQUENCE,
}
"""What stands under each name below keys of a shape."""


def put_in_order(node: Written, table: KeyTable = keys.POLICY) -> None:
    """Put the keys of a mapping and of all that stands below into the order of their tables.

    Names keep the order of the file, and so do conditions and comparisons; keys that no table has come last.
    """
    if not isinstance(node, Branch):
        return
    if not node.mapping:
        for entry in node.entries:
            put_in_order(entry.value, table)
        return
    places = {name: n for n, name in enumerate(table)}
    node.entries.sort(key=lambda entry: places.get(_name(entry), len(places)))
    for entry in node.entries:
        key = table.get(_name(entry))
        if key is not None:
            _below(entry.value, key.shape)


def _below(node: Written, shape: str) -> None:
    if shape in _TABLES:
        put_in_order(node, _TABLES[shape])
    elif shape in ("measure", "inner_measure"):
        put_in_order(node, _measure(node))
    elif shape in _NAMED and isinstance(node, Branch):
        for entry in node.entries:
            put_in_order(entry.value, _NAMED[shape])


def _measure(node: Written) -> KeyTable:
    """The keys of a measure, by the one that says what is measured."""
    names = {_name(entry) for entry in node.entries} if isinstance(node, Branch) else set()
    return next((table for kind, table in keys.MEASURES.items() if kind in names), {})


def _name(entry: Entry) -> str:
    return entry.key.value if isinstance(entry.key, Leaf) else ""
