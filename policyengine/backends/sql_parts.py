"""The engine's expressions as SQL of DuckDB, each part of them once.

DuckDB computes anew whatever stands twice within a `CASE`, an `AND` or an `OR`. So a part that is used twice becomes a
column of a step below, which is computed once.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from unicodedata import category

from narwhals.dtypes import DType
from narwhals.stable.v2 import Boolean, Date, Decimal, Int16, Int64, Int128, String, UInt8

from policyengine.backends.expressions import SPACE, Said

TYPES: dict[type[DType], str] = {
    Boolean: "BOOLEAN",
    Date: "DATE",
    Int16: "SMALLINT",
    Int64: "BIGINT",
    Int128: "HUGEINT",
    String: "VARCHAR",
    UInt8: "UTINYINT",
}
OPERATORS = {
    "__and__": "AND",
    "__or__": "OR",
    "__add__": "+",
    "__sub__": "-",
    "__mul__": "*",
    "__lt__": "<",
    "__le__": "<=",
    "__gt__": ">",
    "__ge__": ">=",
    "__eq__": "=",
    "__ne__": "<>",
}
OF_SEVERAL = {
    "min_horizontal": ("least(", ", "),
    "max_horizontal": ("greatest(", ", "),
    "any_horizontal": ("(", " OR "),
}
AGGREGATES = ("sum", "min", "max", "count")
UNITS = {"d": "DAY", "mo": "MONTH", "y": "YEAR"}
RUNNING = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"

Piece = str | int
"""Text, or the number of a part."""


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def named(names: Sequence[str]) -> str:
    """Names as SQL lists them."""
    return ", ".join(map(quoted, names))


def literal(value: object) -> str:
    """A value as SQL has it."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value) if value >= 0 else f"({value})"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case _:
            raise TypeError(f"no literal of SQL: {value!r}")


def _list(values: Sequence[object]) -> str:
    return f"[{', '.join(map(literal, values))}]" if values else "CAST([] AS VARCHAR[])"


SPACES = " || ".join(
    [
        *(f"chr({ord(each)})" for each in SPACE if category(each) != "Zs"),
        literal("".join(each for each in SPACE if category(each) == "Zs")),
    ]
)
"""`SPACE` as SQL has it: what no terminal prints by its number, so that a query can be printed and run again."""


def type_name(dtype: DType | type[DType]) -> str:
    """A type as SQL has it."""
    if isinstance(dtype, Decimal):
        return f"DECIMAL({dtype.precision},{dtype.scale})"
    return TYPES[type(dtype) if isinstance(dtype, DType) else dtype]


