"""Every plan in `policies/` over a synthetic registry of its own place, and each status explained once, in short.

`python examples/five_plans.py FOLDER` writes the registries into the folder; `POLICYENGINE_LANG=en` for English.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl

import policyengine as pe
from policyengine.verdicts.names import STATUS_NAMES

ROOT = Path(__file__).parents[1]
WAIVERS = ROOT / "examples" / "five_plans.waivers.yaml"
LANG = "en" if os.environ.get("POLICYENGINE_LANG") == "en" else "zh"
ORGANIZATIONS = 600
AFTER = timedelta(days=31)  # a plan is looked at a month after its end,
BEFORE = timedelta(days=30)  # and one of them a month before it, too

ORDER = ("compliant", "noncompliant", "shortfall", "pending", "waived", "not_applicable", "unknown")
SHOWN = {"结论", "规则", "对象", "依据", "实际情况", "差距", "豁免", "缺少的事实"} | {
    "Result", "Rule", "Subject", "Clause", "Found", "Gap", "Waiver", "Missing facts"
}  # fmt: skip
LINES = 3  # of each part of an explanation


Run = tuple[pe.Policy, pe.FactBase, date, pl.DataFrame]


def main() -> None:
    """Make the registries, evaluate, explain."""
    folder, waivers = Path(sys.argv[1]), pe.load_waivers(WAIVERS)
    runs: list[Run] = []
    for path in sorted((ROOT / "policies").glob("*.yaml")):
        policy = pe.load_policy(path)
        registry = folder / policy.name
        pe.make_demo(registry, policy.jurisdiction.id, ORGANIZATIONS, policies=[policy])
        facts = pe.read_facts(registry)
        for as_of in days(policy, facts, early=policy.name == waivers[0].policy):
            verdicts = pe.evaluate(policy, facts, as_of=as_of, waivers=waivers).to_polars()
            print(f"{policy.name:16}{as_of}  {counts(verdicts)}", flush=True)
            runs.append((policy, facts, as_of, verdicts))
    for n, status in enumerate(ORDER):
        explain(status, [*runs[n % len(runs) :], *runs[: n % len(runs)]], waivers)


def days(policy: pe.Policy, facts: pe.FactBase, *, early: bool) -> Iterator[date]:
    """When to look: after the plan's end, or at the year's end where it has none."""
    end = policy.period.end
    if end is None:
        yield facts.snapshot_on or policy.period.start
        return
    if early:
        yield end - BEFORE
    yield end + AFTER


def counts(verdicts: pl.DataFrame) -> str:
    """How many verdicts of each status."""
    number = dict(verdicts["status"].cast(pl.String).value_counts().iter_rows())
    return "  ".join(f"{STATUS_NAMES[pe.Status(name)].within(LANG)} {number.get(name, 0)}" for name in ORDER)


def explain(status: str, runs: Iterable[Run], waivers: tuple[pe.Waiver, ...]) -> None:
    """The gist of why for the first verdict of a status, one with numbers if there is any."""
    for policy, facts, as_of, verdicts in runs:
        found = verdicts.filter(pl.col("status") == status).sort(pl.col("lo_numerator").is_null(), maintain_order=True)
        if not found.is_empty():
            rule, subject = found.row(0, named=True)["rule"], found.row(0, named=True)["subject"]
            why = pe.explain(policy, facts, rule, subject, as_of=as_of, waivers=waivers)
            print(f"\n{gist(why.to_text(LANG))}")
            return


def gist(text: str) -> str:
    """The parts of an explanation that matter first, the opening lines of each."""
    parts: list[list[str]] = []
    for line in text.splitlines():
        if line[0] != " ":
            parts.append([])
        parts[-1].append(line)
    return "\n".join(line for part in parts if part[0].split("  ")[0] in SHOWN for line in part[:LINES])


if __name__ == "__main__":
    main()
