"""What identifies facts: digests of files' bytes, or of tables' rows."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from policyengine.facts.tables import FILE_COLUMN, Table

CHUNK = 1 << 20


def digest_of_files(files: Mapping[str, Path]) -> str:
    """The SHA-256 of all files' names and bytes, by name; independent of where the folder lies."""
    whole = hashlib.sha256()
    for name in sorted(files):
        with files[name].open("rb") as file:
            whole.update(f"{name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()


def digest_of_tables(tables: Iterable[Table]) -> str:
    """The SHA-256 of the supplied tables' normalised rows in their order, columns by name.

    Rows are written as CSV, in which null and the empty text differ, so that it holds for every version of Polars.
    """
    whole = hashlib.sha256()
    for table in sorted((table for table in tables if table.supplied), key=lambda table: table.entity):
        frame = table.frame.select(sorted(table.columns - {FILE_COLUMN})).collect()
        types = ",".join(f"{name}:{dtype}" for name, dtype in frame.schema.items())
        whole.update(f"{table.entity}\0{types}\n".encode())
        for start in range(0, frame.height, CHUNK):
            whole.update(frame.slice(start, CHUNK).write_csv(include_header=False, quote_style="non_numeric").encode())
    return whole.hexdigest()


def digest_with(contents: str, settings: Iterable[object]) -> str:
    """The digest of contents together with what was said about them beside."""
    return hashlib.sha256("\0".join([contents, *map(str, settings)]).encode()).hexdigest()
