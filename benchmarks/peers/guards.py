"""Kleene expressions made ready for languages of two values: where each is surely so, and where surely not.

A guard has no unknowns left in it: comparisons are preceded by tests for null where a null could reach them, except
equality with a word, which is false of a null in every language here.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["ordinary", "optional", "marked"]
FIRST_DAY = date(1970, 1, 1)
OPERATORS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class Field:
    """A field, moved by a number of days where it is a date."""

    name: str
    days: int = 0


@dataclass(frozen=True)
class Constant:
    """A whole number, which a date is too, or a word."""

    value: int | str


@dataclass(frozen=True)
class Compare:
    """A field, not moved, with another or with a constant; it is no null, unless it is asked to be `==` a word."""

    left: Field
    operator: str
    right: Field | Constant


@dataclass(frozen=True)
class Within:
    """The field, null or not, is one of the words."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Null:
    """The field is null, or is not."""

    field: str
    null: bool


@dataclass(frozen=True)
class Flag:
    """The field is this boolean; of a null it is false."""

    field: str
    value: bool


@dataclass(frozen=True)
class Named:
    """A definition is surely so, or surely not."""

    name: str
    yes: bool


@dataclass(frozen=True)
class Every:
    """All parts."""

    parts: tuple["Guard", ...]


@dataclass(frozen=True)
class Some:
    """Any part."""

    parts: tuple["Guard", ...]


@dataclass(frozen=True)
class Not:
    """The negation of a guard."""

    part: "Guard"


Leaf = Compare | Within | Null | Flag
Guard = Leaf | Named | Every | Some | Not


@dataclass(frozen=True)
class Truth:
    """Both guards of one Kleene expression."""

    yes: Guard
    no: Guard


def truth(text: str, fields: Mapping[str, Kind], definitions: Mapping[str, "Truth"]) -> Truth:
    """The guards of an expression over these fields and definitions. Raises `ValueError` for what it cannot read."""
    return _truth(ast.parse(f"({text})", mode="eval").body, fields, definitions)


def _truth(node: ast.expr, fields: Mapping[str, Kind], definitions: Mapping[str, Truth]) -> Truth:
    def of(part: ast.expr) -> Truth:
        return _truth(part, fields, definitions)

    match node:
        case ast.BoolOp(op=operator, values=values):
            parts = [of(value) for value in values]
            yes, no = tuple(part.yes for part in parts), tuple(part.no for part in parts)
            return Truth(_every(yes), _some(no)) if isinstance(operator, ast.And) else Truth(_some(yes), _every(no))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = of(operand)
            return Truth(inner.no, inner.yes)
        case ast.Name(id=name) if name in definitions:
            return Truth(Named(name, True), Named(name, False))
        case ast.Name(id=name):
            return Truth(Flag(name, True), _no(Flag(name, False), {name: fields[name]}, guarded=True))
        case ast.Call(func=ast.Name(id="present"), args=[ast.Name(id=name)]):
            return Truth(Null(name, False), _none(name, fields[name]))
        case ast.Compare(left=left, ops=[ast.In()], comparators=[ast.Tuple(elts=words)]):
            return _within(left, words, fields)
        case ast.Compare(left=left, ops=[first], comparators=[right]) if type(first) in OPERATORS:
            return _comparison(_term(left), OPERATORS[type(first)], _term(right), fields)
        case ast.Compare(left=left, ops=[first, second], comparators=[middle, right]):
            both = [ast.Compare(left, [first], [middle]), ast.Compare(middle, [second], [right])]
            return of(ast.BoolOp(ast.And(), list(both)))
    raise ValueError(f"not an expression of rules: {ast.unparse(node)}")


def _term(node: ast.expr) -> Field | Constant:
    match node:
        case ast.Name(id=name):
            return Field(name)
        case ast.Constant(value=int() | str() as value):
            return Constant(value)
        case ast.Call(func=ast.Name(id="date"), args=arguments):
            return Constant((date(*map(ast.literal_eval, arguments)) - FIRST_DAY).days)
        case ast.BinOp(left=ast.Name(id=name), op=ast.Add(), right=ast.Constant(value=int() as days)):
            return Field(name, days)
        case ast.BinOp(left=ast.Name(id=name), op=ast.Sub(), right=ast.Constant(value=int() as days)):
            return Field(name, -days)
    raise ValueError(f"not a term of rules: {ast.unparse(node)}")


def _comparison(left: Field | Constant, operator: str, right: Field | Constant, fields: Mapping[str, Kind]) -> Truth:
    if not isinstance(left, Field):
        left, operator, right = right, MIRRORED[operator], left
    if not isinstance(left, Field):
        raise TypeError("a comparison without a field")
    if left.days and isinstance(right, Constant) and isinstance(right.value, int):
        left, right = Field(left.name), Constant(right.value - left.days)
    used = {term.name: fields[term.name] for term in (left, right) if isinstance(term, Field)}
    yes, no = Compare(left, operator, right), Compare(left, OPPOSITE[operator], right)
    present = tuple(Null(name, False) for name in used)
    equality = isinstance(right, Constant) and isinstance(right.value, str)
    return Truth(
        yes if equality and operator == "==" else _every((*present, yes)),
        _no(no, used, guarded=equality and operator == "!="),
    )


def _within(left: ast.expr, words: list[ast.expr], fields: Mapping[str, Kind]) -> Truth:
    field = _term(left)
    if not isinstance(field, Field):
        raise TypeError(f"not a field: {ast.unparse(left)}")
    inside = Within(field.name, tuple(str(ast.literal_eval(word)) for word in words))
    return Truth(inside, _no(Not(inside), {field.name: fields[field.name]}, guarded=False))


def _no(no: Guard, used: Mapping[str, Kind], guarded: bool) -> Guard:
    """Surely not: all is known and it is not so, or something is none."""
    known = no if guarded else _every((*(Null(name, False) for name in used), no))
    nones = tuple(_none(name, kind) for name, kind in used.items() if kind != "ordinary")
    return _some((*nones, known)) if nones else known


def _none(name: str, kind: Kind) -> Guard:
    """An optional field is none; `ValueError` for an ordinary one, which cannot be."""
    if kind == "ordinary":
        raise ValueError(f"{name} is never none")
    null = Null(name, True)
    return null if kind == "optional" else _every((null, Flag(f"{name}__unknown", False)))


def _every(parts: tuple[Guard, ...]) -> Guard:
    return _flat(Every, parts)


def _some(parts: tuple[Guard, ...]) -> Guard:
    return _flat(Some, parts)


def _flat(made: type[Every] | type[Some], parts: tuple[Guard, ...]) -> Guard:
    flat: list[Guard] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, made) else (part,))
    once = tuple(dict.fromkeys(flat))
    return once[0] if len(once) == 1 else made(once)


def leaves(guard: Guard, definitions: Mapping[str, Truth]) -> Iterator[Leaf]:
    """The tests of a guard, those of definitions that it names among them."""
    match guard:
        case Every(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from leaves(part, definitions)
        case Not(part=part):
            yield from leaves(part, definitions)
        case Named(name=name, yes=yes):
            yield from leaves(definitions[name].yes if yes else definitions[name].no, definitions)
        case _:
            yield guard


def read(leaf: Leaf) -> tuple[str, ...]:
    """The fields that a test reads."""
    if isinstance(leaf, Compare):
        return tuple(term.name for term in (leaf.left, leaf.right) if isinstance(term, Field))
    return (leaf.field,)


def both(*parts: Guard) -> Guard:
    """All of the guards."""
    return _every(parts)
