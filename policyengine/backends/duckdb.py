"""DuckDB: tables of a database, or Parquet and CSV files where they lie."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

from policyengine.backends.backend import ZONE, Beside, Frame, one_row
from policyengine.backends.database import FileReader
from policyengine.backends.errors import failed
from policyengine.backends.expressions import Query, col, from_native

DECIMAL = "DECIMAL(38,0)"


class DuckDBBackend(FileReader):
    """Frames are relations of one connection; those of aggregates are kept in memory, outside the database."""

    name: ClassVar[str] = "duckdb"
    widest: ClassVar[int | None] = 600

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Its own errors as `BackendError`s."""
        try:
            yield
        except duckdb.Error as error:
            raise failed("DuckDB", error) from error

    def literal(self, rows: pl.DataFrame) -> Query:
        """The rows as an Arrow table that the query scans."""
        return from_native(self.connection.from_arrow(rows.to_arrow()))

    def held(self, frames: Sequence[Query]) -> list[Query]:
        """Computed one after the other, each on all cores."""
        return [self._scanned(frame) for frame in frames]

    def _scanned(self, frame: Query) -> Query:
        with self.failures():
            rows = self.connection.from_arrow(frame.to_native().to_arrow_table())
        # Arrow has no integers of 128 bits, so that they come back as decimals.
        wide = [name for name, kind in zip(rows.columns, rows.types, strict=True) if str(kind) == DECIMAL]
        found = from_native(rows)
        return found.with_columns(col(name).cast(self.wide) for name in wide) if wide else found

    def attached(self, frame: Query, parts: Sequence[Beside]) -> Query:
        """All parts by joins that name no column which they do not need; narwhals would select every one each time."""
        joined = frame.to_native()
        keys: list[str] = []
        for n, part in enumerate(parts):
            named = {name: f"__on_{n}_{name}" for name in part.right_on}
            beside = (part.frame.rename(named) if named else one_row(part)).to_native()
            if named:
                pairs = zip(part.left_on, named.values(), strict=True)
                condition = " AND ".join(f"{quoted(left)} = {quoted(right)}" for left, right in pairs)
                joined = joined.join(beside, condition=condition, how="left")
            else:
                joined = joined.cross(beside)
            keys += named.values()
        left_out = f" EXCLUDE ({', '.join(map(quoted, keys))})" if keys else ""
        return from_native(joined.select(f"*{left_out}"))

    def bare(self, column: nw.Expr) -> nw.Expr | None:
        """All space comes before `!`, which texts are compared with several times as fast as they are trimmed."""
        return (column >= nw.lit("!")) & (column.str.slice(-1) >= nw.lit("!"))

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


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


BACKEND = DuckDBBackend
