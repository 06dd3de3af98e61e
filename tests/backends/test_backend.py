"""What the engine asks of a backend, answered alike by each."""

import polars as pl

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Backend


def test_nothing_is_equal_to_nothing(backend: Backend) -> None:
    rows = backend.literal(pl.DataFrame({"word": ["甲", None]}))
    nothing = backend.nothing(ex.String())
    asked = {
        "same": ex.col("word") == nothing,
        "other": ex.col("word") != nothing,
        "turned": nothing == ex.lit("甲"),
        "itself": nothing == backend.nothing(ex.String()),
    }
    [found] = backend.collected([rows.select(expr.alias(name) for name, expr in asked.items())])
    assert found.rows() == [(None,) * len(asked)] * 2
