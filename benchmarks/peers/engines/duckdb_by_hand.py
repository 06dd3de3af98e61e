"""DuckDB by hand: `organizations.sql` and `communities.sql`, from the Parquet files in place to a table of statuses."""

from collections import Counter
from pathlib import Path

import duckdb

from benchmarks.peers.share import Share, Told


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    return _told(share, "organizations.sql")


def communities(share: Share) -> Told:
    """Statuses of communities."""
    return _told(share, "communities.sql")


def _told(share: Share, script: str) -> Told:
    told = Told()
    with told.preparing():
        connection = duckdb.connect()
        connection.execute("SET VARIABLE folder = ?", [str(share.tables)])
        text = Path(__file__).with_name(script).read_text("utf-8")
    with told.evaluating():
        connection.execute(text)
    for (name,) in connection.execute("SELECT column_name FROM (DESCRIBE statuses)").fetchall():
        found = connection.execute(f'SELECT "{name}", count(*) FROM statuses GROUP BY 1').fetchall()  # noqa: S608  # own names
        told.add(name, Counter(dict(found)))
        told.done = told.share = sum(number for _, number in found)
    return told
