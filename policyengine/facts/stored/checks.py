"""What is asked of a stored table: one query counts what fails, another names some of it where anything does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Backend
from policyengine.backends.queries import Query
from policyengine.facts import messages
from policyengine.facts.checks import NOT_READ, choices_text
from policyengine.facts.normalise import greatest_stored, least_stored
from policyengine.facts.refusals import Refusal
from policyengine.facts.stored.cells import StoredCells
from policyengine.reading.findings import Message
from policyengine.vocabulary.codes import SCHEMES
from policyengine.vocabulary.models import Entity, Field, FieldType
from policyengine.vocabulary.personal import about_persons
from policyengine.vocabulary.work_record import REQUIRED, WORK_RECORD

KEY = "__id"


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A field, the header that holds it, and its cells; `number` tells its staged columns from others'."""

    field: Field
    header: str
    cells: StoredCells
    number: int

    @property
    def raw(self) -> str:
        """The cell as the source has it, as text, in the staged frame."""
        return f"__raw{self.number}"

    @property
    def value(self) -> ex.Expr:
        """The typed value, in the staged frame."""
        return ex.col(f"__value{self.number}")

    @property
    def refused(self) -> ex.Expr:
        """Whether something stands here that cannot be read, in the staged frame; never null."""
        return ex.col(f"__refused{self.number}")


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """One thing that may be wrong with a row; `values` fill the message."""

    column: StoredColumn
    fails: ex.Expr
    message: Message
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Staged:
    """A table made ready to be checked; `name` is what its refusals are said of."""

    name: str
    frame: Query
    columns: tuple[StoredColumn, ...]
    checks: tuple[StoredCheck, ...]
    of_persons: bool


def staged(name: str, entity: Entity, frame: Query, columns: Sequence[StoredColumn]) -> Staged:
    """The table's cells side by side with what was read from them."""
    made = []
    for column in columns:
        refused = column.cells.refused
        made += [
            ex.col(column.header).cast(ex.String).alias(column.raw),
            column.cells.value.alias(f"__value{column.number}"),
            (ex.lit(False) if refused is None else refused.fill_null(False)).alias(f"__refused{column.number}"),
        ]
    key = next((column.value for column in columns if column.field.name == "id"), ex.lit(None, dtype=ex.String))
    ready = frame.select(made).with_columns(key.alias(KEY))
    required = REQUIRED if entity.name == WORK_RECORD else frozenset[str]()
    return Staged(name, ready, tuple(columns), tuple(_checks(entity, columns, required)), about_persons(entity))


def what_is_wrong(backend: Backend, tables: Sequence[Staged]) -> list[Refusal]:
    """Some of the rows of each table that fail, for each thing that is wrong with them."""
    counted = [
        table.frame.select(_count(check.fails).alias(f"fails{n}") for n, check in enumerate(table.checks))
        for table in tables
    ]
    found = backend.collected(counted)
    failing = [
        (table, check)
        for table, counts in zip(tables, found, strict=True)
        for n, check in enumerate(table.checks)
        if counts[f"fails{n}"].item()
    ]
    rows = backend.few(
        [table.frame.filter(check.fails).select(KEY, ex.col(check.column.raw).alias("raw")) for table, check in failing]
    )
    refusals = [
        Refusal.of(
            check.message,
            _row_of(table, key),
            None,
            check.column.header,
            raw,
            personal=check.column.field.personal,
            spoils=None,
            **check.values,
        )
        for (table, check), named in zip(failing, rows, strict=True)
        for key, raw in named.sort(KEY, "raw").rows()
    ]
    return [*refusals, *_repeated(backend, tables)]


def _count(fails: ex.Expr) -> ex.Expr:
    return ex.when(fails).then(ex.lit(1, dtype=ex.Int64)).otherwise(ex.lit(0, dtype=ex.Int64)).sum().cast(ex.Int64)


def _row_of(table: Staged, key: str | None) -> str:
    """The table, and which row of it, where ids may be told."""
    return table.name if key is None or table.of_persons else f"{table.name} id={key}"


def _repeated(backend: Backend, tables: Sequence[Staged]) -> Iterator[Refusal]:
    """Ids that stand more than once."""
    keyed = [(table, column) for table in tables for column in table.columns if column.field.name == "id"]
    frames = [
        table.frame.filter(~ex.col(KEY).is_null())
        .with_columns(ex.lit(1, dtype=ex.Int64).alias("__one"))
        .grouped([KEY], ex.col("__one").sum().cast(ex.Int64).alias("times"))
        .filter(ex.col("times") > 1)
        .select(KEY)
        for table, _ in keyed
    ]
    for (table, column), found in zip(keyed, backend.few(frames), strict=True):
        for (key,) in found.sort(KEY).rows():
            place = (table.name, None, column.header, key)
            yield Refusal.of(messages.DUPLICATE_ID, *place, personal=table.of_persons, entity=table.name)


def _checks(entity: Entity, columns: Sequence[StoredColumn], required: frozenset[str]) -> Iterator[StoredCheck]:
    """All checks of single rows: cells, fields that are `required`, and lifetimes."""
    by_field = {column.field.name: column for column in columns}
    for column in columns:
        yield from _of_cell(column)
        empty = column.value.is_null() & ~column.refused
        if column.field.name == "id":
            yield StoredCheck(column, empty, messages.EMPTY_ID)
        elif column.field.name in required:
            yield StoredCheck(column, empty, messages.EMPTY_REQUIRED)
    lifetime = entity.lifetime
    start = by_field.get(lifetime.start) if lifetime and lifetime.start else None
    end = by_field.get(lifetime.end) if lifetime and lifetime.end else None
    if start is not None and end is not None:
        names: dict[str, object] = {"start": start.header, "end": end.header}
        yield StoredCheck(end, end.value < start.value, messages.ENDS_BEFORE_START, names)


def _of_cell(column: StoredColumn) -> Iterator[StoredCheck]:
    field = column.field
    message = NOT_READ.get(field.type)
    if message is not None:
        yield StoredCheck(column, column.refused, message, {"digits": field.digits, "choices": choices_text(field)})
    if field.type is FieldType.CODE and field.code is not None:
        scheme = SCHEMES[field.code]
        wrong = ~column.value.contains(f"^({scheme.pattern})$")
        yield StoredCheck(column, wrong, messages.WRONG_CODE, {"reason": scheme.wrong_form})
    if (least := least_stored(field)) is not None:
        yield StoredCheck(column, column.value < ex.lit(least), messages.BELOW_MINIMUM, _bound(field.minimum))
    if (greatest := greatest_stored(field)) is not None:
        yield StoredCheck(column, column.value > ex.lit(greatest), messages.ABOVE_MAXIMUM, _bound(field.maximum))


def _bound(bound: object) -> dict[str, object]:
    return {"bound": str(bound)}
