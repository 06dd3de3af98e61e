"""What an evaluation would run, in the words of its backend."""

from policyengine.engine.columnar.gather import settle
from policyengine.engine.columnar.rules import Columns
from policyengine.plan.nodes import PlannedRule
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.columns import status_masks


def queries(case: Case, rules: tuple[PlannedRule, ...]) -> tuple[str, ...]:
    """The queries that give the statuses of the rules, in the order in which they run; the last ones are not run.

    Where a backend collects the children of subjects first, these queries are run: the others are built on them.
    """
    backend = case.facts.backend
    batches = Columns(case.plan, case.facts, case.as_of).batches(rules)
    ran = settle([rows for batch in batches for rows in batch.rows])
    return tuple(backend.explained(frame) for frame in (*ran, *(status_masks(batch, case.waived) for batch in batches)))
