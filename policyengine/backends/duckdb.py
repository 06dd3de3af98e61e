"""DuckDB: tables of a database, or Parquet and CSV files where they lie."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar
from uuid import uuid4
from weakref import finalize

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pyarrow as pa

from policyengine.backends.backend import ZONE, Frame
from policyengine.backends.database import FileReader
from policyengine.backends.errors import failed
from policyengine.backends.expressions import Expr, Int64
from policyengine.backends.queries import Query
from policyengine.backends.sql import Rows
from policyengine.backends.sql_words import quoted


class DuckDBBackend(FileReader):
    """Frames are relations of one connection; those of aggregates are kept in memory, outside the database."""

    name: ClassVar[str] = "duckdb"
    widest: ClassVar[int | None] = 600
    trims_apart: ClassVar[bool] = False

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Its own errors as `BackendError`s."""
        try:
            yield
        except duckdb.Error as error:
            raise failed("DuckDB", error) from error

    def query(self, native: duckdb.DuckDBPyRelation) -> Query:
        """A relation, over which further SQL is written."""
        return Query(Rows.of(self.connection, native))

    def literal(self, rows: pl.DataFrame) -> Query:
        """The rows as an Arrow table that queries scan, for as long as there is the backend.

        Tables of facts are made of them, and what others make of these says the name alone.
        """
        query, name = self._scanned(rows.to_arrow())
        finalize(self, _forgotten, self.connection, name).atexit = False
        return query

    def held(self, frames: Sequence[Query]) -> list[Query]:
        """Computed one after the other, each on all cores; kept for as long as they are read."""
        with self.failures():
            return [self._held(frame) for frame in frames]

    def _held(self, frame: Query) -> Query:
        query, name = self._scanned(frame.to_native().to_arrow_table())
        finalize(query.to_native(), _forgotten, self.connection, name).atexit = False
        return query

    def _scanned(self, table: pa.Table) -> tuple[Query, str]:
        """The table as a query, and the name by which it is scanned."""
        name = f"__policyengine_{uuid4().hex}"
        self.connection.register(name, table)
        # Arrow has no integers of 128 bits, so that they come back as decimals.
        names = [quoted(each.name) for each in table.schema if pa.types.is_decimal(each.type)]
        wide = ", ".join(f"CAST({column} AS HUGEINT) AS {column}" for column in names)
        columns = f"* REPLACE ({wide})" if wide else "*"
        return self.query(self.connection.sql(f"SELECT {columns} FROM {name}")), name  # noqa: S608  # names are quoted

    def count(self, flag: Expr) -> Expr:
        """DuckDB sums booleans, in 128 bits; not so many rows are there."""
        return flag.sum().cast(Int64)

    def collected(self, frames: Sequence[Query | Frame]) -> list[pl.DataFrame]:
        """Each relation's rows through Arrow."""
        with self.failures():
            tables = [pl.DataFrame(frame.to_native().to_arrow_table()) for frame in frames]
        return [rows.with_columns(pl.selectors.decimal().cast(pl.Int128)) for rows in tables]

    def names(self) -> list[str]:
        """Tables and views, by name; outside the main schema as `schema.name`."""
        with self.failures():
            rows = self.connection.execute(
                "SELECT table_schema, table_name FROM information_schema.tables"
                " WHERE table_catalog = current_database()"
            ).fetchall()
        return sorted(name if schema == "main" else f"{schema}.{name}" for schema, name in rows)

    def table(self, name: str) -> Frame:
        """A table or view of the database."""
        schema, dot, table = name.partition(".")
        with self.failures():
            found: Frame = nw.from_native(
                self.connection.sql(f"SELECT * FROM {f'{quoted(schema)}.{quoted(table)}' if dot else quoted(name)}")  # noqa: S608  # names are quoted
            )
        return found

    def civil(self, frame: Frame, instants: Sequence[str]) -> Frame:
        """By `AT TIME ZONE`."""
        shown = ", ".join(f"{quoted(name)} AT TIME ZONE '{ZONE}' AS {quoted(name)}" for name in instants)
        civil: Frame = nw.from_native(frame.to_native().project(f"* REPLACE ({shown})"))
        return civil

    def scanned(self, paths: Sequence[Path]) -> Frame:
        """By DuckDB's own readers."""
        with self.failures():
            if paths[0].suffix == ".parquet":
                found: Frame = nw.from_native(self.connection.read_parquet([str(path) for path in paths]))
            else:
                found = nw.from_native(self.connection.read_csv(str(paths[0]), header=True, all_varchar=True))
        return found

    def explained(self, frame: Query) -> str:
        """The SQL."""
        sql: str = frame.to_native().sql_query()
        return sql


def _forgotten(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """A connection that is closed has forgotten it already."""
    with suppress(duckdb.Error):
        connection.unregister(name)


BACKEND = DuckDBBackend
