"""Why a verdict is what it is, as codes: what keeps a rule from applying, what is lacking, what to beware of."""

from datetime import date

from policyengine.engine.outcome import Causes
from policyengine.facts.tables import FactBase
from policyengine.language.statuses import Status
from policyengine.plan.planned import PlannedRule

SNAPSHOT_AFTER_DUE = "snapshot_after_due"
PERSONAL = "personal_not_shown"


def reasons_of(causes: Causes, missing: tuple[str, ...], status: Status, facts: FactBase) -> tuple[str, ...]:
    """The causes behind `not_applicable`; of an unknown verdict, the possible causes and the kinds of facts missing."""
    if status is Status.NOT_APPLICABLE:
        return tuple(cause.value for cause, truth in causes if truth.sure)
    if status is not Status.UNKNOWN:
        return ()
    possible = [cause.value for cause, truth in causes if truth.possible]
    return (*possible, *(reason for name in missing if (reason := lacking(name, facts))))


def lacking(name: str, facts: FactBase) -> str | None:
    """The reason that a missing fact stands for, where it is more than an empty cell."""
    if name.startswith("$"):
        return f"target_unspecified:{name[1:]}"
    if name == "measure":
        return "measure_unspecified"
    if "." in name:
        return None
    return f"table_incomplete:{name}" if facts.table(name).supplied else f"table_not_supplied:{name}"


def snapshot_after_due(rule: PlannedRule, due: date | None, facts: FactBase) -> bool:
    """Whether an undated field that the rule reads is known only as of a day after the due date."""
    return rule.undated and due is not None and facts.snapshot_on is not None and facts.snapshot_on > due
