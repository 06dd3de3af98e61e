"""A country for the five plans: the demo registry's invented one, with records of the work that the plans ask for.

900,000 organizations make 3,000 counties in 334 cities; there are 13 communities for 18 organizations. Every office
has records of its work; of the smaller subjects one in `RECORDED`, for if all had, these would be 61 million records.
"""

import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from policyengine import pipeline
from policyengine.authoring.demo import make_demo
from policyengine.authoring.demo.records import work_records
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.language.models import Policy

POLICIES = Path(__file__).parents[1] / "policies"
OFFICES = ("city", "county", "street", "registration_authority", "supervising_unit", "comprehensive_committee")
RECORDED = 50
YEAR = 2023
AS_OF = date(2024, 1, 31)
SEED = 1

Told = tuple[float, dict[str, Any]]


def country(folder: Path, organizations: str) -> Told:
    """The registry of a country with so many organizations; its rows by table."""
    start = time.perf_counter()
    number, policies = int(organizations), five()
    without_rules = [policy.model_copy(update={"rules": ()}) for policy in policies]
    made = make_demo(
        folder, None, number, SEED, communities=number * 13 // 18, year=YEAR, policies=without_rules
    )  # only the determinations
    made["work_record"] = _record_work(folder, policies)
    return time.perf_counter() - start, made


def five() -> list[Policy]:
    """The plans of the five cities."""
    return [load_policy(path) for path in sorted(POLICIES.glob("*.yaml"))]


def _record_work(folder: Path, policies: list[Policy]) -> int:
    subjects = {}
    for kind in {rule.subject for policy in policies for rule in policy.rules if rule.evidence is not None}:
        ids = pl.read_parquet(folder / f"{kind}.parquet", columns=["id"])
        subjects[kind] = ids if kind in OFFICES else ids.gather_every(RECORDED)
    records = work_records(policies, subjects, YEAR, SEED)
    records.drop(pl.selectors.starts_with("_")).write_parquet(folder / "work_record.parquet")
    return records.height


def five_plans(folder: Path, reading: str = "") -> Told:
    """The statuses of all rules of the five plans for the whole country, counted; with `reading`, from files.

    Policies and plans are made before.
    """
    policies = five()
    start = time.perf_counter()
    facts = read_facts(folder)
    if not reading:
        plans = [pipeline.plan(policy, facts, jurisdiction="national") for policy in policies]
        start = time.perf_counter()
    else:
        plans = [pipeline.plan(policy, facts, jurisdiction="national") for policy in policies]
    judged = pipeline.judge_all(plans, facts, as_of=AS_OF)
    counts = [verdicts.summary() for verdicts in judged]
    seconds = time.perf_counter() - start
    return seconds, {"rules": sum(each.height for each in counts), "verdicts": sum(map(len, judged))}
