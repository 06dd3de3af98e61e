"""DuckDB's SQL: each part once, names and texts as they are, and nothing left behind in the connection."""

import gc
from datetime import date
from unicodedata import category

import duckdb
import polars as pl
import pytest

from policyengine.backends import expressions as ex
from policyengine.backends.duckdb import DuckDBBackend
from policyengine.backends.sql import Rows
from policyengine.backends.sql_words import literal


@pytest.fixture
def rows(duck: DuckDBBackend) -> Rows:
    duck.connection.execute('CREATE TABLE "社会""组织" AS SELECT 1 AS n, \'it\'\'s\' AS "名 称"')
    return Rows.of(duck.connection, duck.connection.sql('FROM "社会""组织"'))


def test_what_is_used_twice_is_a_column_of_the_step_below(rows: Rows) -> None:
    double = ex.col("n") * 2
    query = rows.with_columns((double > 1).alias("more"), (ex.col("n") * 2 + 1).alias("next"), double.alias("double"))
    assert query.columns == ["n", "名 称", "more", "next", "double"]
    assert query.sql().count('"n" * 2') == 1
    assert query.to_native().fetchall() == [(1, "it's", True, 3, 2)]


def test_aggregates_are_not_taken_apart(rows: Rows) -> None:
    total = ex.col("n").sum()
    query = rows.group_by("名 称").agg(total.cast(ex.Int64).alias("once"), total.cast(ex.Int64).alias("twice"))
    assert query.to_native().fetchall() == [("it's", 1, 1)]


def test_columns_that_are_made_again_take_the_place_of_the_old(rows: Rows) -> None:
    query = rows.with_columns((ex.col("n") + 1).alias("n")).rename({"n": "m"}).select("m")
    assert query.to_native().fetchall() == [(2,)]


def test_truths_are_told_apart(rows: Rows) -> None:
    truth, none = ex.col("n") > 0, ex.col("n") > ex.lit(None, dtype=ex.Int64)
    said = {
        name: ex.when(of).then(ex.lit("yes")).when(~of).then(ex.lit("no")).otherwise(ex.lit("unknown")).alias(name)
        for name, of in {"yes": truth, "no": ~truth, "yes again": ~~truth, "unknown": none}.items()
    }
    assert rows.select(*said.values()).to_native().fetchall() == [("yes", "no", "yes", "unknown")]


def test_names_and_texts_need_no_care(rows: Rows) -> None:
    query = rows.filter(ex.col("名 称") == "it's").select(ex.col("名 称").is_in([]), ex.lit("';--").alias("a"))
    assert query.to_native().fetchall() == [(False, "';--")]


def test_a_query_that_reads_another_twice_says_it_once(rows: Rows) -> None:
    once = rows.with_columns((ex.col("n") + 1).alias("m")).select("m")
    assert once.above(once, once).sql().count('"n" + 1') == 1
    assert once.above(once).to_native().fetchall() == [(2,), (2,)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "NULL"), (True, "TRUE"), (-1, "(-1)"), ("a'b", "'a''b'"), (date(2018, 1, 2), "DATE '2018-01-02'")],
)
def test_literals(value: object, text: str) -> None:
    assert literal(value) == text
    assert duckdb.sql(f"SELECT {text}").fetchall() == [(value,)]


def test_a_query_can_be_printed(rows: Rows) -> None:
    lines = rows.select(ex.col("名 称").told(["无"]).alias("told")).sql().split("\n")
    assert {category(each) for line in lines for each in line}.isdisjoint({"Cc", "Zl", "Zp"})


def test_what_cannot_be_said_is_not_guessed(rows: Rows) -> None:
    with pytest.raises(TypeError, match=r"^no literal of SQL: 1\.5$"):
        rows.select(ex.lit(1.5).alias("n"))
    with pytest.raises(TypeError, match=r"^no word of SQL: shuffle$"):
        rows.select(ex.Expr("shuffle", ex.col("n")).alias("n"))


VIEWS = "SELECT count(*) FROM duckdb_views() WHERE view_name LIKE '\\_\\_policyengine%' ESCAPE '\\'"


def test_rows_held_for_further_queries_are_forgotten_with_these(duck: DuckDBBackend) -> None:
    rows = duck.literal(pl.DataFrame({"n": [2**62, 2**62]}))
    [held] = duck.held([rows.select(ex.col("n").sum().alias("n"))])
    assert duck.collected([held.select(ex.col("n"))])[0].rows() == [(2**63,)]
    assert duck.names() == []
    assert duck.connection.execute(VIEWS).fetchall() == [(2,)]
    del held
    gc.collect()
    assert duck.connection.execute(VIEWS).fetchall() == [(1,)]


def test_literals_are_there_for_what_is_made_of_them_and_forgotten_with_the_backend() -> None:
    with duckdb.connect() as connection:
        backend = DuckDBBackend(connection)
        made = backend.literal(pl.DataFrame({"n": [1]})).to_native().project("n + 1 AS n")
        gc.collect()
        assert backend.query(made).to_native().fetchall() == [(2,)]
        del backend
        gc.collect()
        assert connection.execute(VIEWS).fetchall() == [(0,)]
