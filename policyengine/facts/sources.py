"""What every format's reader hands on: a table as its source has it, before any value is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from policyengine.facts.refusals import Refusal
from policyengine.reading.findings import Finding
from policyengine.vocabulary.models import Entity, Vocabulary
from policyengine.vocabulary.names import folded

Progress = Callable[[str, int], None]
"""Is told which file is being read, and how many of its rows have been."""


def untold(_file: str, _rows: int) -> None:
    """For whoever does not ask about progress."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table under its own headers; its frame has `__row`, and `__file`, which counts on from `first_file`, besides.

    `lazy` says that the frame is read again at every use, so that it is not to be kept in memory. Of a spreadsheet's
    table `notes` tell what was taken for what, `refusals` what could not be; `written` leads from headers to the
    columns that show what stood there, where that was rewritten; `supplied` is false where it was not filled in at all.
    """

    frame: pl.LazyFrame
    headers: tuple[str, ...]
    files: tuple[str, ...]
    first_file: int
    lazy: bool = False
    notes: tuple[Finding, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    supplied: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `facts.yaml` says about one entity's table; `columns` leads from fields to headers."""

    file: str | None = None
    table: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    complete: bool | None = None
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Supplied:
    """A source's tables by entity, before they are checked; without `digest` the rows themselves are digested."""

    tables: Mapping[str, RawTable]
    wanted: Mapping[str, Wanted] = field(default_factory=dict)
    snapshot_on: date | None = None
    notes: tuple[Finding, ...] = ()
    digest: Callable[[], str] | None = None


def entities_by_name(vocabulary: Vocabulary) -> dict[str, Entity]:
    """Entities by each (folded) name under which a source may keep their rows: name, plural, and labels."""
    return {
        folded(name): entity
        for entity in vocabulary.entities.values()
        for name in (entity.label.en, entity.label.zh, entity.plural, entity.name)
    }
