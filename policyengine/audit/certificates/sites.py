"""Which cells a rule reads of which rows, and what it asks of them.

A site is a place in the rule where rows are looked at: the subject, its children `organizations`, their children
`inspections`, and so on. The same rows may be looked at on two sites, and different cells of them read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.seen import operand_paths
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Average,
    Compare,
    Comparison,
    Condition,
    Count,
    Counted,
    Fold,
    Judged,
    Measure,
    MeasuredOn,
    Named,
    Negation,
    Operand,
    Outcomes,
    OwnField,
    Path,
    Population,
    Presence,
    Quantified,
    Ratio,
    Relation,
    ThisYear,
    Unmeasured,
)
from policyengine.plan.planned import ConditionRequirement, MeasureRequirement, PlannedRule, RelativeDue
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import Entity, FieldType

QUANTITIES = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.DATE})


@dataclass
class Reading:
    """How a field is read on a site.

    `against` are the comparisons that its values are put to, `years` is whether their year is asked for; where `exact`
    is set, the value itself matters, not only how it compares.
    """

    path: Path
    against: list[Comparison] = field(default_factory=list)
    years: bool = False
    exact: bool = False


@dataclass
class Site:
    """Rows of an entity where a rule looks at them, by the plurals that lead there from the subject."""

    entity: str
    key: tuple[str, ...] = ()
    readings: dict[str, Reading] = field(default_factory=dict)
    judged: set[str] = field(default_factory=set)
    below: dict[str, tuple[Relation, "Site"]] = field(default_factory=dict)

    def reads(self, path: Path) -> Reading:
        """Note that a field is read."""
        return self.readings.setdefault(str(path), Reading(path))

    def children(self, relation: Relation) -> "Site":
        """The site of the children along a relation."""
        site = Site(relation.child, (*self.key, relation.plural))
        return self.below.setdefault(relation.plural, (relation, site))[1]

    def all_below(self) -> Iterator["Site"]:
        """The site and all below it."""
        yield self
        for _, site in self.below.values():
            yield from site.all_below()


def sites_of(rule: PlannedRule, facts: Facts) -> Site:
    """The subject's site, with all below it."""
    subject = Site(rule.subject)
    _condition(rule.when, subject)
    match rule.requirement:
        case ConditionRequirement(condition=condition):
            _condition(condition, subject)
        case MeasureRequirement(measure=measure, comparisons=comparisons):
            _measure(measure, subject)
            _operands(comparisons, subject)
    if isinstance(rule.due, RelativeDue):
        _exactly(rule.due.operand, subject)
    for site in subject.all_below():
        for name, comparator in _existence(facts.vocabulary.entities[site.entity]):
            site.reads(facts.own_path(site.entity, name)).against.append(Comparison(comparator, MeasuredOn()))
    return subject


def _existence(entity: Entity) -> Iterator[tuple[str, Comparator]]:
    """The fields that say whether a row exists, and how each is held against the measuring date."""
    lifetime = entity.lifetime
    if lifetime and lifetime.start:
        yield lifetime.start, Comparator.AT_MOST
    if lifetime and lifetime.end:
        yield lifetime.end, Comparator.AT_LEAST
    if entity.event_date:
        yield entity.event_date, Comparator.AT_MOST


def _exactly(operand: Operand, site: Site) -> tuple[Path, ...]:
    """The operand's own fields, which are compared with something that differs from row to row."""
    paths = operand_paths(operand)
    for path in paths:
        site.reads(path).exact = True
    return paths


def _operands(comparisons: tuple[Comparison, ...], site: Site) -> None:
    for comparison in comparisons:
        _exactly(comparison.operand, site)


def _condition(condition: Condition, site: Site) -> None:
    match condition:
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                _condition(part, site)
        case Negation(part=inner) | Named(condition=inner):
            _condition(inner, site)
        case Outcomes(cases=cases):
            for case in cases:
                _condition(case.when, site)
        case Judged(name=name):
            site.judged.add(name)
        case Quantified(relation=relation, condition=inner):
            _condition(inner, site.children(relation))
        case Counted(relation=relation, where=where, comparisons=comparisons):
            _condition(where, site.children(relation))
            _operands(comparisons, site)
        case Compare() | Among() | Presence() | ThisYear():
            _field(condition, site)


def _field(condition: Compare | Among | Presence | ThisYear, site: Site) -> None:
    reading = site.reads(condition.path)
    match condition:
        case Compare(comparison=Comparison(operand=operand)):
            own = _exactly(operand, site)
            if own or condition.path.type not in QUANTITIES:
                reading.exact = True
            else:
                reading.against.append(condition.comparison)
        case Among():
            reading.exact = True
        case ThisYear():
            reading.years = True


def _measure(measure: Measure, site: Site) -> None:
    match measure:
        case Unmeasured():
            pass
        case OwnField(path=path):
            site.reads(path).exact = True
        case Count(population=population):
            _population(population, site)
        case Fold(population=population, of=of):
            _population(population, site).reads(of).exact = True
        case Ratio(population=population, satisfying=satisfying):
            _condition(satisfying, _population(population, site))
        case Average(inner=inner, population=population):
            _measure(inner, _population(population, site))


def _population(population: Population, site: Site) -> Site:
    below = site.children(population.relation)
    _condition(population.where, below)
    return below


def reading_of_whole(rule: PlannedRule) -> Condition:
    """A condition on the subject that reads all that the rule reads, though it means something else."""
    parts: list[Condition] = [rule.when]
    match rule.requirement:
        case ConditionRequirement(condition=condition):
            parts.append(condition)
        case MeasureRequirement(measure=measure, comparisons=comparisons):
            parts += [_as_condition(measure), *_presences(part.operand for part in comparisons)]
    if isinstance(rule.due, RelativeDue):
        parts += _presences([rule.due.operand])
    return All(tuple(parts))


def _presences(operands: Iterator[Operand] | list[Operand]) -> list[Condition]:
    return [Presence(path, wanted=True) for operand in operands for path in operand_paths(operand)]


def _as_condition(measure: Measure) -> Condition:
    match measure:
        case Unmeasured():
            return All(())
        case OwnField(path=path):
            return Presence(path, wanted=True)
        case Count(population=population):
            asked: Condition = All(())
        case Fold(population=population, of=of):
            asked = Presence(of, wanted=True)
        case Ratio(population=population, satisfying=satisfying):
            asked = satisfying
        case Average(inner=inner, population=population):
            asked = _as_condition(inner)
    return Counted(population.relation, All((population.where, asked)), ())
