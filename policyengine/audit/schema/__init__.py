"""The ledger's tables, and the Alembic migrations that make them in a database."""

from pathlib import Path

from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, MetaData, Table, Text, inspect, select

METADATA = MetaData()

LEDGER = Table(
    "ledger",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("origin", Text, nullable=False),
    Column("algorithm", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)
"""One row: what the ledger is called, its hash, and the key that signs its checkpoints."""

ENTRIES = Table(
    "entries",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
)
"""The records, numbered from 1: canonical JSON, and its hash as a leaf of the tree."""

CHECKPOINTS = Table(
    "checkpoints",
    METADATA,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
)
"""Signed checkpoints, and the peaks of the tree at each: appending starts from the last."""

VERSIONS = Table("alembic_version", MetaData(), Column("version_num", Text, primary_key=True))
HEAD = "0001"
"""The version that this program reads and writes."""


def version_of(connection: Connection) -> str | None:
    """The version of the database's tables; `None` where there are none."""
    if not inspect(connection).has_table(VERSIONS.name):
        return None
    return connection.execute(select(VERSIONS.c.version_num)).scalar()


def migrate(connection: Connection) -> None:
    """Bring the tables to `HEAD`, within the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - reading and appending do without
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
