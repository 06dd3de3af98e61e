"""Why a rule says what it says of a subject.

The outcome and the classes of rows come from the columns, as all verdicts do; only the rows that are shown are looked
at one by one, in a fact base cut down to them.
"""

from collections.abc import Iterator

from policyengine.engine.columnar.detail import detail
from policyengine.engine.columnar.outcomes import outcomes
from policyengine.engine.columnar.rules import Columns
from policyengine.engine.outcome import Outcome
from policyengine.engine.walker.evidence import proofs_of
from policyengine.engine.walker.rows import Facts, Row
from policyengine.engine.walker.seen import seen_cell
from policyengine.explain.cells import lifetime_cells, own_cell
from policyengine.explain.find import without_verdict
from policyengine.explain.following import conclusions_from
from policyengine.explain.inquiry import Inquiry, inquire, own_paths
from policyengine.explain.model import Alternative, Asked, Document, Finding, Located, MissingFact, Proof, Rows, Tested
from policyengine.explain.nearby import Nearby
from policyengine.explain.rows import shown_rows
from policyengine.explain.tested import tested, unsettled_cells
from policyengine.explain.why import Why
from policyengine.plan.planned import ConditionRequirement, EvidenceRequirement, PlannedRule
from policyengine.verdicts.assemble import Case, verdict_of

SHOWN = 20
"""How many rows of a kind are named."""


def explain(
    case: Case, rule: PlannedRule, subject: str, *, alternatives: tuple[PlannedRule, ...] = (), shown: int = SHOWN
) -> Why:
    """Why the rule says what it says of the subject, and what it would say under other readings.

    At most `shown` rows of a kind are named. Raises `UnknownSubjectError` for an id that the facts, being complete, do
    not have; a subject that exists but gets no verdict is explained as such.
    """
    document = Document(case.plan.policy, case.plan.title, case.plan.document_number)
    outcome = _outcome(case, rule, subject)
    if outcome is None:
        absence = without_verdict(case, rule, subject)
        return Why(Asked(document, rule, _row(case, rule.subject, subject), case.as_of, shown), absence, case.facts)
    inquiry = inquire(case, rule, subject, shown)
    found = _finding(inquiry, outcome, tuple(_readings(case, alternatives, subject)))
    return Why(Asked(document, rule, inquiry.row, case.as_of, shown), found, case.facts)


def _outcome(case: Case, rule: PlannedRule, subject: str) -> Outcome | None:
    columns = Columns(case.plan, case.facts, case.as_of)
    return dict(outcomes(detail(columns, rule, [subject]))).get(subject)


def _row(case: Case, entity: str, row_id: str) -> Row:
    nearby = Nearby(case.facts, case.as_of)
    nearby.keep(entity, [row_id])
    return Facts(nearby.facts()).row(entity, row_id)


def _readings(case: Case, alternatives: tuple[PlannedRule, ...], subject: str) -> Iterator[Alternative]:
    for rule in alternatives:
        outcome = _outcome(case, rule, subject)
        if outcome is not None:
            yield Alternative(rule, verdict_of(case, rule, subject, outcome))


def _finding(inquiry: Inquiry, outcome: Outcome, readings: tuple[Alternative, ...]) -> Finding:
    case, rule, row = inquiry.case, inquiry.rule, inquiry.row
    when = tested(rule.when, inquiry)
    requirement = rule.requirement
    required = tested(requirement.condition, inquiry) if isinstance(requirement, ConditionRequirement) else None
    rows = None if inquiry.measured is None else shown_rows(inquiry.measured, inquiry.scene, inquiry.shown)
    proofs = tuple(_proofs(inquiry, requirement)) if isinstance(requirement, EvidenceRequirement) else ()
    cells = tuple(own_cell(row, path, inquiry.scene.facts) for path in own_paths(rule))
    looked_at = [
        *cells,
        *lifetime_cells(row, inquiry.scene.facts),
        *_place_cells(inquiry),
        *_record_cells(proofs, inquiry),
    ]
    for part in (when, required):
        if part is not None:
            looked_at += [*unsettled_cells(part), *_cells_of_tested(part)]
    looked_at += _cells_of_rows(rows)
    return Finding(
        verdict=verdict_of(case, rule, row.id, outcome),
        outcome=outcome,
        when=when,
        requirement=required,
        rows=rows,
        proofs=proofs,
        cells=cells,
        missing=tuple(_missing(name, looked_at, inquiry.shown) for name in outcome.missing),
        readings=readings,
        conclusions=conclusions_from(case, rule, row.id),
    )


def _proofs(inquiry: Inquiry, requirement: EvidenceRequirement) -> Iterator[Proof]:
    for item, found in proofs_of(requirement, inquiry.row, inquiry.scene).items():
        yield Proof(item, found.answer.truth, found.records)


# --- the cells that are missing ---------------------------------------------------------------------------------------


def _missing(name: str, looked_at: list[Located], shown: int) -> MissingFact:
    """Where the fact is missing, among the cells that were looked at."""
    cells = {(cell.row.id, cell.seen.name): cell for cell in looked_at if cell.seen.name == name and cell.unknown}
    return MissingFact(name, tuple(cells.values())[:shown])


def _place_cells(inquiry: Inquiry) -> list[Located]:
    """The references from the subject up to the jurisdiction."""
    steps = inquiry.case.plan.paths[inquiry.rule.subject]
    facts = inquiry.scene.facts
    return [Located(inquiry.row, seen_cell(steps[:-1], steps[-1], inquiry.row, facts))] if steps else []


def _record_cells(proofs: tuple[Proof, ...], inquiry: Inquiry) -> list[Located]:
    """The cells of records that leave an item open."""
    return [
        Located(record, seen_cell((), name, record, inquiry.scene.facts))
        for proof in proofs
        for record in proof.records
        for name in inquiry.scene.facts.vocabulary.entities[record.entity].fields
    ]


def _cells_of_rows(rows: Rows | None) -> list[Located]:
    if rows is None:
        return []
    own = [cell for group in rows.groups for row in group.rows for cell in row.unknown]
    return own + _cells_of_rows(rows.inner)


def _cells_of_tested(part: Tested) -> list[Located]:
    return _cells_of_rows(part.rows) + [cell for inner in part.parts for cell in _cells_of_tested(inner)]
