"""Who is compared: what to install, what each can express, and on how many processes it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """A module of `engines`; one bound to `one_core` runs as a process a core, each with a share of the data."""

    engine: str
    name: str
    package: str
    one_core: bool
    unknowns: str
    form: str
    communities: bool = True


TREE = "policyengine-rules"
"""This project, as a package."""
CEL_IN_RUST = "common-expression-language"
PEERS = (
    Peer("policyengine", "policyengine", TREE, False, "of the language", "YAML rules, fused on Polars"),
    Peer("polars_by_hand", "Polars by hand", "polars", False, "nulls", "one lazy select; one group-by"),
    Peer("duckdb_by_hand", "DuckDB by hand", "duckdb", False, "nulls", "one select; one grouping"),
    Peer("openfisca", "OpenFisca-core", "OpenFisca-Core", True, "a boolean beside each field", "vectorized formulas"),
    Peer("zen_engine", "zen-engine", "zen-engine", True, "null tests", "one compiled expression a subject"),
    Peer("cel_rust", CEL_IN_RUST, CEL_IN_RUST, True, "null tests", "one program a subject"),
    Peer("rule_engine", "rule-engine", "rule-engine", True, "null tests", "two rules a subject, each a list"),
    Peer("cel_python", "cel-python", "cel-python", True, "a boolean beside each field", "a compiled program a rule"),
    Peer("rego", "regopy", "regopy", True, "null tests", "a planned bundle, one query a subject"),
    Peer("durable_rules", "durable_rules alone", "durable_rules", True, "absent properties", "a fact a subject", False),
)
REFERENCE = "polars_by_hand"
"""Whose counts of statuses the others are compared with."""
