"""What became of cases, as plain text for people."""

from collections.abc import Iterable, Iterator

from policyengine.authoring.cases.coverage import Covered
from policyengine.authoring.cases.model import Suite
from policyengine.authoring.cases.run import ENGINES, Difference, Result
from policyengine.explain.explain import explain
from policyengine.reading.text import Lang, Text

FAILED = Text("未通过", "FAILED")
EXPECTED = Text("{name}：应为 {expected}，实为 {found}", "{name}: expected {expected}, found {found}")
DISAGREE = Text("两个引擎的结论不同：{expected}；{found}", "the engines disagree: {expected}; {found}")
TOTAL = Text("{file}：{cases} 例，{failed} 例未通过", "{file}: {cases} cases, {failed} failed")
UNTESTED = Text("没有案例的规则（{count}）：{rules}", "rules without cases ({count}): {rules}")
UNSEEN = Text("从未见过{what}的规则（{count}）：{rules}", "rules never seen {what} ({count}): {rules}")
WHAT = {
    "compliant": Text("达标", "compliant"),
    "failing": Text("未达标", "failing"),
    "unknown": Text("待定", "unknown"),
}


def failures_text(results: Iterable[Result], lang: Lang) -> Iterator[str]:
    """Each case that failed: where it stands, what was expected and found, and why it was found."""
    for result in results:
        if not result.passed:
            yield failure_text(result, lang)


def failure_text(result: Result, lang: Lang) -> str:
    """One case that failed."""
    case = result.case
    reading = f" ({case.rule.alternative})" if case.rule.alternative else ""
    lines = [f"{case.place}: {FAILED.within(lang)}: {case.title}", f"  {case.rule.id}{reading} · {case.subject}"]
    lines += [f"  {difference_text(difference, lang)}" for difference in result.differences]
    if result.verdict is not None:
        lines += [f"    {line}".rstrip() for line in why_text(result, lang).splitlines()]
    return "\n".join(lines)


def difference_text(difference: Difference, lang: Lang) -> str:
    """One part of a verdict that is not as expected."""
    words = DISAGREE if difference.name == ENGINES else EXPECTED
    return words.within(lang).format(name=difference.name, expected=difference.expected, found=difference.found)


def why_text(result: Result, lang: Lang) -> str:
    """Why the verdict is what it is."""
    prepared = result.prepared
    return explain(prepared.occasion, prepared.as_told(result.case.rule), result.case.subject).to_text(lang)


def total_text(suite: Suite, results: Iterable[Result], lang: Lang) -> str:
    """How many cases there are and how many failed."""
    passed = [result.passed for result in results]
    return TOTAL.within(lang).format(file=suite.file, cases=len(passed), failed=passed.count(False))


def coverage_text(covered: Iterable[Covered], lang: Lang) -> Iterator[str]:
    """The rules without cases, and those with cases that were never seen in some way."""
    found = tuple(covered)
    if untested := [each.rule for each in found if not each.cases]:
        yield UNTESTED.within(lang).format(count=len(untested), rules=_names(untested, lang))
    for name, what in WHAT.items():
        if rules := [each.rule for each in found if each.cases and name in each.unseen]:
            yield UNSEEN.within(lang).format(what=what.within(lang), count=len(rules), rules=_names(rules, lang))


def _names(names: list[str], lang: Lang) -> str:
    return Text("、", ", ").within(lang).join(names)
