"""Offices' determinations: a column for each term that a plan leaves to an office's judgement."""

from collections.abc import Iterable

import polars as pl

from policyengine.authoring.demo.draws import ROW, Draws
from policyengine.language.models import Policy

HOLDS = 0.7
UNDETERMINED = 0.03

ADVERSE = frozenset(
    {
        "abnormal",
        "abnormally_active",
        "charter_breached",
        "financial_rules_breached",
        "internally_disordered",
        "on_abnormal_list",
        "seriously_dishonest",
        "untrustworthy",
    }
)
"""Terms that few deserve."""
ADVERSE_HOLDS = 0.04


def with_determinations(frame: pl.DataFrame, entity: str, policies: Iterable[Policy], seed: int) -> pl.DataFrame:
    """The entity's table with a column for each judged definition of the policies that it does not have yet."""
    draws = Draws(seed, f"determination/{entity}")
    terms = {
        definition.name
        for policy in policies
        for definition in policy.definitions
        if definition.judged is not None and definition.subject == entity and definition.name not in frame.columns
    }
    drawn = [
        pl.when(~draws.chance(f"{term}/undetermined", UNDETERMINED)).then(draws.chance(term, _share(term))).alias(term)
        for term in sorted(terms)
    ]
    numbers = pl.int_range(pl.len(), dtype=pl.UInt64).alias(ROW)
    return frame.with_columns(numbers).with_columns(*drawn) if drawn else frame


def _share(term: str) -> float:
    return ADVERSE_HOLDS if term in ADVERSE else HOLDS
