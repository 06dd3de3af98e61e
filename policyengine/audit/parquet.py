"""Frames as the bytes of Parquet files, and back."""

from io import BytesIO

import polars as pl

from policyengine.audit.errors import ForgedError
from policyengine.reading.text import Text

ROW_GROUP = 65_536
LEVEL = 3


def parquet_of(frame: pl.DataFrame) -> bytes:
    """Compressed by zstd, with the statistics by which a reader skips what it does not need."""
    made = BytesIO()
    frame.write_parquet(made, compression="zstd", compression_level=LEVEL, row_group_size=ROW_GROUP, statistics=True)
    return made.getvalue()


def scanned(data: bytes) -> pl.LazyFrame:
    """The rows, to be read as far as they are needed. Raises `ForgedError` for bytes that are no Parquet file."""
    try:
        frame = pl.scan_parquet(BytesIO(data))
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise ForgedError(Text("档案中的文件不是 Parquet", "a file of the archive is no Parquet file")) from error
    return frame
