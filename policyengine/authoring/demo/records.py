"""Records of work done, for the duties that a plan proves by evidence."""

from collections.abc import Iterable, Mapping

import polars as pl

from policyengine.authoring.demo.draws import Draws
from policyengine.authoring.demo.numbering import numbered
from policyengine.authoring.demo.supervision import day_in_time, plan_day
from policyengine.language.models import Policy, Rule

THOROUGH = 0.6  # share of subjects that did, and recorded, all there was to do
OUTCOMES = {"done": 15, "not_done": 3, "": 2}


def work_records(policies: Iterable[Policy], tables: Mapping[str, pl.DataFrame], year: int, seed: int) -> pl.DataFrame:
    """Records for every evidence rule of the policies and the subjects in `tables`; some are missing or doubtful."""
    columns = ("policy", "rule", "item", "subject_kind", "subject_id", "outcome", "done_on", "document", "decided_by")
    parts = [
        _of_rule(policy.name, rule, tables[rule.subject]["id"], year, seed).select(columns)
        for policy in policies
        for rule in policy.rules
        if rule.evidence is not None and rule.subject in tables
    ]
    empty = pl.DataFrame(schema={name: pl.Date if name == "done_on" else pl.String for name in columns})
    return numbered(pl.concat([empty, *parts]), "GZ")


def _of_rule(policy: str, rule: Rule, subjects: pl.Series, year: int, seed: int) -> pl.DataFrame:
    draws = Draws(seed, f"work_record/{policy}/{rule.id}")
    evidence = rule.evidence
    items = evidence.items if evidence is not None else ()
    frame = numbered(subjects.to_frame("subject_id"), "GZ").with_columns(_thorough=draws.chance("thorough", THOROUGH))
    each = frame.join(pl.DataFrame({"item": items or ("",)}), how="cross", maintain_order="left_right")
    each = numbered(each, "GZ").filter(pl.col("_thorough") | draws.chance("recorded", 0.9))
    outcome = pl.when("_thorough").then(pl.lit("done")).otherwise(draws.weighted("outcome", OUTCOMES))
    return each.with_columns(
        policy=pl.lit(policy),
        rule=pl.lit(rule.id),
        subject_kind=pl.lit(rule.subject),
        outcome=pl.when(outcome != "").then(outcome),
        done_on=pl.when("_thorough")
        .then(day_in_time(draws, "done_on", year))
        .otherwise(plan_day(draws, "done_on", year)),
        document=pl.lit(evidence.document if evidence is not None else None, pl.String),
        decided_by=pl.lit(rule.actor, pl.String),
    )
