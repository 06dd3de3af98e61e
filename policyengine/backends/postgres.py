"""PostgreSQL, through Ibis: everything is computed inside the database."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import ClassVar

import ibis
import narwhals.stable.v2 as nw
import polars as pl
import psycopg
import sqlglot.expressions as sge
from ibis.backends.postgres import Backend as IbisPostgres
from ibis.common.exceptions import TableNotFound
from narwhals.dtypes import DType
from psycopg.pq import TransactionStatus

from policyengine.backends.backend import ZONE, Frame
from policyengine.backends.database import Database
from policyengine.backends.errors import failed
from policyengine.backends.expressions import Expr, Width, lit, when
from policyengine.backends.queries import Query, from_native
from policyengine.reading.text import NOTHING, Text

NULL = "\\N"
SQL_TYPES = {pl.String: "TEXT", pl.Boolean: "BOOLEAN", pl.Int64: "BIGINT", pl.Date: "DATE", pl.UInt32: "BIGINT"}

RIGHTS_LACKING, DISK_FULL, CANCELLED = "42501", "53100", "57014"
LOST = ("08", "57P")
"""How the codes of errors begin (`SQLSTATE`) after which there is no connection; without any, the server is silent."""

WAYS_OUT = {
    RIGHTS_LACKING: Text(
        "请让管理员授予该角色读取这些表的权利：GRANT SELECT ON … TO …",
        "Have the role granted the right to read these tables: GRANT SELECT ON … TO …",
    ),
    DISK_FULL: Text(
        "服务器的磁盘已满：请腾出空间，或分几次评价各方案。",
        "The server's disk is full: free some space, or evaluate the policies one by one.",
    ),
    CANCELLED: Text(
        "查询被取消；如因 `statement_timeout`，请为该角色放宽。",
        "The query was cancelled; if by `statement_timeout`, allow the role more.",
    ),
}
RECONNECT = Text(
    "请查看服务器和网络，然后重新运行；数据库中没有写入任何内容。",
    "See to the server and the network, and run it again: nothing was written to the database.",
)


class PostgresBackend(Database):
    """Frames are Ibis tables of one connection; a query is one statement, and nothing is written."""

    name: ClassVar[str] = "postgres"
    widest: ClassVar[int | None] = 600
    wide: ClassVar[Width] = nw.Decimal(38, 0)
    narrow: ClassVar[Width] = nw.Int16()

    def __init__(self, connection: IbisPostgres) -> None:
        self.connection = connection

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Its own errors as `BackendError`s."""
        try:
            yield
        except psycopg.Error as error:
            raise failed("PostgreSQL", error, way_out(error)) from error

    def literal(self, rows: pl.DataFrame) -> Query:
        """The rows as `VALUES` within the statement."""
        kinds = {name: SQL_TYPES[type(dtype)] for name, dtype in rows.schema.items()}
        given = rows.rows() or [(None,) * rows.width]
        tuples = [
            sge.Tuple(expressions=[sge.cast(_sql(cell), kind) for cell, kind in zip(row, kinds.values(), strict=True)])
            for row in given
        ]
        alias = sge.TableAlias(this=sge.to_identifier("v"), columns=[sge.to_identifier(n, quoted=True) for n in kinds])
        query = sge.select("*").from_(sge.Values(expressions=tuples, alias=alias))
        if rows.is_empty():
            query = query.where(sge.false())
        schema = {name: _IBIS_TYPES[kind] for name, kind in kinds.items()}
        return from_native(self.connection.sql(query.sql("postgres"), schema=ibis.schema(schema)))

    def held(self, frames: Sequence[Query]) -> list[Query]:
        """As they are: the database computes what is read twice once."""
        return list(frames)

    def nothing(self, dtype: Width) -> Expr:
        """Not as a literal: what is equal to a null literal, Ibis takes to be null."""
        null = lit(None, dtype=dtype)
        return when(lit(False)).then(null).otherwise(null)

    def collected(self, frames: Sequence[Query | Frame]) -> list[pl.DataFrame]:
        """Each frame's rows by `COPY … TO STDOUT`, for which the right to read suffices; all in one transaction."""
        with self.failures(), self._one_moment():
            return [self._copied(frame) for frame in frames]

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """What others commit within the block is not seen in it, unless the caller has begun a transaction already."""
        connection: psycopg.Connection = self.connection.con
        idle = connection.info.transaction_status is TransactionStatus.IDLE
        with connection.transaction():
            if idle:
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    def _copied(self, frame: Query | Frame) -> pl.DataFrame:
        copied = io.BytesIO()
        statement = f"COPY ({self.explained(frame)}) TO STDOUT (FORMAT csv, HEADER false, NULL '{NULL}')"
        with self.connection.con.cursor() as cursor, cursor.copy(statement) as copy:
            for block in copy:
                copied.write(block)
        schema = {name: _POLARS_TYPES.get(type(kind), pl.Int128) for name, kind in frame.collect_schema().items()}
        if not copied.tell():
            return pl.DataFrame(schema=schema)
        copied.seek(0)
        rows = pl.read_csv(copied, has_header=False, new_columns=list(schema), infer_schema=False, null_values=[NULL])
        return rows.with_columns(_read(name, dtype) for name, dtype in schema.items())

    def names(self) -> list[str]:
        """Tables and views of the schemas that are searched."""
        with self.failures():
            return sorted(self.connection.list_tables())

    def table(self, name: str) -> Frame:
        """A table or view of the database."""
        schema, dot, table = name.partition(".")
        try:
            with self.failures():
                native = self.connection.table(table, database=schema) if dot else self.connection.table(name)
        except TableNotFound as error:
            raise failed("PostgreSQL", error) from error
        found: Frame = nw.from_native(native)
        return found

    def civil(self, frame: Frame, instants: Sequence[str]) -> Frame:
        """By PostgreSQL's `timezone`."""
        native = frame.to_native()
        shown: Frame = nw.from_native(native.mutate(**{name: _clock(ZONE, native[name]) for name in instants}))
        return shown

    def explained(self, frame: Query | Frame) -> str:
        """The SQL."""
        query = self.connection.compiler.to_sqlglot(frame.to_native())
        # Ibis writes `NOT x IS NULL` for “whether not x is null”, which SQL reads as “x is not null”.
        for negation in [each for each in query.find_all(sge.Not) if not isinstance(each.this, sge.Null)]:
            closed = sge.Paren()
            negation.replace(closed)
            closed.set("this", negation)
        return str(query.sql(self.connection.dialect, copy=False))


