"""Which backend a connection, a session or an address belongs to; what is not installed says how to get it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from weakref import finalize

from policyengine.backends.database import Database, FileReader
from policyengine.backends.errors import BackendError, failed
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.text import Text

DISTRIBUTION = "policyengine-rules"
DATABASE_FILES = (".duckdb", ".ddb")
LOCAL = "local[*]"

# The first part of the module that a connection's class is of, and the backend that it is for.
OWNERS = {"duckdb": "duckdb", "_duckdb": "duckdb", "ibis": "postgres", "pyspark": "spark"}
# What tells a connection from whatever else the same package makes.
CONNECTED = {"duckdb": "read_parquet", "postgres": "list_tables", "spark": "createDataFrame"}
SCHEMES = {"postgres": "postgres", "postgresql": "postgres", "duckdb": "duckdb", "spark": "spark"}


class UnknownSourceError(WrongUsageError):
    """Something that facts cannot be read from."""

    def __init__(self, source: object) -> None:
        kind = f"{type(source).__module__}.{type(source).__qualname__}"
        super().__init__(
            Text(f"无法从 `{kind}` 读取事实", f"facts cannot be read from a `{kind}`"),
            Text(
                "可用文件夹、各实体的表，或 DuckDB、PostgreSQL（Ibis）、Spark 的连接。",
                "Use a folder, tables by entity, or a connection to DuckDB, PostgreSQL (of Ibis) or Spark.",
            ),
        )


class MissingExtraError(WrongUsageError):
    """A backend whose package is not installed."""

    def __init__(self, backend: str) -> None:
        super().__init__(
            Text(f"没有安装 {backend} 后端所需的包", f"the packages of the backend `{backend}` are not installed"),
            Text(f'pip install "{DISTRIBUTION}[{backend}]"', f'pip install "{DISTRIBUTION}[{backend}]"'),
        )


def connected(connection: object) -> Database:
    """The backend of a DuckDB connection, an Ibis connection to PostgreSQL, or a Spark session.

    Raises `UnknownSourceError` for anything else.
    """
    name = OWNERS.get(type(connection).__module__.partition(".")[0])
    if name is None or not hasattr(connection, CONNECTED[name]):
        raise UnknownSourceError(connection)
    if name == "postgres" and getattr(connection, "name", None) != name:
        raise UnknownSourceError(connection)
    backend: Database = _loaded(name)(connection)
    return backend


def opened(address: str) -> Database:
    """The backend of `postgresql://…`, `duckdb:///file`, a `.duckdb` file (only to be read), or `spark://…`.

    Raises `BackendError` where nothing answers there.
    """
    scheme, found, rest = address.partition("://")
    name = SCHEMES.get(scheme) if found else "duckdb"
    if name is None:
        known = "postgresql://, duckdb:///, spark://"
        raise WrongUsageError(
            Text(f"无法识别的地址 `{scheme}://`", f"no backend has addresses such as `{scheme}://`"),
            Text(f"可用 {known} 或 .duckdb 文件。", f"Use {known} or a .duckdb file."),
        )
    make = _loaded(name)
    backend: Database
    match name:
        case "postgres":
            connection = _postgres(address)
            backend = make(connection)
            finalize(backend, connection.disconnect)
        case "spark":
            backend = make(_spark(address))
        case _:
            backend = make(_duckdb(rest if found else address))
    return backend


def in_process(name: str) -> FileReader:
    """A backend that reads files in place: DuckDB in memory, or Spark on this machine."""
    backend: FileReader
    match name:
        case "duckdb":
            backend = _loaded(name)(_duckdb(":memory:"))
        case "spark":
            backend = _loaded(name)(_spark(LOCAL))
        case "postgres":
            raise WrongUsageError(
                Text(f"后端 {name} 不能直接读取文件", f"the backend `{name}` does not read files"),
                Text("请给出数据库的地址。", "Give the address of a database."),
            )
        case _:
            raise WrongUsageError(
                Text(f"没有后端 `{name}`", f"there is no backend `{name}`"),
                Text("可用 polars、duckdb、postgres、spark。", "Known are polars, duckdb, postgres and spark."),
            )
    return backend


def is_address(source: object) -> bool:
    """Whether facts are named by the address of a database, or by a database's file."""
    return "://" in str(source) or Path(str(source)).suffix in DATABASE_FILES


def _loaded(name: str) -> Callable[[Any], Any]:
    try:
        module = import_module(f"policyengine.backends.{name}")
    except ModuleNotFoundError as error:
        raise MissingExtraError(name) from error
    make: Callable[[Any], Any] = module.BACKEND
    return make


def _duckdb(path: str) -> object:
    import duckdb  # noqa: PLC0415  # installed with an extra alone

    in_memory = path == ":memory:"
    if not in_memory and not Path(path).exists():
        raise BackendError(Text(f"没有数据库文件 `{path}`", f"there is no database file `{path}`"))
    try:
        return duckdb.connect(path, read_only=not in_memory)
    except duckdb.Error as error:
        raise failed("DuckDB", error) from error


def _postgres(address: str) -> Any:  # noqa: ANN401  # Ibis has no types
    import ibis  # noqa: PLC0415  # installed with an extra alone
    import psycopg  # noqa: PLC0415  # installed with an extra alone

    from policyengine.backends.postgres import way_out  # noqa: PLC0415  # see above

    try:
        return ibis.connect(address)
    except psycopg.Error as error:
        raise failed("PostgreSQL", error, way_out(error)) from error


def _spark(master: str) -> object:
    from pyspark.errors import PySparkException  # noqa: PLC0415  # installed with an extra alone
    from pyspark.sql import SparkSession  # noqa: PLC0415  # installed with an extra alone

    try:
        builder = SparkSession.builder.master(master).appName("policyengine")
        if SparkSession.getActiveSession() is None:
            # Spark takes tables of a long plan to be small, and sends to all what does not fit into memory.
            builder = builder.config("spark.sql.autoBroadcastJoinThreshold", "-1")
        return builder.getOrCreate()
    except (PySparkException, RuntimeError) as error:
        raise failed("Spark", error) from error
