"""Decision tables whose rows overlap, leave a gap, or are never reached."""

from policyengine.language.models import Definition
from policyengine.plan import check_messages
from policyengine.plan.nodes import Outcomes
from policyengine.plan.scope import Scope
from policyengine.plan.space import Space, space_of


def check_tables(scope: Scope) -> None:
    """Go through every row that a table's conditions can tell apart; a table too large for that is left alone."""
    for name, meaning in scope.meanings.items():
        if isinstance(meaning, Outcomes):
            space = space_of(*(case.when for case in meaning.cases))
            if space is not None:
                _check_table(scope, scope.definitions[name], meaning, space)


def _check_table(scope: Scope, definition: Definition, table: Outcomes, space: Space) -> None:
    rows = [space.rows(case.when) for case in table.cases]
    left = space.everything
    for number, hits in enumerate(rows):
        at = definition.cases[number].at
        if not hits & left:
            scope.report(check_messages.CASE_UNREACHABLE, at, name=definition.name, number=number + 1)
        elif space.certain:
            for earlier in range(number):
                both = rows[earlier] & hits
                if both and table.cases[earlier].then != table.cases[number].then:
                    scope.report(
                        check_messages.CASES_OVERLAP,
                        at,
                        name=definition.name,
                        first=earlier + 1,
                        second=number + 1,
                        witness=space.example(both),
                    )
                    break
        left &= ~hits
    if left and space.certain and table.otherwise is None:
        scope.report(
            check_messages.CASES_GAP, definition.at, key=True, name=definition.name, witness=space.example(left)
        )
