"""The value of a measure, what it is held against, and what is lacking, in words."""

from fractions import Fraction

from policyengine.explain.model import Finding
from policyengine.explain.numbers import readable, readable_interval
from policyengine.explain.phrases import Voice, clause, comparison_words, with_unit
from policyengine.explain.tested import top_parts
from policyengine.plan.nodes import Average, Comparison, Constant, Count, OwnField, Ratio
from policyengine.plan.planned import MeasureRequirement, PlannedRule
from policyengine.reading.numbers import render_high, render_low
from policyengine.semantics.interval import Comparator, Interval
from policyengine.semantics.measure import Bound
from policyengine.semantics.truth import Truth
from policyengine.verdicts.masked import hidden_fields
from policyengine.verdicts.verdict import Verdict
from policyengine.vocabulary.personal import HIDDEN

NEAR = {
    Comparator.EQUAL: ("相差 {}", "off by {}"),
    Comparator.NOT: ("须再变动 {}", "it must change by {}"),
}


def value_lines(voice: Voice, rule: PlannedRule, found: Finding) -> list[str]:
    """The measured value, its population, and the targets."""
    requirement, outcome = rule.requirement, found.outcome
    if not isinstance(requirement, MeasureRequirement):
        return []
    rate, hidden = is_rate(rule), hidden_fields(rule, voice.masking)
    targets = [
        comparison_words(
            voice, [one if "target" in hidden else _settled(one, target)], unit=requirement.unit, rate=rate
        )
        for one, target in zip(requirement.comparisons, outcome.targets, strict=True)
    ]
    aim = voice.say("、", ", ").join(targets)
    aim_line = voice.say(f"目标：{aim}", f"target: {aim}")
    if not outcome.measured:
        return [voice.say("测算值：没有数值", "value: none"), aim_line]
    if "lo" in hidden:
        return [voice.say(f"测算值：{HIDDEN.zh}", f"value: {HIDDEN.en}"), aim_line]
    interval = Interval(*(None if end is None else end.value for end in (outcome.lo, outcome.hi)))
    value = readable_interval(interval, rate=rate).within(voice.lang)
    if interval.exact:
        value = with_unit(voice, value, requirement.unit)
    lines = [voice.say(f"测算值：{value}", f"value: {value}")]
    lines += [f"  {line}" for line in _populations(voice, requirement, outcome.lo, outcome.hi)]
    return [*lines, aim_line]


def is_rate(rule: PlannedRule) -> bool:
    """Whether the rule measures a share."""
    return isinstance(rule.requirement, MeasureRequirement) and isinstance(rule.requirement.measure, Ratio)


def verdict_value(voice: Voice, verdict: Verdict, *, rate: bool) -> str | None:
    """The value that a verdict gives; `None` where it has no number."""
    if verdict.lo is None or verdict.hi is None:
        return None
    lo = None if verdict.lo == render_low(None) else Fraction(verdict.lo)
    hi = None if verdict.hi == render_high(None) else Fraction(verdict.hi)
    return readable_interval(Interval(lo, hi), rate=rate).within(voice.lang)


def _settled(comparison: Comparison, target: Fraction | None) -> Comparison:
    """The comparison with the number that its target was on the day, where that is settled."""
    if target is None or isinstance(comparison.operand, Constant):
        return comparison
    text = getattr(comparison.operand, "text", "")
    return Comparison(comparison.comparator, Constant(target, text if not text.startswith("$") else readable(target)))


def _populations(voice: Voice, requirement: MeasureRequirement, lo: Bound | None, hi: Bound | None) -> list[str]:
    """Of how many rows how many, at either end."""
    ends = [(voice.say("最低", "lowest"), lo), (voice.say("最高", "highest"), hi)]
    made = [(label, _population(voice, requirement, bound)) for label, bound in ends if bound is not None]
    said = [(label, words) for label, words in made if words]
    if len({words for _, words in said}) == 1 and lo is not None and hi is not None:
        return [said[0][1]]
    return [voice.say(f"{label}：{words}", f"{label}: {words}") for label, words in said]


def _population(voice: Voice, requirement: MeasureRequirement, bound: Bound) -> str:
    match requirement.measure:
        case Ratio(population=who):
            rows, part = voice.kinds(who.relation), readable(bound.total)
            return voice.say(f"{bound.population} 个{rows}中 {part} 个", f"{part} of {bound.population} {rows}")
        case Average(population=who):
            rows = voice.kinds(who.relation)
            total = with_unit(voice, readable(bound.total), requirement.unit)
            return voice.say(f"{bound.population} 个{rows}共 {total}", f"{total} in all over {bound.population} {rows}")
        case _:
            return ""


def gap_words(voice: Voice, rule: PlannedRule, found: Finding) -> list[str]:
    """What is lacking: the least change, or what failed."""
    gap = found.verdict.gap
    if gap is None:
        return []
    if "gap" in hidden_fields(rule, voice.masking) and gap.amount is not None:
        return [HIDDEN.within(voice.lang)]
    if gap.amount is not None and isinstance(rule.requirement, MeasureRequirement):
        return [amount_words(voice, rule.requirement, Fraction(gap.amount))]
    failed = [*_failed_conditions(voice, found)] or [failure_words(voice, rule, one) for one in gap.conditions]
    return [voice.say(f"没有满足：{one}", f"not met: {one}") for one in failed]


def amount_words(voice: Voice, requirement: MeasureRequirement, amount: Fraction) -> str:
    comparator = requirement.comparisons[0].comparator
    words = _counted(voice, requirement, amount)
    if comparator in NEAR:
        zh, en = NEAR[comparator]
        return voice.say(zh.format(words), en.format(words))
    if comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN):
        return voice.say(f"还差 {words}", f"short by {words}")
    return voice.say(f"超出 {words}", f"over by {words}")


def _counted(voice: Voice, requirement: MeasureRequirement, amount: Fraction) -> str:
    """An amount of what the measure totals."""
    match requirement.measure:
        case Ratio(population=who) | Count(population=who) | Average(inner=Count(population=who)):
            rows, number = voice.kinds(who.relation), readable(amount)
            counted = None if isinstance(requirement.measure, Ratio) else requirement.unit
            return voice.say(f"{number} {counted or '个'}{rows}", f"{number} ({rows})")
        case _:
            return with_unit(voice, readable(amount), requirement.unit)


def _failed_conditions(voice: Voice, found: Finding) -> list[str]:
    """The parts of a required condition that surely fail."""
    required = found.requirement
    parts = top_parts(required) if required is not None else ()
    return [clause(voice, part.condition) for part in parts if part.truth is Truth.NO]


def failure_words(voice: Voice, rule: PlannedRule, code: str) -> str:
    """A comparator, an item of evidence, or a value that is none."""
    if code == "measure" and isinstance(rule.requirement, MeasureRequirement):
        of = rule.requirement.measure
        name = voice.field(of.path.owner, of.path.field) if isinstance(of, OwnField) else code
        return voice.say(f"{name}没有值", f"there is no {name}")
    if isinstance(rule.requirement, MeasureRequirement):
        failed = [one for one in rule.requirement.comparisons if one.comparator.value == code]
        return comparison_words(voice, failed, unit=rule.requirement.unit)
    return voice.say("本项工作", "the work itself") if code == rule.id else code
