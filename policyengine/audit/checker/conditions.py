"""Whether a condition holds for a row, in Kleene truth (language.md §3 and §4)."""

from fractions import Fraction

from policyengine.audit.checker.crowds import Share, absent_rows, crowd_of, members
from policyengine.audit.checker.errors import refused
from policyengine.audit.checker.existence import exists
from policyengine.audit.checker.found import NO, YES, Found, every, found, missing, opposite, some
from policyengine.audit.checker.rule import (
    All,
    Among,
    Any,
    Compare,
    Condition,
    Counted,
    Judged,
    Named,
    Negation,
    Population,
    Presence,
    Quantified,
    Table,
    ThisYear,
)
from policyengine.audit.checker.scalars import Lacking
from policyengine.audit.checker.scene import Row, Scene
from policyengine.audit.checker.values import (
    Quantity,
    Word,
    compared,
    days,
    field_value,
    held_against,
    operand_value,
    quantity,
    unlike,
)
from policyengine.semantics.interval import Comparator, Interval, among
from policyengine.semantics.measure import count
from policyengine.semantics.truth import Truth


def holds(condition: Condition, row: Row, scene: Scene) -> Found:
    """Whether the row satisfies the condition."""
    scene.budget.spend()
    match condition:
        case All(parts=parts):
            return every(holds(part, row, scene) for part in parts)
        case Any(parts=parts):
            return some(holds(part, row, scene) for part in parts)
        case Negation(part=part):
            return opposite(holds(part, row, scene))
        case Named(meaning=meaning):
            return holds(meaning, row, scene)
        case Compare(field=path, comparison=comparison):
            right = operand_value(comparison.operand, row, scene)
            return compared(field_value(row, path, scene), comparison.comparator, right)
        case Among(field=path, values=values):
            return _among(row, path, frozenset(values), scene)
        case Presence(field=path, wanted=wanted):
            value = field_value(row, path, scene)
            absent = found(value.none, value.missing)
            return opposite(absent) if wanted else absent
        case ThisYear(field=path):
            return _this_year(quantity(row, path, scene), scene)
        case Judged(name=name):
            return _judged(row, name)
        case Table():
            return _table(condition, row, scene)
        case Quantified():
            return _quantified(condition, row, scene)
        case Counted():
            return _counted(condition, row, scene)


def _among(row: Row, path: str, values: frozenset[str], scene: Scene) -> Found:
    value = field_value(row, path, scene)
    if not isinstance(value, Word):
        raise refused(f"`{path}` 不是字词", f"`{path}` is no word")
    if value.none is Truth.YES:
        return NO
    if value.ranged:
        raise unlike()
    truth = among(value.choices, values)
    if truth is Truth.YES and value.none is Truth.UNKNOWN:
        truth = Truth.UNKNOWN
    return found(truth, value.missing)


def _this_year(day: Quantity, scene: Scene) -> Found:
    first, last = days(scene.measured_on.interval)
    now = Quantity(Interval(Fraction(first.year), Fraction(last.year)), missing=scene.measured_on.missing)
    earliest, latest = days(day.interval)
    years = Interval(Fraction(earliest.year), Fraction(latest.year))
    return compared(Quantity(years, day.none, day.missing, day.ranged), Comparator.EQUAL, now)


def _judged(row: Row, name: str) -> Found:
    cell = row.held.cells.get(name)
    match cell:
        case "true":
            return YES
        case "false":
            return NO
        case Lacking(lack="unknown"):
            return found(Truth.UNKNOWN, frozenset({f"{row.entity}.{name}"}))
        case _:
            raise refused(f"证书缺少认定 `{name}`", f"the certificate lacks the determination `{name}`")


def _table(table: Table, row: Row, scene: Scene) -> Found:
    """Every case that may be the first hit has, or has not, a wanted outcome; else it is not known."""
    outcomes: list[str | None] = []
    doubts: list[Found] = []
    for case in table.cases:
        hit = holds(case.when, row, scene)
        if hit.truth is not Truth.NO:
            outcomes.append(case.then)
            doubts.append(hit)
        if hit.truth is Truth.YES:
            break
    else:
        outcomes.append(table.otherwise)
    wanted = {outcome in table.values for outcome in outcomes}
    if len(wanted) > 1:
        return found(Truth.UNKNOWN, missing(doubts))
    return YES if wanted == {True} else NO


# --- children ---------------------------------------------------------------------------------------------------------


def membership(population: Population, row: Row, belongs: Found, scene: Scene) -> Found:
    """Whether the row exists, belongs to the parent and is one of those looked for."""
    existence = exists(row, scene, ended_included=population.ended_included)
    return every((existence, belongs, holds(population.where, row, scene)))


def _quantified(node: Quantified, row: Row, scene: Scene) -> Found:
    """Of `every`, whether there is none that does not satisfy it."""

    def adds(child: Row, belongs: Found) -> Share | None:
        asked = holds(node.condition, child, scene)
        return _share(child, belongs, opposite(asked) if node.quantifier == "every" else asked, scene)

    crowd = crowd_of(node, row, node.relation, scene, adds)
    seen = (Found(share.membership, share.lacks) for share in crowd)
    there_is = some([*seen, absent_rows(node.relation, scene)])
    return there_is if node.quantifier == "some" else opposite(there_is)


def _counted(node: Counted, row: Row, scene: Scene) -> Found:
    def adds(child: Row, belongs: Found) -> Share | None:
        return _share(child, belongs, holds(node.where, child, scene), scene)

    crowd, absent = crowd_of(node, row, node.relation, scene, adds), absent_rows(node.relation, scene)
    number = count(members(crowd), complete=absent is NO)
    value = Quantity(number.interval, missing=absent.missing.union(*(share.lacks for share in crowd)))
    return every(held_against(value, node.comparisons, row, scene))


def _share(child: Row, belongs: Found, asked: Found, scene: Scene) -> Share | None:
    member = every((exists(child, scene), belongs, asked))
    return Share(member.truth, lacks=member.missing) if member.truth.possible else None
