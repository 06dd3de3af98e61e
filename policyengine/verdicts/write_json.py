"""Verdicts as JSON: an array of objects with the fields of language.md §4, numbers as exact text."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from policyengine.reading.numbers import render_high, render_low, render_number
from policyengine.verdicts.verdict import Verdict

FIELDS = tuple(Verdict.model_fields)


def write_json(frames: Iterable[pl.DataFrame], path: Path) -> None:
    """One object a line, written as they come."""
    with path.open("w", encoding="utf-8") as file:
        opening = "[\n"
        for frame in frames:
            for row in frame.iter_rows(named=True):
                file.write(opening + json.dumps(verdict_object(row), ensure_ascii=False, default=_day))
                opening = ",\n"
        file.write("[]\n" if opening == "[\n" else "\n]\n")


def json_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Objects that `verdict_object` made, as an array."""
    return json.dumps(rows, ensure_ascii=False, default=_day, indent=2)


def verdict_object(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `frame.COLUMNS` as an object whose keys are the fields of a verdict, in their order."""
    numbers = {
        "lo": render_low(_fraction(row, "lo")) if row["lo_numerator"] is not None else None,
        "hi": render_high(_fraction(row, "hi")) if row["hi_numerator"] is not None else None,
        "gap": _gap(row),
    }
    return {name: numbers[name] if name in numbers else row[name] for name in FIELDS}


def _gap(row: Mapping[str, Any]) -> dict[str, Any] | None:
    least = _fraction(row, "gap") if row["gap_numerator"] is not None else None
    if least is None and not row["gap_conditions"]:
        return None
    return {"amount": None if least is None else render_number(least), "conditions": row["gap_conditions"]}


def _fraction(row: Mapping[str, Any], name: str) -> Fraction | None:
    """The exact number; `None` where it is unbounded."""
    denominator = row[f"{name}_denominator"]
    return Fraction(row[f"{name}_numerator"], denominator) if denominator else None


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)
