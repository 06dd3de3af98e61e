"""The engine's expressions as SQL of DuckDB, each part of them once.

DuckDB computes anew whatever stands twice within a `CASE`, an `AND` or an `OR`. So a part that is used twice becomes a
column of a step below, which is computed once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from policyengine.backends.expressions import Said
from policyengine.backends.sql_words import (
    Piece,
    listed,
    literal,
    looked_up,
    marked,
    quoted,
    tells,
    told,
    trimmed,
    type_name,
)

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
RUNNING = " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"

DENIALS = {
    " IS NULL)": " IS NOT NULL)",
    " IS TRUE)": " IS NOT TRUE)",
    " IS FALSE)": " IS NOT FALSE)",
    " < ": " >= ",
    " > ": " <= ",
    " = ": " <> ",
}
DENIED = DENIALS | {denial: said for said, denial in DENIALS.items()}
"""What says the opposite of a test of one value or two, and like it nothing of what is null."""


@dataclass(frozen=True, slots=True)
class Term:
    """What SQL says of a row, and the columns of the row that it reads."""

    text: str
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """What the names of columns stand for: the numbers of parts. `noted` are the expressions that use them so."""

    numbers: Mapping[str, int]
    noted: dict[int, tuple[Said, int]] = field(default_factory=dict)


class Parts:
    """What expressions over the columns of one step are made of, numbered; parts that are alike are one."""

    def __init__(self, columns: Iterable[str], nulls: Mapping[str, str] = MappingProxyType({})) -> None:
        self._pieces: list[tuple[Piece, ...]] = []
        self._numbers: dict[tuple[Piece, ...], int] = {}
        self._columns: dict[int, str] = {}
        self._aggregates: set[int] = set()
        self._windows: set[int] = set()
        self.texts: dict[int, tuple[int, Sequence[str]]] = {}
        self.names = Names({name: self._column(name) for name in columns})
        self._nulls = {self._column(name): self._column(said) for name, said in nulls.items()}

    def noted(self, value: object, names: Names) -> int:
        """The number of an expression, or of a literal."""
        if not isinstance(value, Said):
            return self._numbered((literal(value),))
        if id(value) not in names.noted:
            # An expression that is kept shares its identity with no other.
            names.noted[id(value)] = (value, self._noted(value, names))
        return names.noted[id(value)][1]

    def copy(self) -> "Parts":
        """The same parts, to which others can be added apart from these."""
        other = Parts(())
        other._pieces, other._numbers = [*self._pieces], {**self._numbers}
        other._columns, other._nulls = self._columns, self._nulls
        other._aggregates, other._windows, other.texts = {*self._aggregates}, {*self._windows}, {**self.texts}
        return other

    def null(self, number: int) -> int:
        """Where a part is null; a column of the step may say it of another."""
        return self._nulls[number] if number in self._nulls else self._numbered(("(", number, " IS NULL)"))

    def column(self, number: int) -> str | None:
        """The name of a column of the step; `None` for any other part."""
        return self._columns.get(number)

    def aggregate(self, numbers: Iterable[int]) -> bool:
        """Whether one of them is of several rows together."""
        return not self._aggregates.isdisjoint(numbers)

    def windowed(self, numbers: Iterable[int]) -> bool:
        """Whether one of them depends on rows beside its own, all of which must still be there."""
        return not self._windows.isdisjoint(numbers)

    def told(self, asked: Sequence[int]) -> tuple[list[dict[str, Term]], list[Term]]:
        """The steps below, from the lowest, each with its columns by name; and what is asked."""
        used = self._used(asked)
        uses = Counter(piece for pieces in used.values() for piece in pieces if isinstance(piece, int))
        uses.update(asked)
        steps: list[dict[str, Term]] = []
        terms: dict[int, Term] = {}
        levels: dict[int, int] = {}
        for number in sorted(used):
            pieces = used[number]
            parts = [piece for piece in pieces if isinstance(piece, int)]
            level = max((levels[part] for part in parts), default=0)
            text = "".join(piece if isinstance(piece, str) else terms[piece].text for piece in pieces)
            own = frozenset([self._columns[number]] if number in self._columns else [])
            term = Term(text, own.union(*(terms[part].reads for part in parts)))
            if term.reads and self._set_apart(number, uses[number]):
                name = f"__part{number}"
                steps += [{}] if level == len(steps) else []
                steps[level][name] = term
                term, level = Term(quoted(name), frozenset([name])), level + 1
            terms[number], levels[number] = term, level
        return steps, [terms[number] for number in asked]

    def _used(self, asked: Sequence[int]) -> dict[int, tuple[Piece, ...]]:
        """What is asked is made of. No part has a smaller number than what it is made of."""
        used: dict[int, tuple[Piece, ...]] = {}
        wanted, tests = {*asked}, list[tuple[int, int, bool]]()
        for number in range(max(asked, default=-1), -1, -1):
            if number not in wanted:
                continue
            used[number] = self._pieces[number]
            match used[number]:
                case ["(", int(of), " IS NULL)" | " IS NOT NULL)" as test] if of in self.texts:
                    tests.append((number, of, test == " IS NOT NULL)"))
                    wanted.add(self.texts[of][0])
                case pieces:
                    wanted.update(piece for piece in pieces if isinstance(piece, int))
        for number, of, something in tests:
            if of not in used:
                used[number] = tells(*self.texts[of], something=something)
        return used

    def _set_apart(self, number: int, uses: int) -> bool:
        """Whether it becomes a column: not where that is read no sooner than its value is computed again."""
        if number in self._aggregates:
            return False
        match self._pieces[number]:
            case [str()]:
                return False
            case ["(", int(of), " IS NULL)" | " IS NOT NULL)"] | ["(NOT ", int(of), ")"]:
                return uses > 1 and len(self._pieces[of]) > 1
            case pieces:
                return uses > 1 or _is_window(pieces)

    def _column(self, name: str) -> int:
        number = self._numbered((quoted(name),))
        self._columns[number] = name
        return number

    def _numbered(self, pieces: tuple[Piece, ...]) -> int:
        number = self._numbers.setdefault(pieces, len(self._pieces))
        if number == len(self._pieces):
            self._pieces.append(pieces)
            for kind in (self._aggregates, self._windows):
                if not kind.isdisjoint(pieces):
                    kind.add(number)
            if _is_window(pieces):
                self._windows.add(number)
        return number

    def _noted(self, said: Said, names: Names) -> int:
        match said.word:
            case "col":
                return names.numbers[str(said.said_with[0])]
            case "alias":
                return self.noted(said.of, names)
            case "__invert__":
                return self._denied(self.noted(said.of, names))
            case "is_null":
                return self.null(self.noted(said.of, names))
        number = self._numbered(tuple(self._of(said, names)))
        if said.word in AGGREGATES:
            self._aggregates.add(number)
        if said.word == "told":
            self.texts[number] = (self.noted(said.of, names), *said.said_with)
        return number

    def _of(self, said: Said, names: Names) -> Iterator[Piece]:
        match said.word:
            case "lit":
                dtype, value = said.settings["dtype"], literal(said.said_with[0])
                yield value if dtype is None else f"{value}::{type_name(dtype)}"
            case "then" | "otherwise":
                yield from self._case(said, names)
            case "over":
                yield from self._running(said, said.of, names)
            case word if word in OF_SEVERAL:
                opening, between = OF_SEVERAL[word]
                for n, each in enumerate(said.said_with):
                    yield from (between if n else opening, self.noted(each, names))
                yield ")"
            case _:
                yield from self._of_one(said, names)

    def _of_one(self, said: Said, names: Names) -> tuple[Piece, ...]:
        """What is said of one expression, with others or values."""
        of = self.noted(said.of, names)
        match said.word, *said.said_with:
            case "fill_null", bool(filling):
                return ("(", of, " IS NOT FALSE)" if filling else " IS TRUE)")
            case "fill_null", filling:
                return ("coalesce(", of, ", ", self.noted(filling, names), ")")
            case "cast", dtype:
                return ("CAST(", of, f" AS {type_name(dtype)})")
            case "is_in", [value]:
                return ("(", of, f" = {literal(value)})")
            case "is_in", values:
                # A list is searched several times as fast as `IN` compares; what is not in it has no position.
                position = f"list_position({listed(values)}, "
                return ("CASE WHEN ", of, " IS NOT NULL THEN ", position, of, ") IS NOT NULL END")
            case "trimmed", *_:
                return trimmed(of)
            case "told", markers:
                return told(of, markers)
            case "marked", markers:
                return marked(of, markers)
            case "str.to_lowercase", *_:
                return ("lower(", of, ")")
            case "str.contains", form:
                return ("regexp_matches(", of, f", {literal(form)})")
            case "looked_up", codes:
                return looked_up(of, codes)
            case "dt.year", *_:
                return ("year(", of, ")")
            case "dt.offset_by", by:
                count, unit = re.findall(r"-?\d+|\D+", by)
                return ("CAST(", of, f" + INTERVAL ({count}) {UNITS[unit]} AS DATE)")
            case word, other if word in OPERATORS:
                return ("(", of, f" {OPERATORS[word]} ", self.noted(other, names), ")")
            case word, *_ if word in AGGREGATES:
                return (f"{word}(", of, ")")
            case _:
                raise TypeError(f"no word of SQL: {said.word}")

    # --- flags --------------------------------------------------------------------------------------------------------

    def _denied(self, number: int) -> int:
        """Where a flag is not set; null where it is null."""
        match self._pieces[number]:
            case ["TRUE"] | ["FALSE"]:
                return self._numbered(("FALSE" if self._pieces[number] == ("TRUE",) else "TRUE",))
            case ["(NOT ", int(denied), ")"]:
                return denied
            case ["(", int(of), str(test)] if test in DENIED:
                return self._numbered(("(", of, DENIED[test]))
            case ["(", int(one), str(test), int(other), ")"] if test in DENIED:
                return self._numbered(("(", one, DENIED[test], other, ")"))
            case _:
                return self._numbered(("(NOT ", number, ")"))

    def _condition(self, number: int) -> int:
        """What is set where a flag is, and need not be told from null where it is not."""
        match self._pieces[number]:
            case ["(", int(of), " IS TRUE)"]:
                return self._condition(of)
            case ["(", int(one), " AND " | " OR " as word, int(other), ")"]:
                return self._numbered(("(", self._condition(one), word, self._condition(other), ")"))
            case _:
                return number

    def _case(self, said: Said, names: Names) -> Iterator[Piece]:
        otherwise = self.noted(said.said_with[0] if said.word == "otherwise" else None, names)
        then = said.of if said.word == "otherwise" else said
        branches: list[tuple[int, int]] = []
        while then is not None and then.of is not None:
            branches.insert(0, (self.noted(then.of.said_with[0], names), self.noted(then.said_with[0], names)))
            then = then.of.of
        match branches:
            case [(yes, if_yes), (no, if_no)] if no == self._denied(yes):
                # Whether a flag is null is seen sooner than whether it is not set.
                yield from ("CASE WHEN ", yes, " THEN ", if_yes, " WHEN ", yes, " IS NULL THEN ", otherwise)
                yield from (" ELSE ", if_no, " END")
            case _:
                yield "CASE"
                for condition, value in branches:
                    yield from (" WHEN ", self._condition(condition), " THEN ", value)
                typed = not all(self._is_null(value) for _, value in branches)
                yield from (" END",) if typed and self._is_null(otherwise) else (" ELSE ", otherwise, " END")

    def _is_null(self, number: int) -> bool:
        match self._pieces[number]:
            case [str(text)]:
                return text == "NULL" or text.startswith("NULL::")
            case _:
                return False

    # --- windows ------------------------------------------------------------------------------------------------------

    def _running(self, said: Said, running: Said | None, names: Names) -> Iterator[Piece]:
        """The sum or the count up to each row within its part; a sum is null where the value is."""
        if running is None:
            raise TypeError(f"no word of SQL: {said.word}")
        value = self.noted(running.of, names)
        window = (*self._window(said, names),)
        if running.word == "cum_count":
            yield from ("count(", value, *window)
        else:
            yield from ("CASE WHEN ", value, " IS NOT NULL THEN sum(", value, *window, " END")

    def _window(self, said: Said, names: Names) -> Iterator[Piece]:
        for n, name in enumerate(said.said_with):
            yield from (", " if n else ") OVER (PARTITION BY ", names.numbers[name])
        for n, name in enumerate(said.settings["order_by"]):
            yield from (", " if n else " ORDER BY ", names.numbers[name], " NULLS FIRST")
        yield RUNNING


def _is_window(pieces: Sequence[Piece]) -> bool:
    return pieces[-1] == RUNNING or pieces[-2:] == (RUNNING, " END")
