"""What SQL of DuckDB calls things: names, values, types, and how a text is read."""

from collections.abc import Mapping, Sequence
from datetime import date
from unicodedata import category

from narwhals.dtypes import DType
from narwhals.stable.v2 import Boolean, Date, Decimal, Int16, Int64, Int128, String, UInt8

from policyengine.backends.expressions import SPACE

TYPES: dict[type[DType], str] = {
    Boolean: "BOOLEAN",
    Date: "DATE",
    Int16: "SMALLINT",
    Int64: "BIGINT",
    Int128: "HUGEINT",
    String: "VARCHAR",
    UInt8: "UTINYINT",
}

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
            return _text(value)
        case date():
            return f"DATE '{value.isoformat()}'"
        case _:
            raise TypeError(f"no literal of SQL: {value!r}")


def listed(values: Sequence[object]) -> str:
    """Values as SQL has a list of them."""
    return f"[{', '.join(map(literal, values))}]" if values else "CAST([] AS VARCHAR[])"


def _text(value: str) -> str:
    """What no terminal prints by its bytes, so that a query can be printed and run again."""
    shown = value.replace("'", "''")
    if all(map(_is_printed, value)):
        return f"'{shown}'"
    parts = (
        each if _is_printed(each) else "".join(f"\\x{byte:02x}" for byte in each.encode())
        for each in shown.replace("\\", "\\\\")
    )
    return f"E'{''.join(parts)}'"


def _is_printed(character: str) -> bool:
    return category(character) not in ("Cc", "Zl", "Zp")


SPACES = literal(SPACE)
"""`SPACE` as SQL has it."""


def type_name(dtype: DType | type[DType]) -> str:
    """A type as SQL has it."""
    if isinstance(dtype, Decimal):
        return f"DECIMAL({dtype.precision},{dtype.scale})"
    return TYPES[type(dtype) if isinstance(dtype, DType) else dtype]


def trimmed(text: int) -> tuple[Piece, ...]:
    """A text without the white space around it."""
    return ("trim(", text, f", {SPACES})")


def told(text: int, markers: Sequence[str]) -> tuple[Piece, ...]:
    """What a text tells. Most are seen to be bare, and only the others are trimmed."""
    seen = ("CASE WHEN ", *_bare(text), f" AND list_position({listed(markers)}, ", text, ") IS NULL THEN ", text)
    unmarked = (f"list_position({listed(['', *markers])}, ", *trimmed(text), ") IS NULL")
    return (*seen, " WHEN ", *unmarked, " THEN ", *trimmed(text), " END")


def _bare(text: int) -> tuple[Piece, ...]:
    """Where no space is around a text: all of it stands before `!` or between `~` and `、`, so that ends tell."""
    last = ("substr(", text, ", -1)")
    first_of_text = (text, " BETWEEN '!' AND '~' OR ", text, " >= '\u3001'")
    return ("(", *first_of_text, ") AND (", *last, " BETWEEN '!' AND '~' OR ", *last, " >= '\u3001')")


def tells(text: int, markers: Sequence[str], *, something: bool) -> tuple[Piece, ...]:
    """Whether a text tells something, or nothing: of most, how they begin is enough to see that they do."""
    doubtful = listed(["", *SPACE, *sorted({marker[0] for marker in markers if marker})])
    is_bare, is_trimmed = ("NOT NULL", "NULL") if something else ("NULL", "NOT NULL")
    seen = (f"CASE WHEN list_position({doubtful}, substr(", text, ", 1, 1)) IS NULL THEN ", text, f" IS {is_bare}")
    return (*seen, f" ELSE list_position({listed(['', *markers])}, ", *trimmed(text), f") IS {is_trimmed} END")


def marked(text: int, markers: Sequence[str]) -> tuple[Piece, ...]:
    """Whether a text is one of the markers, whatever space is around it."""
    return (f"(list_position({listed(markers)}, ", *trimmed(text), ") IS NOT NULL)")


def looked_up(text: int, codes: Mapping[str, str]) -> tuple[Piece, ...]:
    """Functions of a column alone, which DuckDB computes once for each word of a dictionary; first without trimming."""
    found = f"list_extract({listed([*codes.values()])}, list_position({listed([*codes])}, "
    return ("coalesce(", found, text, ")), ", found, *trimmed(text), ")))")
