"""A planned rule as the data that a certificate holds."""

from datetime import date
from fractions import Fraction
from typing import Literal

from policyengine.audit.checker import rule as data
from policyengine.plan import nodes, planned


def rule_data(rule: planned.PlannedRule) -> data.Rule:
    """The rule as data, with every name resolved."""
    return data.Rule(
        id=rule.id,
        title=rule.title,
        modality=rule.modality.value,
        actor=rule.actor,
        subject=rule.subject,
        when=condition_data(rule.when),
        requirement=_requirement(rule.requirement),
        due=_due(rule.due),
        citations=tuple(data.Clause(section=cite.section, quote=cite.quote) for cite in rule.citations),
        reading=rule.reading,
        undated=rule.undated,
    )


def value_text(value: Fraction | date | str) -> str:
    """A number, day or word as certificates write it."""
    return value.isoformat() if isinstance(value, date) else str(value)


# --- operands ---------------------------------------------------------------------------------------------------------


def _operand(operand: nodes.Operand) -> data.Operand:
    match operand:
        case nodes.Constant() | nodes.TargetValue():
            return _given(operand)
        case nodes.FieldValue(path=path):
            return data.OwnValue(field=str(path))
        case nodes.MeasuredOn():
            return data.MeasuredOn()
        case nodes.ShiftedDate(base=base, count=count, unit=unit, forward=forward):
            return data.Shifted(base=_operand(base), count=_given(count), unit=unit.value, forward=forward)


def _given(operand: nodes.Constant | nodes.TargetValue) -> data.Constant | data.Target:
    if isinstance(operand, nodes.Constant):
        return data.Constant(type=_kind(operand.value), value=value_text(operand.value))
    dated = any(isinstance(value, date) for _, value in operand.steps)
    steps = tuple(
        data.TargetStep(start=start, value=None if value is None else value_text(value))
        for start, value in operand.steps
    )
    return data.Target(name=operand.name, type="day" if dated else "number", steps=steps)


def _kind(value: Fraction | date | str) -> Literal["number", "day", "word"]:
    match value:
        case Fraction():
            return "number"
        case date():
            return "day"
        case str():
            return "word"


def _comparisons(comparisons: tuple[nodes.Comparison, ...]) -> tuple[data.Comparison, ...]:
    return tuple(_comparison(each) for each in comparisons)


def _comparison(comparison: nodes.Comparison) -> data.Comparison:
    return data.Comparison(comparator=comparison.comparator, operand=_operand(comparison.operand))


# --- conditions -------------------------------------------------------------------------------------------------------


def condition_data(condition: nodes.Condition) -> data.Condition:
    """A condition as data."""
    match condition:
        case nodes.All(parts=parts):
            return data.All(parts=tuple(condition_data(part) for part in parts))
        case nodes.Any(parts=parts):
            return data.Any(parts=tuple(condition_data(part) for part in parts))
        case nodes.Negation(part=part):
            return data.Negation(part=condition_data(part))
        case nodes.Named(name=name, condition=meaning):
            return data.Named(name=name, meaning=condition_data(meaning))
        case nodes.Compare(path=path, comparison=comparison):
            return data.Compare(field=str(path), comparison=_comparison(comparison))
        case nodes.Among(path=path, values=values):
            return data.Among(field=str(path), values=tuple(sorted(values)))
        case nodes.Presence(path=path, wanted=wanted):
            return data.Presence(field=str(path), wanted=wanted)
        case nodes.ThisYear(path=path):
            return data.ThisYear(field=str(path))
        case nodes.Judged(name=name, text=text):
            return data.Judged(name=name, text=text)
        case nodes.Outcomes(name=name, cases=cases, otherwise=otherwise, values=values):
            lines = tuple(data.Case(when=condition_data(case.when), then=case.then) for case in cases)
            return data.Table(name=name, cases=lines, otherwise=otherwise, values=tuple(sorted(values)))
        case nodes.Quantified(quantifier=quantifier, relation=relation, condition=inner):
            return data.Quantified(quantifier=quantifier, relation=_relation(relation), condition=condition_data(inner))
        case nodes.Counted(relation=relation, where=where, comparisons=comparisons):
            return data.Counted(
                relation=_relation(relation), where=condition_data(where), comparisons=_comparisons(comparisons)
            )


def _relation(relation: nodes.Relation) -> data.Relation:
    return data.Relation(plural=relation.plural, child=relation.child, steps=relation.steps)


# --- measures, requirements and due dates -----------------------------------------------------------------------------


def _population(population: nodes.Population) -> data.Population:
    return data.Population(
        relation=_relation(population.relation),
        where=condition_data(population.where),
        ended_included=population.ended_included,
    )


def _measure(measure: nodes.Measure) -> data.Measure:
    match measure:
        case nodes.Unmeasured():
            return data.Unmeasured()
        case nodes.Ratio(population=population, satisfying=satisfying):
            return data.Ratio(population=_population(population), satisfying=condition_data(satisfying))
        case nodes.Average(inner=inner, population=population):
            return data.Average(inner=_averaged(inner), population=_population(population))
        case _:
            return _averaged(measure)


def _averaged(measure: nodes.OwnField | nodes.Count | nodes.Fold) -> data.OwnField | data.Count | data.Fold:
    match measure:
        case nodes.OwnField(path=path):
            return data.OwnField(field=str(path))
        case nodes.Count(population=population):
            return data.Count(population=_population(population))
        case nodes.Fold(function=function, population=population, of=of):
            return data.Fold(function=function, population=_population(population), of=str(of))


def _requirement(requirement: planned.Requirement) -> data.Requirement:
    match requirement:
        case planned.MeasureRequirement(measure=measure, comparisons=comparisons, unit=unit):
            return data.MeasureRequirement(measure=_measure(measure), comparisons=_comparisons(comparisons), unit=unit)
        case planned.ConditionRequirement(condition=condition):
            return data.ConditionRequirement(condition=condition_data(condition))
        case planned.EvidenceRequirement():
            return data.EvidenceRequirement(
                policy=requirement.policy,
                rule=requirement.rule,
                subject_kind=requirement.subject_kind,
                items=requirement.items,
                document=requirement.document,
            )


def _due(due: planned.Due) -> data.Due:
    match due:
        case planned.FixedDue(on=on):
            return data.FixedDue(on=on)
        case planned.RelativeDue(operand=operand):
            return data.RelativeDue(operand=_operand(operand))
        case planned.YearEnd():
            return data.YearEnd()
        case planned.Standing():
            return data.Standing()
