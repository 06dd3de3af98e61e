"""The database that a ledger lies in: a SQLite file, or PostgreSQL; appends are one after another in both."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from policyengine.audit.errors import AuditError
from policyengine.reading.errors import PolicyEngineError, UnreadableInputError
from policyengine.reading.text import Text

Mode = Literal["ro", "rw", "rwc"]
"""How a SQLite file is opened: only to be read, to be written, or to be made as well."""

WAIT_SECONDS = 120
"""So long an append waits for others."""

MOST_BYTES = 64 * 1024 * 1024
"""No cell of a SQLite file may be larger; a stranger's file cannot claim memory."""

LOCK = 0x706F6C696379
"""The number of the lock that appends to a ledger in PostgreSQL take."""


def is_address(location: str) -> bool:
    """Whether a ledger's location is a database's address rather than a path."""
    return "://" in location


class Database:
    """One ledger's database. Connections are made for each use, so that it may be shared by threads."""

    def __init__(self, location: str, mode: Mode = "rw") -> None:
        self.location = location
        self.mode = mode
        self._engine = _postgresql(location) if is_address(location) else _sqlite(Path(location), mode)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """All that is read within is of one moment. Raises `UnreadableInputError`."""
        with self._failures(UnreadableInputError, Text("读取", "read")), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All or nothing, and nobody else's meanwhile. Raises `AuditError`."""
        with self._failures(AuditError, Text("写入", "write to")), self._engine.connect() as connection:
            connection.execution_options(policyengine_writing=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                yield connection

    @contextmanager
    def _failures(self, kind: type[PolicyEngineError], verb: Text) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().split("\n", 1)[0]
            raise kind(
                Text(
                    f"无法{verb.zh}台账 `{self._shown}`：{reason}",
                    f"cannot {verb.en} the ledger `{self._shown}`: {reason}",
                )
            ) from error

    @property
    def _shown(self) -> str:
        return (
            make_url(self.location).render_as_string(hide_password=True) if is_address(self.location) else self.location
        )


def _sqlite(path: Path, mode: Mode) -> Engine:
    if mode != "rwc" and not path.is_file():
        raise UnreadableInputError(
            Text(f"没有台账 `{path}`", f"there is no ledger `{path}`"),
            Text("请先运行 `policyengine ledger init`。", "`policyengine ledger init` makes one."),
        )

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode={mode}", uri=True, timeout=WAIT_SECONDS, isolation_level=None
        )
        made.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
        # A stranger's file may define views and triggers; none of their functions are to be trusted.
        made.execute("PRAGMA trusted_schema = OFF")
        made.execute("PRAGMA cell_size_check = ON")
        return made

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("policyengine_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgresql(address: str) -> Engine:
    hint = Text("台账可以是一个文件夹，或 `postgresql://…`。", "A ledger is a folder, or `postgresql://…`.")
    try:
        url = make_url(address)
        if url.get_backend_name() not in {"postgresql", "postgres"}:
            raise UnreadableInputError(Text("台账的地址不可用", "this is no address of a ledger"), hint)
        return create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        needs = isinstance(error, ModuleNotFoundError)
        install = Text("请安装 `policyengine-rules[postgres]`。", "Install `policyengine-rules[postgres]`.")
        raise UnreadableInputError(
            Text("无法连接台账所在的数据库", "the ledger's database cannot be reached"), install if needs else hint
        ) from error
