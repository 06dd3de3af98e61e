"""Whether a condition holds for a row, in Kleene truth, and what is missing to know (language.md §3 and §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from policyengine.engine.walker.answer import (
    FAILS,
    HOLDS,
    Answer,
    all_hold,
    answer,
    any_holds,
    missing_of,
    negated,
    unknown,
)
from policyengine.engine.walker.dates import ends
from policyengine.engine.walker.existence import exists
from policyengine.engine.walker.rows import Lack, Row
from policyengine.engine.walker.values import Quantity, Scene, Word, compared, field_value, operand_value, satisfies
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Compare,
    Condition,
    Counted,
    Judged,
    Named,
    Negation,
    Outcomes,
    Path,
    Population,
    Presence,
    Quantified,
    Relation,
    ThisYear,
)
from policyengine.semantics.interval import Comparator, Interval, among
from policyengine.semantics.measure import Member, count
from policyengine.semantics.truth import Truth, all_of, known


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that belongs to a population, surely or possibly; `own` is whether the parent is surely its parent."""

    row: Row
    membership: Answer
    own: bool


def holds(condition: Condition, row: Row, scene: Scene) -> Answer:
    """Whether the row satisfies the condition."""
    match condition:
        case All(parts=parts):
            return all_hold(holds(part, row, scene) for part in parts)
        case Any(parts=parts):
            return any_holds(holds(part, row, scene) for part in parts)
        case Negation(part=part):
            return negated(holds(part, row, scene))
        case Named(condition=meaning):
            return holds(meaning, row, scene)
        case Compare(path=path, comparison=comparison):
            value = field_value(path, row, scene.facts)
            return compared(value, comparison.comparator, operand_value(comparison.operand, row, scene))
        case Among(path=path, values=values):
            return _among(path, values, row, scene)
        case Presence(path=path, wanted=wanted):
            value = field_value(path, row, scene.facts)
            absent = answer(value.none, value.missing)
            return negated(absent) if wanted else absent
        case ThisYear(path=path):
            return _this_year(path, row, scene)
        case Judged(entity=entity, name=name):
            verdict = row.cell(name)
            return unknown(f"{entity}.{name}") if isinstance(verdict, Lack) else HOLDS if verdict == "true" else FAILS
        case Outcomes():
            return _outcomes(condition, row, scene)
        case Quantified():
            return _quantified(condition, row, scene)
        case Counted():
            return _counted(condition, row, scene)


def _among(path: Path, values: frozenset[str], row: Row, scene: Scene) -> Answer:
    value = field_value(path, row, scene.facts)
    if not isinstance(value, Word):
        raise TypeError(f"`{path}` is no word")
    if value.none is Truth.YES:
        return FAILS
    never_none = known(None if value.none is Truth.UNKNOWN else True)
    return answer(all_of((among(value.choices, values), never_none)), value.missing)


def _this_year(path: Path, row: Row, scene: Scene) -> Answer:
    value = field_value(path, row, scene.facts)
    if not isinstance(value, Quantity):
        raise TypeError(f"`{path}` is no date")
    return compared(_years(value), Comparator.EQUAL, _years(scene.measured_on))


def _years(dates: Quantity) -> Quantity:
    first, last = ends(dates.interval)
    return Quantity(Interval(Fraction(first.year), Fraction(last.year)), dates.none, dates.missing)


def _outcomes(table: Outcomes, row: Row, scene: Scene) -> Answer:
    """A decision table holds if every case that may be the first hit has a wanted outcome."""
    wanted: list[Truth] = []
    doubts: list[Answer] = []
    for case in table.cases:
        hit = holds(case.when, row, scene)
        if hit.truth.possible:
            wanted.append(known(case.then in table.values))
            doubts.append(hit)
        if hit.truth.sure:
            break
    else:
        wanted.append(known(table.otherwise in table.values))
    truth = wanted[0] if len(set(wanted)) == 1 else Truth.UNKNOWN
    return answer(truth, missing_of(doubts))


# --- children ---------------------------------------------------------------------------------------------------------


def candidates(population: Population, parent: Row, scene: Scene) -> list[Candidate]:
    """The rows that surely or possibly belong to the parent's population."""
    rows = (
        Candidate(row, membership(population, row, belongs, scene), belongs.truth.sure)
        for row, belongs in children(population.relation, parent, scene)
    )
    return [candidate for candidate in rows if candidate.membership.truth.possible]


def membership(population: Population, row: Row, belongs: Answer, scene: Scene) -> Answer:
    """Whether the row exists, belongs to the parent and satisfies the population's condition."""
    existence = exists(row, scene, ended_included=population.ended_included)
    return all_hold((existence, belongs, holds(population.where, row, scene)))


def children(relation: Relation, parent: Row, scene: Scene) -> Iterator[tuple[Row, Answer]]:
    """The rows that surely or possibly are the parent's, each with whether it is."""
    for row, truth in scene.facts.children(relation, parent.id):
        yield row, answer(truth, frozenset({f"{relation.child}.{'.'.join(relation.steps)}"}))


def absent_rows(relation: Relation, scene: Scene) -> Answer:
    """Whether there are children that no source gives: no for a complete table, else unknown."""
    return FAILS if scene.facts.complete(relation.child) else unknown(relation.child)


def _quantified(condition: Quantified, row: Row, scene: Scene) -> Answer:
    match condition.quantifier:
        case "some":
            return _some(condition.relation, condition.condition, row, scene)
        case "none":
            return negated(_some(condition.relation, condition.condition, row, scene))
        case "every":
            return negated(_some(condition.relation, Negation(condition.condition), row, scene))


def _some(relation: Relation, condition: Condition, parent: Row, scene: Scene) -> Answer:
    found = [candidate.membership for candidate in candidates(Population(relation, condition), parent, scene)]
    return any_holds([*found, absent_rows(relation, scene)])


def _counted(condition: Counted, row: Row, scene: Scene) -> Answer:
    memberships = [part.membership for part in candidates(Population(condition.relation, condition.where), row, scene)]
    absent = absent_rows(condition.relation, scene)
    number = count([Member(part.truth) for part in memberships], complete=absent == FAILS)
    value = Quantity(number.interval, missing=missing_of([*memberships, absent]))
    return all_hold(satisfies(value, condition.comparisons, row, scene))
