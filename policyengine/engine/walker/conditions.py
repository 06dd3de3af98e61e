"""Whether a condition holds for a row, in Kleene truth, and what is missing to know (language.md §3 and §4)."""

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
from policyengine.engine.walker.crowd import absent_rows, crowd
from policyengine.engine.walker.dates import ends
from policyengine.engine.walker.existence import exists
from policyengine.engine.walker.rows import Lack, Row
from policyengine.engine.walker.share import Crowd, Share
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
    ThisYear,
)
from policyengine.semantics.interval import Comparator, Interval, among
from policyengine.semantics.measure import Member, count, weighted
from policyengine.semantics.truth import Truth, all_of, known


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


def tested(node: Quantified | Counted) -> Population:
    """The children that a condition over them looks for: of `every`, those that do not satisfy it."""
    match node:
        case Quantified(quantifier="every", relation=relation, condition=condition):
            return Population(relation, Negation(condition))
        case Quantified(relation=relation, condition=condition):
            return Population(relation, condition)
        case Counted(relation=relation, where=where):
            return Population(relation, where)


def membership(population: Population, row: Row, belongs: Answer, scene: Scene) -> Answer:
    """Whether the row exists, belongs to the parent and satisfies the population's condition."""
    existence = exists(row, scene, ended_included=population.ended_included)
    return all_hold((existence, belongs, holds(population.where, row, scene)))


def member_share(population: Population, row: Row, belongs: Answer, scene: Scene) -> Share | None:
    """What the row adds to its population, of which only its number matters; nothing if it surely does not belong."""
    found = membership(population, row, belongs, scene)
    return Share(found.truth, belongs.truth.sure, lacks=found.missing) if found.truth.possible else None


def _members(node: Quantified | Counted, parent: Row, scene: Scene) -> Crowd:
    population = tested(node)
    return crowd(
        node, parent, scene, lambda row, belongs: member_share(population, row, belongs, scene), population.relation
    )


def _quantified(node: Quantified, row: Row, scene: Scene) -> Answer:
    found = [Answer(share.membership, share.lacks) for share in _members(node, row, scene)]
    some = any_holds([*found, absent_rows(node.relation, scene)])
    return some if node.quantifier == "some" else negated(some)


def _counted(node: Counted, row: Row, scene: Scene) -> Answer:
    members, absent = _members(node, row, scene), absent_rows(node.relation, scene)
    number = count(
        weighted((Member(share.membership), times) for share, times in members.items()), complete=absent == FAILS
    )
    value = Quantity(number.interval, missing=absent.missing.union(*(share.lacks for share in members)))
    return all_hold(satisfies(value, node.comparisons, row, scene))
