"""DuckDB's SQL leaves out what is not asked for and computes once what is said twice; what it says stays the same."""

from collections.abc import Callable, Iterator
from functools import reduce
from itertools import product

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyengine.backends import expressions as ex
from policyengine.backends.duckdb import DuckDBBackend
from policyengine.backends.expressions import SPACE, Expr
from policyengine.backends.polars import POLARS
from policyengine.backends.queries import Query, concat
from policyengine.backends.sql import Rows

MARKERS = ["不详", "n/a"]
NAMES = ["a", "b", "c"]
FLAGS = ["p", "q"]
Step = Callable[[Query], Query]
SCHEMA = {"id": pl.Int64, **dict.fromkeys(NAMES, pl.Int64), **dict.fromkeys(FLAGS, pl.Boolean)}


@pytest.fixture(scope="module")
def duck() -> Iterator[DuckDBBackend]:
    with duckdb.connect() as connection:
        yield DuckDBBackend(connection)


# --- the same as Polars -----------------------------------------------------------------------------------------------

numbers = st.deferred(
    lambda: st.one_of(
        st.sampled_from([ex.col(name) for name in NAMES]),
        st.integers(-2, 2).map(lambda n: ex.lit(n, dtype=ex.Int64())),
        st.builds(lambda one, other: one + other, numbers, numbers),
        st.builds(ex.max_horizontal, numbers, numbers),
        st.builds(lambda of, n: of.fill_null(n), numbers, st.integers(-1, 1)),
        st.builds(lambda when, one, other: ex.when(when).then(one).otherwise(other), flags, numbers, numbers),
        st.builds(lambda when, one, other: ex.when(when).then(one).when(~when).then(other), flags, numbers, numbers),
    )
)
flags = st.deferred(
    lambda: st.one_of(
        st.sampled_from([ex.col(name) for name in FLAGS]),
        st.booleans().map(ex.lit),
        st.builds(lambda of: ~of, flags),
        st.builds(lambda of, fill: of.fill_null(fill), flags, st.booleans()),
        st.builds(lambda one, other: one & other, flags, flags),
        st.builds(lambda one, other: one | other, flags, flags),
        st.builds(lambda one, other: one < other, numbers, numbers),
        st.builds(lambda one, other: one == other, numbers, numbers),
        st.builds(lambda of: of.is_null(), numbers | flags),
        st.builds(lambda of: of.is_in([0, 1, 2]), numbers),
        st.builds(lambda when, one, other: ex.when(when).then(one).otherwise(other), flags, flags, flags),
        st.builds(lambda when, one: ex.when(when).then(one).otherwise(ex.lit(None, dtype=ex.Boolean())), flags, flags),
    )
)


def _made_anew(number: Expr, flag: Expr, names: tuple[str, str]) -> Step:
    return lambda rows: rows.with_columns(number.alias(names[0]), flag.alias(names[1]))


def _exchanged(one: str, other: str) -> Step:
    return lambda rows: rows.rename({one: "__", other: one}).rename({"__": other}) if one != other else rows


def _running(name: str) -> Step:
    return lambda rows: rows.with_columns(ex.col("a").cum_sum().over("b", order_by=["id"]).alias(name))


def _beside_its_sums(aggregates: list[Expr], by: str) -> Step:
    # Polars takes a literal for one value of a group, and not for one of each row.
    named = [
        (each.fill_null(0) + ex.col("id") * 0).sum().cast(ex.Int64()).alias(f"__{n}")
        for n, each in enumerate(aggregates)
    ]

    def beside(rows: Query) -> Query:
        sums = rows.filter(~ex.col(by).is_null()).grouped([by], *named).rename({by: "__by"})
        joined = rows.join(sums, left_on=by, right_on="__by", how="left")
        return joined.with_columns(ex.col("__0").alias("c")).select(*SCHEMA)

    return beside


def _below_itself(flag: Expr) -> Step:
    return lambda rows: concat([rows.filter(flag), rows.filter(~flag), rows.filter(flag.is_null())])


