"""Verdicts of the reference engine, one subject after the other: slow, and what the fast engine is held to."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import polars as pl

from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import subjects, walk
from policyengine.plan.consequences import PlannedConsequence
from policyengine.plan.named import rule_among
from policyengine.plan.planned import PlannedRule
from policyengine.verdicts.assemble import Case, verdict_of
from policyengine.verdicts.blocks import GroundBlock, StatusBlock
from policyengine.verdicts.frame import CITATIONS, COLUMNS, STATUS
from policyengine.verdicts.judge import mask_of
from policyengine.verdicts.verdict import Verdict
from policyengine.verdicts.verdicts import Verdicts
from policyengine.verdicts.walked_consequences import walked_grounds

INFINITE = {"inf": (1, 0), "-inf": (-1, 0)}

_LISTS = ("possible", "reasons", "gap_conditions", "missing")
_DAYS = ("measured_on", "due", "as_of")


class WalkedVerdicts(Verdicts):
    """As `Verdicts`, all of them computed when it is made; fractions in its frames are in lowest terms."""

    def __init__(self, case: Case, rules: tuple[PlannedRule, ...]) -> None:
        self.case = case
        self.rules = rules
        facts = Facts(case.facts)
        self._found = [list(_walked(case, rule, facts)) for rule in rules]
        self.blocks = tuple(
            StatusBlock(rule.subject, (rule,), _masks(found)) for rule, found in zip(rules, self._found, strict=True)
        )

    def by_rule(self) -> Iterator[tuple[PlannedRule, pl.DataFrame]]:
        """Each rule with its verdicts, in the policy's order, with the columns of `frame.COLUMNS`."""
        for rule, found in zip(self.rules, self._found, strict=True):
            yield rule, pl.DataFrame([_row(verdict) for verdict in found], schema=SCHEMA)

    def get(self, rule: str, subject: str) -> Verdict | None:
        """One verdict; `None` where the rule does not concern the subject. Raises `UnknownRuleError`."""
        found = self._found[self.rules.index(rule_among(self.case.plan.policy, self.rules, rule))]
        return next((verdict for verdict in found if verdict.subject == subject), None)

    def __iter__(self) -> Iterator[Verdict]:
        for found in self._found:
            yield from found

    def _grounds(self, consequences: tuple[PlannedConsequence, ...]) -> tuple[GroundBlock, ...]:
        possible = {
            rule.id: {verdict.subject: verdict.possible for verdict in found}
            for rule, found in zip(self.rules, self._found, strict=True)
            if rule.alternative is None
        }
        return walked_grounds(self.case, consequences, possible, Facts(self.case.facts))


def _schema() -> dict[str, Any]:
    types: dict[str, Any] = dict.fromkeys(COLUMNS, pl.String)
    types |= {name: pl.Int64 for name in COLUMNS if name.endswith(("_numerator", "_denominator"))}
    types |= {name: pl.List(pl.String) for name in _LISTS} | dict.fromkeys(_DAYS, pl.Date)
    return types | {"status": STATUS, "citations": CITATIONS}


SCHEMA = _schema()


def _walked(case: Case, rule: PlannedRule, facts: Facts) -> Iterator[Verdict]:
    for subject in subjects(case.plan, rule.subject, facts):
        yield verdict_of(case, rule, subject, walk(case.plan, rule, facts, subject, case.as_of))


def _masks(found: list[Verdict]) -> pl.DataFrame:
    rows = [(verdict.subject, mask_of(frozenset(verdict.possible))) for verdict in found]
    return pl.DataFrame(rows, schema={"subject": pl.String, "0": pl.UInt8}, orient="row")


def _row(verdict: Verdict) -> dict[str, Any]:
    """A verdict's fields as `frame.COLUMNS` hold them."""
    row = verdict.model_dump(include=set(COLUMNS), exclude={"citations"})
    row["possible"] = [status.value for status in verdict.possible]
    row["gap_conditions"] = list(verdict.gap.conditions) if verdict.gap else []
    row["citations"] = [{"section": cite.section, "quote": cite.quote} for cite in verdict.citations]
    exact = {
        "lo": verdict.lo,
        "hi": verdict.hi,
        "target": _single(verdict.target),
        "gap": verdict.gap.amount if verdict.gap else None,
    }
    for name, text in exact.items():
        row[f"{name}_numerator"], row[f"{name}_denominator"] = _terms(text)
    return row


def _single(targets: str | None) -> str | None:
    """The target, where there is one and it is a number."""
    return targets if targets and targets[-1].isdigit() and ", " not in targets else None


def _terms(text: str | None) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    return INFINITE[text] if text in INFINITE else Fraction(text).as_integer_ratio()
