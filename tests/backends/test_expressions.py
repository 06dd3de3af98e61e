"""The engine's words mean the same to every backend, and Polars hears each part of an expression once."""

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Backend
from policyengine.backends.queries import concat

ROWS = pl.DataFrame(
    {"id": ["a", "b", "c"], "n": [1, None, 3], "day": [date(2023, 1, 31), None, date(2024, 2, 29)]},
    schema={"id": pl.String, "n": pl.Int64, "day": pl.Date},
)


def test_each_word_says_the_same_everywhere(backend: Backend) -> None:
    n, day = ex.col("n"), ex.col("day")
    asked = {
        "id": ex.col("id"),
        "filled": (n.fill_null(0) + 2) * 3 - 1,
        "least": ex.min_horizontal(n, ex.lit(2, dtype=ex.Int64())),
        "greatest": ex.max_horizontal(n, ex.lit(2, dtype=ex.Int64())),
        "least of one": ex.min_horizontal(n),
        "greatest of one": ex.max_horizontal(n),
        "either": ex.any_horizontal(n.is_null(), ex.col("id") == "a"),
        "neither": ~(n.is_null() | (ex.col("id") == "a")),
        "among": ex.col("id").is_in(["a", "b"]),
        "between": (n > 0) & (n >= 1) & (n < 3) & (n <= 2) & (n != 2),
        "year": day.year().cast(ex.Int64()),
        "month later": day.offset_by("1mo").cast(ex.Date()),
        "chosen": ex.when(n > 2)
        .then(ex.lit("many"))
        .when(n.is_null())
        .then(ex.lit("unknown"))
        .otherwise(ex.lit("few")),
    }
    query = backend.literal(ROWS).with_columns(expr.alias(f"_{name}") for name, expr in asked.items())
    [found] = backend.collected([query.select(ex.col(f"_{name}").alias(name) for name in asked)])
    assert found.sort("id").to_dict(as_series=False) == {
        "id": ["a", "b", "c"],
        "filled": [8, 5, 14],
        "least": [1, 2, 2],
        "greatest": [2, 2, 3],
        "least of one": [1, None, 3],
        "greatest of one": [1, None, 3],
        "either": [True, True, False],
        "neither": [False, False, True],
        "among": [True, True, False],
        "between": [True, None, False],
        "year": [2023, None, 2024],
        "month later": [date(2023, 2, 28), None, date(2024, 3, 29)],
        "chosen": ["few", "unknown", "many"],
    }


def test_queries_say_the_same_everywhere(backend: Backend) -> None:
    rows, n = backend.literal(ROWS), ex.col("n")
    twice = concat([rows.select("id", "n"), rows.filter(~n.is_null()).select("id", "n")])
    sums = twice.grouped(["id"], n.sum().alias("sum"), n.count().alias("count"), n.min().alias("min"))
    running = rows.with_columns(n.cum_sum().over("id", order_by=["n"]).alias("so_far")).select("id", "so_far")
    asked = {
        "grouped": sums,
        "joined": rows.select("id").join(sums.rename({"id": "own"}), how="left", left_on="id", right_on="own"),
        "running": running,
        "one of each": twice.select("id").unique(),
        "first": rows.select("id").sort("id").head(1),
    }
    found = dict(zip(asked, (set(rows.rows()) for rows in backend.collected([*asked.values()])), strict=True))
    grouped = {("a", 2, 2, 1), ("c", 6, 2, 3), ("b", found_sum(found["grouped"]), 0, None)}
    assert found == {
        "grouped": grouped,
        "joined": grouped,
        "running": {("a", 1), ("b", None), ("c", 3)},
        "one of each": {("a",), ("b",), ("c",)},
        "first": {("a",)},
    }


def found_sum(rows: set[tuple[object, ...]]) -> object:
    """The sum of nothing, which is 0 or null, as the backend has it."""
    [found] = [row[1] for row in rows if row[0] == "b"]
    assert found in (0, None)
    return found


TEXTS = [
    *(f"{space}甲{space}" for space in ex.SPACE),
    "甲",
    "甲 乙",
    "a",
    "~a~",
    "\u200b甲",
    "",
    "\u3000",
    "不详",
    "\xa0不详 ",
]


def test_stored_texts_are_trimmed_alike_everywhere(backend: Backend) -> None:
    text = ex.col("text")
    asked = {
        "told": text.told(["不详"]),
        "marked": text.marked(["不详"]),
        "code": text.looked_up({"甲": "a", "乙": "b"}),
    }
    given = pl.DataFrame({"id": [f"{n:02}" for n in range(len(TEXTS) + 1)], "text": [*TEXTS, None]})
    [found] = backend.collected([backend.literal(given).select("id", *(expr.alias(n) for n, expr in asked.items()))])
    trimmed = [text.strip(ex.SPACE) for text in TEXTS]
    assert found.sort("id").drop("id").to_dict(as_series=False) == {
        "told": [None if text in ("", "不详") else text for text in trimmed] + [None],
        "marked": [text == "不详" for text in trimmed] + [False],
        "code": ["a" if text == "甲" else None for text in trimmed] + [None],
    }


def test_polars_takes_the_same_space_away() -> None:
    every = pl.Series(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert set(every.filter(every.str.strip_chars() == "")) == set(ex.SPACE)


def test_polars_hears_each_part_once(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = list(_heard(monkeypatch))
    part = ex.col("n")
    whole = part + 1
    for _ in range(5):
        whole = whole | whole
    assert ROWS.lazy().select(whole.in_polars()).collect().to_series().to_list() == [2, None, 4]
    assert heard[0] == ["n"]


def _heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    names: list[str] = []
    column = pl.col

    def col(name: str) -> pl.Expr:
        names.append(name)
        return column(name)

    monkeypatch.setattr(pl, "col", col)
    yield names


def test_texts_are_read_alike_whether_they_were_trimmed_before_or_not(backend: Backend) -> None:
    cells = ["甲", "\u3000甲\t", "不详", " 不详", "\x85", "", None, "甲 乙", "urban", "urban\n"]
    rows = backend.literal(pl.DataFrame({"n": range(len(cells)), "text": cells}))
    ready = rows.with_columns(ex.col("text").trimmed().alias("bare"))
    asked = {
        f"{word} {text.word}{n}": said
        for n, text in enumerate((ex.col("text"), ex.bare("bare")))
        for word, said in (
            ("told", text.told(["不详"])),
            ("marked", text.marked(["不详"])),
            ("looked up", text.looked_up({"城市": "urban", "urban": "urban"})),
        )
    }
    [found] = backend.collected([ready.select("n", "bare", *(said.alias(name) for name, said in asked.items()))])
    columns = iter(found.sort("n").iter_columns())
    assert next(columns).to_list() == [*range(len(cells))]
    # What nothing is left of, PostgreSQL's rows come out of it as null.
    assert [each or "" for each in next(columns)] == [(each or "").strip(ex.SPACE) for each in cells]
    told = ["甲", "甲", None, None, None, None, None, "甲 乙", "urban", "urban"]
    marked = [n in (2, 3) for n in range(len(cells))]
    codes = [None] * 8 + ["urban", "urban"]
    assert [column.to_list() for column in columns] == [told, marked, codes] * 2
