"""Requirements and due dates as sentences: `平均每个…的…数量不少于 13 个`."""

from policyengine.explain.phrases import (
    Voice,
    clause,
    comparison_words,
    field_words,
    is_trivial,
    operand_words,
    plain,
    population,
)
from policyengine.plan.nodes import All, Any, Average, Count, Fold, Measure, OwnField, Population, Ratio, Unmeasured
from policyengine.plan.planned import (
    ConditionRequirement,
    Due,
    EvidenceRequirement,
    FixedDue,
    MeasureRequirement,
    PlannedRule,
    RelativeDue,
    Requirement,
    Standing,
    YearEnd,
)
from policyengine.reading.text import Text

FOLDS = {"sum": Text("之和", "total"), "min": Text("最小值", "least"), "max": Text("最大值", "greatest")}


def requirement_words(voice: Voice, requirement: Requirement) -> str:
    """What a rule requires, as one sentence without its full stop."""
    match requirement:
        case MeasureRequirement(measure=measure, comparisons=comparisons, unit=unit):
            words = comparison_words(voice, comparisons, unit=unit, rate=isinstance(measure, Ratio))
            return voice.say(f"{measure_words(voice, measure)}{words}", f"{measure_words(voice, measure)} is {words}")
        case ConditionRequirement(condition=condition):
            return clause(voice, condition)
        case EvidenceRequirement(items=items, document=document):
            return _evidence(voice, [item for item in items if item], document)


def _evidence(voice: Voice, items: list[str], document: str | None) -> str:
    of = voice.say(f"（依据：{document}）", f" (document: {document})") if document else ""
    if not items:
        return voice.say(f"有本项工作已完成的记录{of}", f"a record says that this work was done{of}")
    listed = "、".join(items) if voice.lang == "zh" else ", ".join(items)
    return voice.say(
        f"下列各项都有已完成的记录：{listed}{of}", f"records say that each of these was done: {listed}{of}"
    )


def measure_words(voice: Voice, measure: Measure) -> str:
    """What is measured, as a noun phrase."""
    match measure:
        case OwnField(path=path):
            return field_words(voice, path)
        case Count(population=who):
            return voice.say(f"{_rows(voice, who)}的数量", f"the number of {_rows(voice, who)}")
        case Fold(function=function, population=who, of=of):
            name, fold = field_words(voice, of), FOLDS[function]
            return voice.say(f"{_rows(voice, who)}的{name}{fold.zh}", f"the {fold.en} {name} of {_rows(voice, who)}")
        case Ratio(population=who, satisfying=asked):
            words, rows = clause(voice, asked), _rows(voice, who)
            those = f"符合({words})的" if isinstance(plain(asked), All | Any) else f"{words}的"
            return voice.say(f"{rows}中，{those}，所占比例", f"the share, among {rows}, of those where {words},")
        case Average(inner=inner, population=who):
            return _average(voice, inner, who)
        case Unmeasured():
            return voice.say("（文件没有规定如何测算的数值）", "what the text names no way to measure")


def _average(voice: Voice, inner: Count | Fold | OwnField, who: Population) -> str:
    value = measure_words(voice, inner)
    of = "的" if isinstance(inner, OwnField) else "中，"
    return voice.say(f"平均每个{_rows(voice, who)}{of}{value}", f"the average, over {_rows(voice, who)}, of {value}")


def _rows(voice: Voice, who: Population) -> str:
    rows = population(voice, who.relation, who.where)
    return rows + voice.say("（含已终止的）", ", ended ones included") if who.ended_included else rows


def when_words(voice: Voice, rule: PlannedRule) -> str | None:
    """To which subjects the rule applies, if not to all."""
    return None if is_trivial(rule.when) else clause(voice, rule.when)


def due_words(voice: Voice, due: Due) -> str:
    """When the requirement is due."""
    match due:
        case FixedDue(on=on):
            return on.isoformat()
        case YearEnd():
            return voice.say("每年年底（不晚于方案期末）", "the end of each year, within the plan's period")
        case Standing():
            return voice.say("长期要求，随时都应满足", "standing: to be met at all times")
        case RelativeDue(operand=operand):
            return operand_words(voice, operand)
