"""Facts brought to a backend as rows of its queries: for small fact bases, and for backends in this process."""

from collections.abc import Mapping
from dataclasses import replace

from policyengine.backends.backend import Backend
from policyengine.facts.tables import FactBase, Table


def moved(facts: FactBase, backend: Backend) -> FactBase:
    """The same facts, checked already, for another backend; nothing is written there."""
    tables: Mapping[str, Table] = {
        name: replace(table, frame=backend.literal(table.frame.collect()).to_native())
        for name, table in facts.tables.items()
    }
    return replace(facts, tables=dict(tables), backend=backend)