steps = st.one_of(
    st.builds(_made_anew, numbers, flags, st.tuples(st.sampled_from(NAMES), st.sampled_from(FLAGS))),
    st.builds(lambda flag: lambda rows: rows.filter(flag), flags),
    st.builds(_exchanged, st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.builds(_running, st.sampled_from(NAMES)),
    st.builds(_beside_its_sums, st.lists(numbers, min_size=1, max_size=2), st.sampled_from(NAMES)),
    st.builds(_below_itself, flags),
    st.just(lambda rows: rows.unique()),
    st.just(lambda rows: rows.sort("id").head(3)),
)
tables = st.lists(
    st.tuples(*[st.none() | st.integers(-1, 2)] * len(NAMES), *[st.none() | st.booleans()] * len(FLAGS)), max_size=5
).map(lambda rows: pl.DataFrame([(n, *row) for n, row in enumerate(rows)], schema=SCHEMA, orient="row"))


@settings(max_examples=200)
@given(tables, st.lists(steps, max_size=6), st.lists(st.sampled_from([*SCHEMA]), min_size=1, max_size=3, unique=True))
def test_a_chain_of_words_says_the_same_to_duckdb_and_to_polars(
    duck: DuckDBBackend, table: pl.DataFrame, chain: list[Step], asked: list[str]
) -> None:
    found = []
    for backend in (duck, POLARS):
        query = reduce(lambda rows, step: step(rows), chain, backend.literal(table)).select(*asked)
        [rows] = backend.collected([query])
        assert rows.columns == asked
        found.append(sorted(rows.rows(), key=repr))
    assert found[0] == found[1]


def test_flags_say_the_same_of_every_truth(duck: DuckDBBackend) -> None:
    values, truths = [None, 0, 1], [None, False, True]
    cells = [(n, *row) for n, row in enumerate(product(values, values, truths, truths))]
    table = pl.DataFrame(cells, schema={name: SCHEMA[name] for name in ("id", "a", "b", "p", "q")}, orient="row")
    (a, b), (p, q) = map(ex.col, "ab"), map(ex.col, "pq")
    tests = [p, a < b, a <= b, a > b, a >= b, a == b, a != b, a.is_null(), p & q, p | q]
    once = [made for of in tests for made in (~of, of.fill_null(True), of.fill_null(False), of.is_null())]
    twice = [made for of in once for made in (~of, of & q, of | q, of.fill_null(True), of.fill_null(False))]
    one, other, neither = (ex.lit(n, dtype=ex.Int64()) for n in range(3))
    chosen = [ex.when(of).then(one).otherwise(other) for of in (*tests, *once, *twice)]
    chosen += [ex.when(of).then(one).when(~of).then(other).otherwise(neither) for of in (*tests, *once)]
    chosen += [ex.when(of).then(one).when(q).then(other) for of in (*tests, *once)]
    said = {f"n{n}": expr for n, expr in enumerate([*tests, *once, *twice, *chosen])}
    found = []
    for backend in (duck, POLARS):
        query = backend.literal(table).select("id", *(expr.alias(name) for name, expr in said.items()))
        found.append(backend.collected([query])[0].sort("id").to_dict(as_series=False))
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []


# --- what is written --------------------------------------------------------------------------------------------------


@pytest.fixture
def texts(duck: DuckDBBackend) -> Query:
    """Texts with all kinds of space around them, and a number for each."""
    cells = [None, "", " ", "甲", " 甲", "甲\u3000", "不详", "不详 ", "\t不详", "n/a", "n", "不", "name n/a", *SPACE]
    return duck.literal(
        pl.DataFrame({"n": range(len(cells)), "text": cells}, schema={"n": pl.Int64, "text": pl.String})
    )


def _rows(query: Query) -> list[tuple[object, ...]]:
    return query.to_native().fetchall()


def test_what_nobody_asks_for_is_not_written(duck: DuckDBBackend, texts: Query) -> None:
    told = texts.with_columns(ex.col("text").told(MARKERS).alias("told"), (ex.col("n") * 5).alias("five"))
    joined = told.join(texts.rename({"text": "other"}), left_on="n", right_on="n", how="left")
    kept = duck.query(joined.to_native()).filter(ex.col("n") < 2)
    sql = kept.select("n").to_native().sql_query()
    assert "trim" not in sql
    assert "* 5" not in sql
    assert sorted(_rows(kept.select("n"))) == [(0,), (1,)]


def test_whether_a_text_tells_anything_is_seen_without_what_it_tells(duck: DuckDBBackend, texts: Query) -> None:
    told = texts.with_columns(ex.col("text").told(MARKERS).alias("told"), ex.col("n").alias("Told__Null"))
    made = duck.query(told.to_native()).join(texts.select("n"), left_on="n", right_on="n", how="left")
    nothing = ex.col("told").is_null()
    seen = made.filter(ex.col("n") >= 0).select("n", nothing.alias("nothing"), (~nothing).alias("something"))
    assert "substr" in (sql := seen.to_native().sql_query())
    assert ", -1)" not in sql, "the end of a text is not looked at"
    both = made.select("n", "told", "Told__Null", nothing.alias("nothing"), (~nothing).alias("something"))
    values = {n: told for n, told, *_ in _rows(both)}
    assert values == {n: None if told in ("", *MARKERS) else told for n, told in _stripped(texts).items()}
    expected = sorted((n, told is None, told is not None) for n, told in values.items())
    assert sorted(_rows(seen)) == expected
    assert sorted((n, *tests) for n, _, _, *tests in _rows(both)) == expected
    assert {n for n, _, same, *_ in _rows(both) if n == same} == {*values}


def _stripped(texts: Query) -> dict[object, str | None]:
    return {n: None if text is None else text.strip(SPACE) for n, text in _rows(texts)}


def test_markers_are_seen_where_nothing_is_told(texts: Query) -> None:
    text = ex.col("text")
    marked = ex.when(text.told(MARKERS).is_null()).then(text.marked(MARKERS)).otherwise(ex.lit(False))
    found = dict(_rows(texts.select("n", marked.alias("marked"))))
    assert found == {n: text in MARKERS for n, text in _stripped(texts).items()}


def test_words_in_a_row_are_one_step(duck: DuckDBBackend) -> None:
    rows = duck.literal(pl.DataFrame({"n": [1, None, 3]}, schema={"n": pl.Int64}))
    many = rows.with_columns((~(ex.col("n") < 2)).alias("many")).with_columns((~ex.col("many")).alias("few"))
    query = many.with_columns(ex.col("few").alias("again")).select("n", "again", "many")
    assert query.to_native().sql_query().count("SELECT") == rows.to_native().sql_query().count("SELECT") + 1
    assert "(NOT" not in query.to_native().sql_query()
    assert sorted(_rows(query), key=repr) == [(1, True, False), (3, False, True), (None, None, None)]


def test_the_rows_of_a_window_are_those_before_a_later_filter(duck: DuckDBBackend) -> None:
    rows = duck.literal(pl.DataFrame({"id": [1, 2, 3], "one": [1, 1, 1], "n": [5, 7, 9]}))
    so_far = rows.with_columns(ex.col("n").cum_sum().over("one", order_by=["id"]).alias("so_far"))
    assert _rows(so_far.filter(ex.col("id") == 3).select("so_far")) == [(21,)]
    assert _rows(so_far.filter(ex.col("so_far") == 12).select("id")) == [(2,)]


def test_groups_by_a_column_that_is_made(duck: DuckDBBackend) -> None:
    rows = duck.literal(pl.DataFrame({"n": [1, 2, 3]}))
    by = rows.with_columns((ex.col("n") > 1).alias("n"), ex.col("n").alias("old"))
    assert sorted(_rows(by.grouped(["n"], ex.col("old").sum().alias("sum")))) == [(False, 1), (True, 5)]
    assert sorted(_rows(by.grouped(["n"], ex.col("old").sum().alias("sum")).select("n"))) == [(False,), (True,)]


def test_rows_are_unlike_in_columns_that_nobody_asks_for(duck: DuckDBBackend) -> None:
    rows = duck.literal(pl.DataFrame({"a": [1, 1, 1], "b": [1, 2, 2], "c": [1, 2, 3]}))
    assert _rows(rows.select("a", "b").unique().select("a")) == [(1,), (1,)]


def test_rows_are_counted_though_nothing_is_asked_of_them(duck: DuckDBBackend) -> None:
    rows = duck.literal(pl.DataFrame({"a": [1, 2], "b": [3, 4]}))
    crossed = rows.join(rows.rename({"a": "c", "b": "d"}).filter(ex.col("d") > 0), how="cross")
    assert sorted(_rows(crossed.select("a"))) == [(1,), (1,), (2,), (2,)]
    assert _rows(crossed.sort("d").select(ex.lit(1, dtype=ex.Int64()).alias("one"))) == [(1,)] * 4


def test_columns_come_in_the_order_in_which_they_are_said(duck: DuckDBBackend) -> None:
    rows = duck.literal(pl.DataFrame({"a": [1], "b": [2], "c": [3]}))
    again = rows.with_columns((ex.col("a") + 1).alias("a")).filter(ex.col("c") > 0)
    for query in (again, again.join(rows.select("a", ex.col("b").alias("d")), left_on="b", right_on="d", how="left")):
        relation = query.to_native()
        assert relation.columns == query.columns()
        assert dict(zip(relation.columns, *relation.fetchall(), strict=True)) | {"a": 2} == {"b": 2, "c": 3, "a": 2}


def test_of_a_table_that_is_read_twice_each_reading_asks_its_own(duck: DuckDBBackend) -> None:
    made = duck.literal(pl.DataFrame({"n": [1, 2]})).with_columns((ex.col("n") * 5).alias("five")).to_native()
    one, other = duck.query(made).filter(ex.col("five") > 5), duck.query(made).with_columns(ex.lit(True).alias("five"))
    assert isinstance(one._rows, Rows)
    assert sorted(_rows(one)) == [(2, 10)]
    assert sorted(_rows(other)) == [(1, True), (2, True)]
    assert sorted(made.fetchall()) == [(1, 5), (2, 10)]