class Parts:
    """What the expressions of one step are made of, numbered; parts that are alike are one."""

    def __init__(self) -> None:
        self._pieces: list[tuple[Piece, ...]] = []
        self._numbers: dict[tuple[Piece, ...], int] = {}
        self._noted: dict[int, tuple[Said, int]] = {}
        self._of_groups: set[int] = set()

    def noted(self, value: object) -> int:
        """The number of an expression, or of a literal."""
        if not isinstance(value, Said):
            return self._numbered((literal(value),))
        if id(value) not in self._noted:
            number = self._numbered(tuple(self._of(value)))
            self._noted[id(value)] = (value, number)  # an expression that is kept shares its identity with no other
            if value.word in AGGREGATES:
                self._of_groups.add(number)
        return self._noted[id(value)][1]

    def told(self, asked: Sequence[int]) -> tuple[list[dict[str, str]], list[str]]:
        """The steps below, from the lowest, each as the text of its columns by name; and the text of what is asked."""
        uses = Counter(piece for pieces in self._pieces for piece in pieces if isinstance(piece, int))
        uses.update(asked)
        steps: list[dict[str, str]] = []
        texts: list[str] = []
        levels: list[int] = []
        for number, pieces in enumerate(self._pieces):
            level = max((levels[piece] for piece in pieces if isinstance(piece, int)), default=0)
            text = "".join(piece if isinstance(piece, str) else texts[piece] for piece in pieces)
            if uses[number] > 1 and len(pieces) > 1 and number not in self._of_groups:
                name = f"__part{number}"
                steps += [{}] if level == len(steps) else []
                steps[level][name] = text
                text, level = quoted(name), level + 1
            texts.append(text)
            levels.append(level)
        return steps, [texts[number] for number in asked]

    def _numbered(self, pieces: tuple[Piece, ...]) -> int:
        number = self._numbers.setdefault(pieces, len(self._pieces))
        if number == len(self._pieces):
            self._pieces.append(pieces)
            if not self._of_groups.isdisjoint(pieces):
                self._of_groups.add(number)
        return number

    def _of(self, said: Said) -> Iterator[Piece]:
        match said.word:
            case "col":
                yield quoted(str(said.said_with[0]))
            case "lit":
                dtype, value = said.settings["dtype"], literal(said.said_with[0])
                yield value if dtype is None else f"CAST({value} AS {type_name(dtype)})"
            case "then" | "otherwise":
                yield from self._case(said)
            case "over":
                yield from self._running(said, said.of)
            case word if word in OF_SEVERAL:
                opening, between = OF_SEVERAL[word]
                for n, each in enumerate(said.said_with):
                    yield from (between if n else opening, self.noted(each))
                yield ")"
            case _:
                yield from self._of_one(said)

    def _of_one(self, said: Said) -> tuple[Piece, ...]:
        """What is said of one expression, with others or values."""
        of = self.noted(said.of)
        match said.word, *said.said_with:
            case "alias", _:
                return self._pieces[of]
            case "__invert__", *_:
                return self._negated(of)
            case "is_null", *_:
                return ("(", of, " IS NULL)")
            case "fill_null", bool(filling):
                return ("(", of, " IS NOT FALSE)" if filling else " IS TRUE)")
            case "fill_null", filling:
                return ("coalesce(", of, ", ", self.noted(filling), ")")
            case "cast", dtype:
                return ("CAST(", of, f" AS {type_name(dtype)})")
            case "is_in", [value]:
                return ("(", of, f" = {literal(value)})")
            case "is_in", values:
                # A list is searched several times as fast as `IN` compares; what is not in it has no position.
                position = f"list_position({_list(values)}, "
                return ("CASE WHEN ", of, " IS NOT NULL THEN ", position, of, ") IS NOT NULL END")
            case "told", markers:
                return _told(of, markers)
            case "marked", markers:
                return _marked(of, markers)
            case "str.to_lowercase", *_:
                return ("lower(", of, ")")
            case "str.contains", form:
                return ("regexp_matches(", of, f", {literal(form)})")
            case "looked_up", codes:
                return _looked_up(of, codes)
            case "dt.year", *_:
                return ("year(", of, ")")
            case "dt.offset_by", by:
                count, unit = re.findall(r"-?\d+|\D+", by)
                return ("CAST(", of, f" + INTERVAL ({count}) {UNITS[unit]} AS DATE)")
            case word, other if word in OPERATORS:
                return ("(", of, f" {OPERATORS[word]} ", self.noted(other), ")")
            case word, *_ if word in AGGREGATES:
                return (f"{word}(", of, ")")
            case _:
                raise TypeError(f"no word of SQL: {said.word}")

    def _negated(self, of: int) -> tuple[Piece, ...]:
        match self._pieces[of]:
            case "(NOT ", int(denied), ")":
                return self._pieces[denied]
            case _:
                return ("(NOT ", of, ")")

    def _case(self, said: Said) -> Iterator[Piece]:
        otherwise = self.noted(said.said_with[0] if said.word == "otherwise" else None)
        then = said.of if said.word == "otherwise" else said
        branches: list[tuple[int, int]] = []
        while then is not None and then.of is not None:
            branches.insert(0, (self.noted(then.of.said_with[0]), self.noted(then.said_with[0])))
            then = then.of.of
        match branches:
            case [(yes, if_yes), (no, if_no)] if self._pieces[no] == self._negated(yes):
                # Whether a flag is null is seen sooner than whether it is not set.
                yield from ("CASE WHEN ", yes, " THEN ", if_yes, " WHEN ", yes, " IS NULL THEN ", otherwise)
                yield from (" ELSE ", if_no, " END")
            case _:
                yield "CASE"
                for condition, value in branches:
                    yield from (" WHEN ", condition, " THEN ", value)
                yield from (" ELSE ", otherwise, " END")

    def _running(self, said: Said, running: Said | None) -> tuple[Piece, ...]:
        """The sum or the count up to each row within its part; a sum is null where the value is."""
        if running is None:
            raise TypeError(f"no word of SQL: {said.word}")
        value = self.noted(running.of)
        order = ", ".join(f"{quoted(name)} NULLS FIRST" for name in said.settings["order_by"])
        window = f"OVER (PARTITION BY {named(said.said_with)} ORDER BY {order} {RUNNING})"
        if running.word == "cum_count":
            return ("count(", value, f") {window}")
        return ("CASE WHEN ", value, " IS NOT NULL THEN sum(", value, f") {window} END")


def _told(text: int, markers: Sequence[str]) -> tuple[Piece, ...]:
    """Most texts are seen to be bare, and only the others are trimmed."""
    position, trimmed = f"list_position({_list(markers)}, ", ("trim(", text, f", {SPACES})")
    seen = ("CASE WHEN ", *_bare(text), " AND ", position, text, ") IS NULL THEN ", text)
    return (*seen, " WHEN ", *trimmed, " <> '' AND ", position, *trimmed, ") IS NULL THEN ", *trimmed, " END")


def _marked(text: int, markers: Sequence[str]) -> tuple[Piece, ...]:
    position, trimmed = f"list_position({_list(markers)}, ", ("trim(", text, f", {SPACES})")
    seen = ("CASE WHEN ", *_bare(text), " THEN ", position, text, ") IS NOT NULL")
    return (*seen, " ELSE ", position, *trimmed, ") IS NOT NULL END")


def _bare(text: int) -> tuple[Piece, ...]:
    """Where no space is around a text: all of it stands before `!` or between `~` and `、`, so that ends tell."""
    last = ("substr(", text, ", -1)")
    first_of_text = (text, " BETWEEN '!' AND '~' OR ", text, " >= '\u3001'")
    return ("(", *first_of_text, ") AND (", *last, " BETWEEN '!' AND '~' OR ", *last, " >= '\u3001')")


def _looked_up(text: int, codes: Mapping[str, str]) -> tuple[Piece, ...]:
    """Functions of a column alone, which DuckDB computes once for each word of a dictionary; first without trimming."""
    found = f"list_extract({_list([*codes.values()])}, list_position({_list([*codes])}, "
    return ("coalesce(", found, text, ")), ", found, "trim(", text, f", {SPACES}))))")
