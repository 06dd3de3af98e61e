"""Which columns a run keeps: those that its rules read, without what is personal and decides nothing."""

from collections.abc import Iterable, Mapping

from policyengine.engine.reads import cells_read, columns_read
from policyengine.plan.consequences import PlannedConsequence
from policyengine.plan.planned import Plan, PlannedRule
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.work_record import WORK_RECORD

WHO_DECIDED = "decided_by"
"""Who put a record on file: shown to nobody, and no verdict rests on it."""


def kept_columns(plans: Iterable[Plan], vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """The columns by entity."""
    return {
        entity: frozenset(name for name in columns if not _idle(entity, name, vocabulary))
        for entity, columns in columns_read(plans, vocabulary).items()
    }


def rests_on(plan: Plan, part: PlannedRule | PlannedConsequence, vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    """What the verdicts of one rule rest on, or the conditions of one consequence, as (entity, column)."""
    return frozenset(cell for cell in cells_read(plan, (part,), vocabulary) if not _idle(*cell, vocabulary))


def _idle(entity: str, name: str, vocabulary: Vocabulary) -> bool:
    return (entity, name) == (WORK_RECORD, WHO_DECIDED) and vocabulary.entities[entity].fields[name].personal
