"""Where queries run: one file a backend, each an answer to what `backend` asks.

A backend knows lazy frames alone: how several are collected together, how literal rows join a query, which integers are
wide enough. `expressions` and `queries` have the words in which the engine asks: Polars hears them as they are, DuckDB
as SQL (`sql`, and `sql_parts` for expressions), all others through narwhals. What is in the frames is decided
elsewhere.
"""
