"""An office's determination that a database has as a word or a number, read as yes or no."""

from dataclasses import replace

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Backend
from policyengine.facts import messages
from policyengine.facts.columns import FLAG
from policyengine.facts.normalise import MARKERS
from policyengine.facts.refusals import Refusal
from policyengine.facts.stored.cells import stored_cells
from policyengine.facts.tables import Table


def stored_judgement(backend: Backend, table: Table, name: str, *, personal: bool) -> tuple[Table, list[Refusal]]:
    """The table with the column as a boolean, and some of the cells that are neither yes nor no."""
    frame = backend.query(table.frame)
    dtype = frame.collect_schema()[name]
    cells = stored_cells(FLAG, ex.col(name), dtype, MARKERS, backend)
    if cells is None:
        refusal = Refusal.of(messages.UNSUPPORTED_COLUMN, table.file, column=name, type=str(dtype), field=name)
        return table, [refusal]
    found = frame.with_columns(cells.value.alias(name))
    if cells.refused is None:
        return replace(table, frame=found.to_native()), []
    rows = backend.few([frame.filter(cells.refused).select(ex.col(name).cast(ex.String))])[0]
    refusals = [
        Refusal.of(messages.NOT_JUDGED, table.file, None, name, value, personal=personal) for (value,) in rows.rows()
    ]
    return replace(table, frame=found.to_native()), refusals
