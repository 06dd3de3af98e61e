"""What is known: one table an entity, lazily read, each row with the file and row it came from.

A table's frame is normalised. Its columns are `id`, those fields of the entity that the source has, further columns of
the source under their own names (an office's determinations are found there), and:

- `__file` (an index into `FactBase.files`) and `__row` (counted as the source's own program counts it);
- `<field>__unknown` for an optional field some of whose cells are unknown: there null alone means none, which is known.

Types: text, enum, code and reference are strings (enums as codes), boolean is boolean, integer is Int64, decimal is
Int64 scaled by its digits, date is Date. In a field that is not optional null is unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from policyengine.backends.backend import Backend
from policyengine.backends.expressions import Expr
from policyengine.backends.polars import POLARS
from policyengine.facts.refusals import Refusal
from policyengine.reading.findings import Finding
from policyengine.vocabulary.models import Vocabulary

FILE_COLUMN = "__file"
ROW_COLUMN = "__row"
UNKNOWN_SUFFIX = "__unknown"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one entity.

    `supplied` is false where no source gives the entity: the frame is then empty and nothing is known of it.
    `complete` says that rows that are not here do not exist; it is false where the table is not supplied.
    `unclaimed` are the source's columns that are no fields; of several files, `file` is the first.
    """

    entity: str
    frame: pl.LazyFrame
    columns: frozenset[str]
    supplied: bool
    complete: bool
    file: str = ""
    unclaimed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactBase:
    """All tables of a vocabulary, the files they came from, and the date at which undated fields were true.

    `digest` computes `sha256`. `notes` tell of files that no entity claims, and of what in spreadsheets was taken
    for what. `quarantine` has what was refused and set aside; where it is `None`, what is refused is an error.
    `hashed` are entities no two of whose ids have the same hash, and to which every reference is one of these ids.
    """

    vocabulary: Vocabulary = field(repr=False)
    tables: dict[str, Table] = field(repr=False)
    files: tuple[str, ...]
    snapshot_on: date | None
    digest: Callable[[], str] = field(repr=False)
    notes: tuple[Finding, ...] = ()
    backend: Backend = POLARS
    quarantine: tuple[Refusal, ...] | None = None
    hashed: frozenset[str] = frozenset()

    def key(self, entity: str, ids: Expr) -> Expr | None:
        """Numbers to join by in the place of an entity's ids, and of references to them; `None` where texts serve."""
        return self.backend.key(ids) if entity in self.hashed else None

    @property
    def sha256(self) -> str:
        """What identifies the facts: a digest of the files' bytes, or of the tables' rows where they came from memory,
        with the snapshot's date and what is complete. Computed when first asked for.
        """
        return self.digest()

    def table(self, entity: str) -> Table:
        """The entity's table; a table that was not supplied is empty and incomplete."""
        return self.tables[entity]


def absent(entity: str) -> Table:
    """The table of an entity that no source gives."""
    columns = {"id": pl.String, FILE_COLUMN: pl.UInt32, ROW_COLUMN: pl.UInt32}
    return Table(entity, pl.LazyFrame(schema=columns), frozenset(columns), supplied=False, complete=False)
