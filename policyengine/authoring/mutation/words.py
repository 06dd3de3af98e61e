"""Conditions and operands as changes name them: in the words of the policy language, short."""

from policyengine.authoring.mutation.numbers import shown
from policyengine.plan.nodes import (
    Among,
    Compare,
    Comparison,
    Condition,
    Constant,
    Counted,
    FieldValue,
    MeasuredOn,
    Negation,
    Operand,
    Outcomes,
    Presence,
    Quantified,
    ShiftedDate,
    TargetValue,
    ThisYear,
    condition_key,
)


def condition_words(condition: Condition) -> str:
    """A condition without what stands below it."""
    key = condition_key(condition)
    match condition:
        case Negation(part=part):
            return f"not {condition_words(part)}"
        case Compare(comparison=comparison):
            return f"{key} {comparison_words(comparison)}"
        case Among(values=values) | Outcomes(values=values):
            return f"{key}: {' | '.join(sorted(values))}"
        case Presence(wanted=wanted):
            return f"{key}: {'present' if wanted else 'absent'}"
        case ThisYear():
            return f"{key} during this_year"
        case Quantified(quantifier=quantifier):
            return f"{key}: {quantifier}"
        case Counted():
            return f"{key}: count"
    return key


def comparison_words(comparison: Comparison) -> str:
    """A comparator and what it compares with."""
    return f"{comparison.comparator.value} {operand_words(comparison.operand)}"


def operand_words(operand: Operand) -> str:
    """What is compared with."""
    match operand:
        case Constant(value=value, text=text):
            return text or shown(value)
        case TargetValue(name=name):
            return f"${name}"
        case FieldValue(path=path):
            return str(path)
        case MeasuredOn():
            return "$measured_on"
        case ShiftedDate(base=base, count=count, unit=unit, forward=forward):
            return f"{operand_words(count)} {unit.value} {'after' if forward else 'before'} {operand_words(base)}"
