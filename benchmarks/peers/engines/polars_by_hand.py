"""Polars by hand: the expressions of `benchmarks/handwritten`."""

from collections import Counter
from collections.abc import Callable

import polars as pl

from benchmarks.handwritten import communities as communities_in_polars
from benchmarks.handwritten import organizations as organizations_in_polars
from benchmarks.peers.share import Share, Told


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    return _told(lambda: organizations_in_polars.statuses(share.tables))


def communities(share: Share) -> Told:
    """Statuses of communities."""
    return _told(lambda: communities_in_polars.statuses(share.tables))


def _told(statuses: Callable[[], pl.LazyFrame]) -> Told:
    told = Told()
    with told.evaluating():
        frame = statuses().collect()
    told.done = told.share = frame.height
    for name in frame.columns[1:]:
        told.add(name, Counter(dict(frame[name].value_counts().iter_rows())))
    return told