def way_out(error: psycopg.Error) -> Text:
    """What to do about an error of the server's, or about its silence."""
    code = error.sqlstate
    if isinstance(error, psycopg.OperationalError) and (code is None or code.startswith(LOST)):
        return RECONNECT
    return WAYS_OUT.get(code or "", NOTHING)


_IBIS_TYPES = {"TEXT": "string", "BOOLEAN": "boolean", "BIGINT": "int64", "DATE": "date"}
_POLARS_TYPES: dict[type[DType], type[pl.DataType]] = {
    nw.String: pl.String,
    nw.Boolean: pl.Boolean,
    nw.Int16: pl.UInt8,
    nw.Int64: pl.Int64,
    nw.Date: pl.Date,
}


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp('UTC')"), "timestamp"))  # type: ignore[untyped-decorator]  # ibis has no types
def _clock(zone: str, instant: object) -> object:
    """PostgreSQL's own function: what a zone's clock shows at an instant."""


def _sql(cell: object) -> sge.Expr:
    return sge.Literal.string(cell.isoformat()) if isinstance(cell, date) else sge.convert(cell)


def _read(name: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    if dtype is pl.Boolean:
        return (pl.col(name) == "t").alias(name)
    if dtype is pl.Date:
        # A date that an interval was added to is a timestamp to the database, though not to Ibis.
        return pl.col(name).str.slice(0, 10).str.to_date("%Y-%m-%d")
    return pl.col(name).cast(dtype)


BACKEND = PostgresBackend
