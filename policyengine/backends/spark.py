"""Apache Spark: a session that the user has, or one on this machine."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import ClassVar

import narwhals.stable.v2 as nw
import polars as pl
from py4j.protocol import Py4JError, Py4JNetworkError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.functions import convert_timezone
from pyspark.sql.functions import lit as spark_literal

from policyengine.backends.backend import ZONE, Frame
from policyengine.backends.database import FileReader
from policyengine.backends.errors import BackendError, failed
from policyengine.backends.expressions import Expr, Width, lit
from policyengine.backends.queries import Query, from_native
from policyengine.reading.text import NOTHING, Text

JOBS = 8
ANSI = "spark.sql.ansi.enabled"
BROADCAST = "spark.sql.autoBroadcastJoinThreshold"
OF_BROADCAST = ("broadcast", "OutOfMemoryError")
"""What stands in the message of an error for which too large a table was sent to every executor."""


class SparkBackend(FileReader):
    """Frames are data frames of one session."""

    name: ClassVar[str] = "spark"
    widest: ClassVar[int | None] = 600
    hands_out: ClassVar[bool] = False
    wide: ClassVar[Width] = nw.Decimal(38, 0)
    narrow: ClassVar[Width] = nw.Int16()

    def __init__(self, session: SparkSession) -> None:
        self.session = session
        if str(session.conf.get(ANSI)).lower() != "true":
            raise BackendError(
                Text(
                    f"Spark 会话没有打开 `{ANSI}`，溢出会变成空值而不报错",
                    f"the Spark session has `{ANSI}` off, so that an overflow would be null and no error",
                ),
                Text(f'session.conf.set("{ANSI}", "true")', f'session.conf.set("{ANSI}", "true")'),
            )

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Its own errors as `BackendError`s."""
        try:
            yield
        except (PySparkException, Py4JError, ConnectionError) as error:
            # py4j lets the operating system's own error pass where Java is gone.
            raise failed("Spark", error, _way_out(error)) from error

    def literal(self, rows: pl.DataFrame) -> Query:
        """The rows as a data frame of the session."""
        signed = rows.with_columns(pl.selectors.unsigned_integer().cast(pl.Int64))
        return from_native(self.session.createDataFrame(signed.to_arrow()))

    def held(self, frames: Sequence[Query]) -> list[Query]:
        """Kept on the executors, so that plans stay small; several at a time, for each is little work."""
        with self.failures(), ThreadPoolExecutor(JOBS) as jobs:
            kept = jobs.map(lambda frame: frame.to_native().localCheckpoint(), frames)
            return [from_native(rows) for rows in kept]

    def day(self, day: date) -> Expr:
        """As text: an early year is written without its zeros where a Python date is handed over."""
        return lit(day.isoformat()).cast(nw.Date)

    def collected(self, frames: Sequence[Query | Frame]) -> list[pl.DataFrame]:
        """Each frame's rows through Arrow."""
        with self.failures():
            tables = [pl.DataFrame(frame.to_native().toArrow()) for frame in frames]
        return [
            rows.with_columns(pl.selectors.decimal().cast(pl.Int128), pl.selectors.by_dtype(pl.Int16).cast(pl.UInt8))
            for rows in tables
        ]

    def names(self) -> list[str]:
        """Tables and views of the current database."""
        with self.failures():
            return sorted(table.name for table in self.session.catalog.listTables())

    def table(self, name: str) -> Frame:
        """A table or view of the session's catalogue."""
        with self.failures():
            return nw.from_native(self.session.table(".".join(f"`{part}`" for part in name.split("."))))

    def civil(self, frame: Frame, instants: Sequence[str]) -> Frame:
        """From the clock of the session, which is how Spark writes instants out."""
        native = frame.to_native()
        zone = spark_literal(ZONE)
        clocks = {name: convert_timezone(None, zone, native[name].cast("timestamp_ntz")) for name in instants}
        shown: Frame = nw.from_native(native.withColumns(clocks))
        return shown

    def scanned(self, paths: Sequence[Path]) -> Frame:
        """By Spark's own readers."""
        names = [str(path) for path in paths]
        with self.failures():
            if paths[0].suffix == ".parquet":
                return nw.from_native(self.session.read.parquet(*names))
            return nw.from_native(self.session.read.csv(names, header=True))

    def explained(self, frame: Query) -> str:
        """The plans, from the logical to the physical one."""
        return str(frame.to_native()._explain_string(extended=True))


def _way_out(error: Exception) -> Text:
    if isinstance(error, Py4JNetworkError | ConnectionError):
        return Text(
            "Spark 会话已经结束：请重新开始一个；如因内存不足，请增加 `spark.driver.memory`。",
            "The Spark session has ended: start another; if memory ran out, raise `spark.driver.memory`.",
        )
    if not any(word in str(error) for word in OF_BROADCAST):
        return NOTHING
    setting = f'session.conf.set("{BROADCAST}", "-1")'
    return Text(
        f"可让 Spark 不再把整张表发给每个执行器：{setting}，或增加 `spark.driver.memory`。",
        f"Have Spark send no whole table to every executor, {setting}, or raise `spark.driver.memory`.",
    )


BACKEND = SparkBackend
