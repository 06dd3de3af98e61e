"""Columns of a source that nothing reads: neither fields nor determinations that a plan names."""

from collections.abc import Iterable

from policyengine.facts import messages
from policyengine.facts.tables import FactBase
from policyengine.reading.findings import Finding
from policyengine.reading.place import Place
from policyengine.reading.text import listed


def unclaimed_columns(facts: FactBase, determinations: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    """A note for each table with columns that are no fields and are not among the (entity, column) determinations."""
    named = set(determinations)
    found = []
    for table in facts.tables.values():
        columns = [column for column in table.unclaimed if (table.entity, column) not in named]
        if columns:
            place = Place(table.file)
            found.append(Finding.of(messages.UNUSED_COLUMNS, place, entity=table.entity, columns=listed(columns)))
    return tuple(found)
