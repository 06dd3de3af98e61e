"""Rows of the verdict frame as `Verdict` writes them, so that both can be compared whole."""

from fractions import Fraction
from typing import Any

import polars as pl


def written(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Each subject's verdict, as `Verdict.model_dump(mode="json")` gives it."""
    return {row["subject"]: _written(row) for row in frame.iter_rows(named=True)}


def _written(row: dict[str, Any]) -> dict[str, Any]:
    verdict = {name: value for name, value in row.items() if not name.endswith(("_numerator", "_denominator"))}
    amount, conditions = _number(row, "gap"), verdict.pop("gap_conditions")
    exact_target = _number(row, "target")
    assert exact_target is None or exact_target == row["target"]
    return verdict | {
        "lo": _number(row, "lo"),
        "hi": _number(row, "hi"),
        "gap": {"amount": amount, "conditions": conditions} if amount is not None or conditions else None,
        **{day: row[day] and row[day].isoformat() for day in ("measured_on", "due", "as_of")},
    }


def _number(row: dict[str, Any], name: str) -> str | None:
    numerator, denominator = row[f"{name}_numerator"], row[f"{name}_denominator"]
    if numerator is None:
        return None
    if denominator == 0:
        return "inf" if numerator > 0 else "-inf"
    return str(Fraction(numerator, denominator))
