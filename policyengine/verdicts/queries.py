"""What an evaluation would run, in the words of its backend."""

from policyengine.engine.columnar.gather import settle
from policyengine.engine.columnar.rules import Columns
from policyengine.facts.mask import Mask
from policyengine.plan.nodes import PlannedRule
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.columns import status_masks


def queries(case: Case, rules: tuple[PlannedRule, ...], mask: Mask) -> tuple[str, ...]:
    """The queries that give the statuses of the rules, in the order in which they run; the last ones are not run.

    Where a backend collects the children of subjects first, these queries are run: the others are built on them.
    Persons who are exempt are named as `mask` says.
    """
    backend = case.facts.backend
    batches = Columns(case.plan, case.facts, case.as_of).batches(rules)
    ran = settle([rows for batch in batches for rows in batch.rows])
    frames = (*ran, *(status_masks(batch, case.waived) for batch in batches))
    kinds = {rule.id: rule.subject for rule in rules}
    exempt = {subject: mask.id(kinds[rule], subject) for rule, subject in case.waived if rule in kinds}
    return tuple(_renamed(backend.explained(frame), exempt) for frame in frames)


def _renamed(query: str, names: dict[str, str]) -> str:
    for row_id, name in names.items():
        query = query.replace(row_id, name)
    return query
