"""Facts written to a PostgreSQL as tables of their own, as an office would have them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import polars as pl
import psycopg
from psycopg import sql

from policyengine.backends.postgres import SQL_TYPES, PostgresBackend
from policyengine.facts.tables import FactBase


@contextmanager
def written(facts: FactBase, server: str, postgres: PostgresBackend) -> Iterator[FactBase]:
    """The same facts in the database, read there by a role that may only read; gone again afterwards."""
    with psycopg.connect(server, autocommit=True) as owner:
        for name, table in facts.tables.items():
            _write(owner, name, table.frame.collect())
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    tables = {name: replace(table, frame=postgres.table(name).to_native()) for name, table in facts.tables.items()}
    yield replace(facts, tables=tables, backend=postgres)
    postgres.connection.con.rollback()
    with psycopg.connect(server, autocommit=True) as owner:
        names = sql.SQL(", ").join(map(sql.Identifier, facts.tables))
        owner.execute(sql.SQL("DROP TABLE {}").format(names))


def _write(owner: psycopg.Connection, name: str, rows: pl.DataFrame) -> None:
    table = sql.Identifier(name)
    columns = [
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(SQL_TYPES[type(dtype)]))
        for column, dtype in rows.schema.items()
    ]
    owner.execute(sql.SQL("CREATE TABLE {} ({})").format(table, sql.SQL(", ").join(columns)))
    with owner.cursor().copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table)) as copy:
        copy.write(rows.write_csv(include_header=False).encode())
