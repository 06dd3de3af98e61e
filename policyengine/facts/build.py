"""From a raw table to a checked one."""

from dataclasses import dataclass

import polars as pl

from policyengine.facts import messages
from policyengine.facts.columns import plan_columns, settled
from policyengine.facts.headers import match_headers
from policyengine.facts.normalise import MARKERS, readable
from policyengine.facts.refusals import Refusal
from policyengine.facts.sources import RawTable, Wanted
from policyengine.facts.tables import Table
from policyengine.facts.validate import normalised, survey
from policyengine.vocabulary.models import Entity


@dataclass(frozen=True, slots=True)
class Built:
    """A table, or all that is wrong with it; in a quarantine both.

    `hashed` says that no two of its ids have the same hash.
    """

    table: Table | None
    refusals: tuple[Refusal, ...] = ()
    hashed: bool = False


def build_table(entity: Entity, raw: RawTable, wanted: Wanted, *, complete: bool, quarantine: bool = False) -> Built:
    """Match headers, read and check all cells, and leave a frame as `tables.py` describes it.

    In a `quarantine` there is a table too where single cells and rows are refused; they are still in it.
    """
    file = raw.files[0]
    headers, refusals = match_headers(entity, raw.headers, wanted.columns, file)
    if refusals:
        return Built(None, tuple(refusals))
    columns, refusals = plan_columns(entity, raw, headers, MARKERS | wanted.unknown)
    if refusals:
        return Built(None, tuple(refusals))
    try:
        columns = settled(raw, columns)
        found = survey(entity, raw, columns)
    except (pl.exceptions.PolarsError, OSError) as error:
        return Built(None, (Refusal.of(messages.UNREADABLE_FILE, file, reason=_first_line(error)),))
    refused = (*raw.refusals, *found.refusals)
    if refused and not (quarantine and all(refusal.spoils for refusal in refused)):
        return Built(None, refused)
    schema = raw.frame.collect_schema()
    kept = tuple(header for header in headers.others if readable(schema[header]))
    frame = normalised(raw, columns, kept, found)
    if not raw.lazy:
        frame = frame.collect().lazy()
    columns_now = frozenset(frame.collect_schema())
    table = Table(entity.name, frame, columns_now, True, complete, file, tuple(headers.others))
    return Built(table, refused, found.hashed)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
